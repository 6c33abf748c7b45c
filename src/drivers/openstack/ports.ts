import type { PortDriver } from '../../cloud/driver.ts'
import { attachPort, detachPort } from '../../openstack/compute/server-interfaces.ts'
import { ports } from '../../openstack/network/ports.ts'
import { knownId } from './known-id.ts'
import { createMarked, translated } from './neutron-group.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { portOf } from './port-view.ts'

/** Ports are Neutron's; Nova plugs them into servers. */
export const portGroup = (cloud: OpenStackCloud): PortDriver => {
  const { compute, network, projectId } = cloud
  // Without the extension Neutron knows no such attribute, not even an empty one.
  const hasGroups = cloud.extensions.has('security-group')
  return {
    async create({ name, networkId, fixedIps, macAddress, securityGroupIds }, call) {
      const body = (description: string) => ({
        name,
        description,
        network_id: knownId('network', networkId),
        admin_state_up: true,
        ...(fixedIps ? { fixed_ips: fixedIps.map(fixedIpRequest) } : {}),
        ...(macAddress === undefined ? {} : { mac_address: macAddress }),
        ...(securityGroupIds && (hasGroups || securityGroupIds.length > 0)
          ? { security_groups: securityGroupIds.map((id) => knownId('security-group', id)) }
          : {}),
      })
      return portOf(await createMarked(cloud, 'port', ports, body, call))
    },
    list: (call) => translated(cloud, ports, { project_id: projectId }, portOf, call),
    get: async (id, call) => portOf(await ports.get(network, id, call)),
    setSecurityGroups: async (id, groups, call) =>
      portOf(
        await ports.update(
          network,
          id,
          { security_groups: groups.map((group) => knownId('security-group', group)) },
          call,
        ),
      ),
    update: async (id, { fixedIps }, call) =>
      portOf(await ports.update(network, id, fixedIps ? { fixed_ips: fixedIps.map(fixedIpRequest) } : {}, call)),
    async attach(id, serverId, call) {
      const now = portOf(await ports.get(network, id, call))
      if (now.serverId === serverId) return now
      await attachPort(compute, serverId, id, call)
      return portOf(await ports.get(network, id, call))
    },
    async detach(id, call) {
      const now = portOf(await ports.get(network, id, call))
      if (now.serverId === undefined) return now
      await detachPort(compute, now.serverId, id, call)
      return portOf(await ports.get(network, id, call))
    },
    delete: (id, call) => ports.delete(network, id, call),
  }
}

const fixedIpRequest = ({ subnetId, address }: { readonly subnetId?: string; readonly address?: string }) => ({
  ...(subnetId === undefined ? {} : { subnet_id: knownId('subnet', subnetId) }),
  ...(address === undefined ? {} : { ip_address: address }),
})
