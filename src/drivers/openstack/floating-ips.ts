import type { FloatingIpDriver } from '../../cloud/driver.ts'
import type { FloatingIp } from '../../model/floating-ip.ts'
import { asId } from '../../model/id.ts'
import { floatingIps } from '../../openstack/network/floating-ips.ts'
import { networks } from '../../openstack/network/networks.ts'
import type { FloatingIpSeen } from '../../wire/openstack/network/answers.ts'
import { knownId } from './known-id.ts'
import { createMarked, translated } from './neutron-group.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { plainDescription } from './token-mark.ts'

/**
 * Floating IPs are Neutron's, out of external networks: out of the one alone that the configuration names as `nat_source`, where there is such a one. Absent on clouds without Neutron's
 * extension `router`, and where the configuration says `floating_ip_source: None`.
 */
export const floatingIpGroup = (cloud: OpenStackCloud, preferredPool: string | undefined): FloatingIpDriver => {
  const { network, projectId } = cloud
  return {
    async *pools(call) {
      const all = []
      for await (const { id, name } of networks.list(network, { 'router:external': true }, call)) {
        all.push({ id: asId<'network'>(id), name })
      }
      const named = all.filter(({ id, name }) => name === preferredPool || id === preferredPool)
      yield* named.length > 0 ? named : all
    },
    async create({ poolId, description = '' }, call) {
      const body = (marked: string) => ({ floating_network_id: knownId('network', poolId), description: marked })
      return floatingIpOf(await createMarked(cloud, 'floating-ip', floatingIps, body, call, description))
    },
    list: (call) => translated(cloud, floatingIps, { project_id: projectId }, floatingIpOf, call),
    get: async (id, call) => floatingIpOf(await floatingIps.get(network, id, call)),
    async associate(id, target, call) {
      const fixed = target?.fixedAddress === undefined ? {} : { fixed_ip_address: target.fixedAddress }
      const body = { port_id: target ? knownId('port', target.portId) : null, ...fixed }
      return floatingIpOf(await floatingIps.update(network, id, body, call))
    },
    delete: (id, call) => floatingIps.delete(network, id, call),
  }
}

const floatingIpOf = (ip: FloatingIpSeen): FloatingIp => ({
  id: asId(ip.id),
  poolId: asId(ip.floating_network_id),
  address: ip.floating_ip_address,
  ...(ip.port_id ? { portId: asId<'port'>(ip.port_id) } : {}),
  ...(ip.port_id && ip.fixed_ip_address ? { fixedAddress: ip.fixed_ip_address } : {}),
  description: plainDescription(ip.description),
})
