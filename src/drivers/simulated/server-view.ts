import type { SecurityGroupId, ServerId } from '../../model/id.ts'
import type { Port } from '../../model/network.ts'
import type { Server, ServerInterface } from '../../model/server.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

/** How a server's ports look from the server: its interfaces, in the order in which they were plugged in, and the union of their groups. */
export const interfacesOf = (
  cloud: SimulatedCloud,
  serverId: ServerId,
): { readonly interfaces: readonly ServerInterface[]; readonly securityGroupIds: readonly SecurityGroupId[] } => {
  const ports = cloud.tables.ports.by('server', serverId)
  return {
    interfaces: ports.flatMap((port) => interfacesOfPort(cloud, port)),
    securityGroupIds: [...new Set(ports.flatMap(({ securityGroupIds }) => securityGroupIds))],
  }
}

const interfacesOfPort = (cloud: SimulatedCloud, port: Port): ServerInterface[] => {
  const floatingIps = cloud.tables.floatingIps.by('port', port.id)
  return port.fixedIps.map(({ subnetId, address }) => {
    const floatingIp = floatingIps.find(({ fixedAddress }) => fixedAddress === address)
    return {
      portId: port.id,
      networkId: port.networkId,
      subnetId,
      address,
      macAddress: port.macAddress,
      ...(floatingIp ? { publicAddress: floatingIp.address } : {}),
    }
  })
}

/** Brings a server up to date with its ports and, when given, with other changes. Nothing happens when it is gone. */
export const showServer = (cloud: SimulatedCloud, id: ServerId, changes: Partial<Server> = {}): void => {
  const server = cloud.tables.servers.find(id)
  if (server) cloud.tables.servers.put({ ...server, ...changes, ...interfacesOf(cloud, id) })
}
