import { asId } from '../../model/id.ts'
import type { Port } from '../../model/network.ts'
import type { PortSeen } from '../../wire/openstack/network/answers.ts'
import { portStatus } from './network-status.ts'

/** A port in the model's words. */
export const portOf = (port: PortSeen): Port => {
  const owner = portOwner(port.device_owner)
  return {
    id: asId(port.id),
    name: port.name,
    networkId: asId(port.network_id),
    status: portStatus(port.status),
    macAddress: port.mac_address,
    fixedIps: port.fixed_ips.map(({ subnet_id, ip_address }) => ({ subnetId: asId(subnet_id), address: ip_address })),
    securityGroupIds: (port.security_groups ?? []).map((id) => asId<'security-group'>(id)),
    ...(owner === 'server' && port.device_id ? { serverId: asId<'server'>(port.device_id) } : {}),
    owner,
  }
}

/** Who holds a port, from Neutron's `device_owner` (openstack/neutron-lib `neutron_lib/constants.py`). */
export const portOwner = (deviceOwner: string | null | undefined): Port['owner'] => {
  const owner = deviceOwner ?? ''
  if (owner === '') return 'none'
  if (owner.startsWith('compute:') || owner.startsWith('baremetal:')) return 'server'
  if (owner === 'network:router_gateway') return 'router_gateway'
  if (isRouterInterface(owner)) return 'router'
  return owner === 'network:floatingip' ? 'floating_ip' : 'service'
}

/** True for a router's own side of a subnet, be the router central, distributed or highly available. */
export const isRouterInterface = (deviceOwner: string | null | undefined): boolean =>
  deviceOwner?.startsWith('network:router_interface') === true ||
  deviceOwner === 'network:ha_router_replicated_interface'
