import { poolSize, usedAddresses } from './fixed-ips.ts'
import { parseRange } from './ip-range.ts'
import type { Present } from './make.ts'
import { present, presentOne } from './make.ts'
import type { NetworkContext } from './network-context.ts'
import { neutronError } from './neutron-error.ts'
import type { Resource, View } from './resource.ts'
import { resource } from './resource.ts'

const attributes = new Set([
  'network_id',
  'network_name',
  'project_id',
  'tenant_id',
  'ip_version',
  'total_ips',
  'used_ips',
  'subnet_ip_availability',
])

/** `/v2.0/network-ip-availabilities`, for administrators: how many addresses each network has and uses. */
export const networkIpAvailabilities = (context: NetworkContext): Resource =>
  resource({
    name: 'network_ip_availability',
    collection: 'network_ip_availabilities',
    path: 'network-ip-availabilities',
    attributes,
    tagged: false,
    maySee: () => false,
    missing: (id) => neutronError('not_found', 'NetworkNotFound', `Network ${id} could not be found.`),
    views: () => present(context, 'network').map((record) => viewOf(context, record)),
    view: (id) => {
      const record = presentOne(context, 'network', id)
      return record && viewOf(context, record)
    },
  })

const viewOf = (context: NetworkContext, network: Present<'network'>): View => {
  const subnets = present(context, 'subnet')
    .filter(({ native }) => native.networkId === network.native.id)
    .map((subnet) => ({
      subnet_id: subnet.id,
      subnet_name: context.extra('subnet', subnet.id)?.name ?? subnet.native.name,
      ip_version: subnet.native.ipVersion,
      cidr: parseRange(subnet.native.cidr)?.cidr ?? subnet.native.cidr,
      total_ips: Number(poolSize(subnet)),
      used_ips: usedAddresses(context, subnet),
    }))
  const sum = (read: (subnet: (typeof subnets)[number]) => number) =>
    subnets.reduce((total, subnet) => total + read(subnet), 0)
  const projectId = network.projectId ?? ''
  return {
    id: network.id,
    projectId: undefined,
    everyones: false,
    value: {
      network_id: network.id,
      network_name: context.extra('network', network.id)?.name ?? network.native.name,
      project_id: projectId,
      tenant_id: projectId,
      total_ips: sum(({ total_ips }) => total_ips),
      used_ips: sum(({ used_ips }) => used_ips),
      subnet_ip_availability: subnets,
    },
  }
}
