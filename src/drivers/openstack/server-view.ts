import type { Call } from '../../cloud/call.ts'
import { asId } from '../../model/id.ts'
import type { Server, ServerInterface } from '../../model/server.ts'
import { shortageIn } from '../../openstack/http/shortage-in.ts'
import { floatingIps } from '../../openstack/network/floating-ips.ts'
import type { ServerAnswer } from '../../wire/openstack/compute/server-answer.ts'
import type { FloatingIpSeen, PortSeen } from '../../wire/openstack/network/answers.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { portsByDevice } from './ports-by-device.ts'
import { serverStatus } from './server-status.ts'
import { limitsIn } from './size-limits.ts'
import { plainMetadata } from './token-mark.ts'

/**
 * Servers in the model's words. Nova tells their addresses from a cache of its own that may be minutes old and has no ids; so interfaces, groups and public
 * addresses are read from Neutron, for a whole page of servers at once.
 */
export const viewServers = async (
  cloud: OpenStackCloud,
  servers: readonly ServerAnswer[],
  call: Call,
): Promise<Server[]> => {
  const ids = servers.map(({ id }) => id)
  const ports = await portsByDevice(cloud, ids, call)
  const publicAddresses = await addressesOfPorts(cloud, [...ports.values()].flat(), call)
  return servers.map((server) => serverOf(server, ports.get(server.id) ?? [], publicAddresses))
}

/** One server, with its ports read at the same time. */
export const viewServer = async (
  cloud: OpenStackCloud,
  id: string,
  read: Promise<ServerAnswer>,
  call: Call,
): Promise<Server> => {
  const [server, ports] = await Promise.all([read, portsByDevice(cloud, [id], call)])
  const own = ports.get(id) ?? []
  return serverOf(server, own, await addressesOfPorts(cloud, own, call))
}

const portsPerRequest = 80

const addressesOfPorts = async (
  { network, extensions }: OpenStackCloud,
  ports: readonly PortSeen[],
  call: Call,
): Promise<readonly FloatingIpSeen[]> => {
  const found: FloatingIpSeen[] = []
  if (!extensions.has('router')) return found
  for (let start = 0; start < ports.length; start += portsPerRequest) {
    const query = { port_id: ports.slice(start, start + portsPerRequest).map(({ id }) => id) }
    for await (const ip of floatingIps.list(network, query, call)) found.push(ip)
  }
  return found
}

const serverOf = (
  server: ServerAnswer,
  ports: readonly PortSeen[],
  publicAddresses: readonly FloatingIpSeen[],
): Server => {
  const status = serverStatus(server)
  const zone = server['OS-EXT-AZ:availability_zone']
  const groups = new Set(ports.flatMap(({ security_groups }) => security_groups ?? []))
  return {
    id: asId(server.id),
    name: server.name,
    status,
    ...(status === 'error' && server.fault ? faultOf(server.fault.message) : {}),
    flavorId: asId(server.flavor.id),
    ...(server.image ? { imageId: asId<'image'>(server.image.id) } : {}),
    ...(server.key_name ? { keyPairId: asId<'key-pair'>(server.key_name) } : {}),
    interfaces: ports.flatMap((port) => interfacesOf(port, publicAddresses)),
    securityGroupIds: [...groups].map((id) => asId<'security-group'>(id)),
    ...(zone ? { zoneId: asId<'zone'>(zone) } : {}),
    metadata: plainMetadata(server.metadata),
    ...(server.created ? { createdAt: server.created } : {}),
  }
}

const faultOf = (fault: string): Pick<Server, 'fault' | 'faultCode' | 'limits'> => {
  const faultCode = shortageIn(fault)
  const limits = limitsIn(fault)
  return { fault, ...(faultCode === undefined ? {} : { faultCode }), ...(limits ? { limits } : {}) }
}

const interfacesOf = (port: PortSeen, publicAddresses: readonly FloatingIpSeen[]): ServerInterface[] =>
  port.fixed_ips.map(({ subnet_id, ip_address }) => {
    const leading = publicAddresses.find((ip) => ip.port_id === port.id && ip.fixed_ip_address === ip_address)
    return {
      portId: asId<'port'>(port.id),
      networkId: asId<'network'>(port.network_id),
      subnetId: asId<'subnet'>(subnet_id),
      address: ip_address,
      macAddress: port.mac_address,
      ...(leading ? { publicAddress: leading.floating_ip_address } : {}),
    }
  })
