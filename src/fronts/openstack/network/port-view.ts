import type { PortStatus } from '../../../model/network.ts'
import type { PortAnswer, PortBindingAnswer } from '../../../wire/openstack/network/port.ts'
import { hasSecurityGroups } from './has-security-groups.ts'
import type { NetworkContext } from './network-context.ts'
import type { PortRecord } from './port-records.ts'
import type { View } from './resource.ts'
import { standardAttributes } from './standard-attributes.ts'

const status: Readonly<Record<PortStatus, string>> = {
  down: 'DOWN',
  building: 'BUILD',
  active: 'ACTIVE',
  error: 'ERROR',
}

export interface PortHolder {
  readonly deviceId: string
  readonly deviceOwner: string
}

/** What holds the port, in Neutron's words (openstack/neutron-lib `neutron_lib/constants.py`). */
export const holderOfPort = (context: NetworkContext, { id, native }: PortRecord): PortHolder => {
  const { mirror } = context.front
  const extra = context.extra('port', id)
  if (native.serverId !== undefined) {
    const server = mirror.byNative('server', native.serverId)
    return {
      deviceId: server?.id ?? native.serverId,
      deviceOwner: `compute:${server?.native?.zoneId ?? 'nova'}`,
    }
  }
  switch (native.owner) {
    case 'router':
      return { deviceId: routerIdOf(context, native), deviceOwner: 'network:router_interface' }
    case 'router_gateway':
      return { deviceId: routerIdOf(context, native), deviceOwner: 'network:router_gateway' }
    case 'floating_ip':
      return { deviceId: extra?.deviceId ?? '', deviceOwner: 'network:floatingip' }
    case 'service':
      return { deviceId: extra?.deviceId ?? '', deviceOwner: 'network:dhcp' }
    default:
      return { deviceId: extra?.deviceId ?? '', deviceOwner: extra?.deviceOwner ?? '' }
  }
}

/** The router that the port is a side of; on clouds that do not tell, the one whose subnet the port is on. */
const routerIdOf = ({ front: { mirror } }: NetworkContext, native: PortRecord['native']): string => {
  if (native.routerId !== undefined) return mirror.idOf('router', native.routerId) ?? native.routerId
  for (const router of mirror.list('router'))
    if (native.fixedIps.some(({ subnetId }) => router.native?.subnetIds.includes(subnetId))) return router.id
  return ''
}

/** Ports of the cloud's own belong to no project, as upstream's gateways and floating IPs have none. */
const projectOfPort = ({ native, projectId }: PortRecord): string | undefined =>
  native.owner === 'router_gateway' || native.owner === 'floating_ip' ? undefined : projectId

export const portView = (context: NetworkContext, record: PortRecord): View => {
  const { native, id } = record
  const { mirror } = context.front
  const extra = context.extra('port', id)
  const { deviceId, deviceOwner } = holderOfPort(context, record)
  const { projectId: _owner, ...rest } = record
  const projectId = projectOfPort(record)
  const value: PortAnswer = {
    ...standardAttributes({ ...rest, ...(projectId === undefined ? {} : { projectId }) }, extra, { name: native.name }),
    network_id: mirror.idOf('network', native.networkId) ?? native.networkId,
    mac_address: native.macAddress,
    admin_state_up: extra?.adminStateUp ?? true,
    status: status[native.status],
    device_id: deviceId,
    device_owner: deviceOwner,
    fixed_ips: native.fixedIps.map(({ subnetId, address }) => ({
      subnet_id: mirror.idOf('subnet', subnetId) ?? subnetId,
      ip_address: address,
    })),
    ...(hasSecurityGroups(context.front.profile)
      ? { security_groups: native.securityGroupIds.map((group) => mirror.idOf('security-group', group) ?? group) }
      : {}),
    'binding:vnic_type': 'normal',
  }
  const binding: PortBindingAnswer = {
    'binding:host_id': extra?.host ?? '',
    'binding:profile': { ...extra?.profile },
    'binding:vif_type': native.status === 'active' ? 'ovs' : 'unbound',
    'binding:vif_details': {},
  }
  return { id, projectId, everyones: false, value, adminValue: { ...binding } }
}
