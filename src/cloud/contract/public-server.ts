import assert from 'node:assert/strict'
import type { FloatingIp } from '../../model/floating-ip.ts'
import type { PortId, RouterId, SecurityGroupId, SubnetId } from '../../model/id.ts'
import type { Server } from '../../model/server.ts'
import { attachSubnet, newFloatingIp, newRouter, newServer, newSubnet } from './make.ts'
import type { Subject } from './subject.ts'

/** What it takes to have a server that the world can reach. */
export const reachesServers = [
  'floatingIps',
  'samples.externalNetworkId',
  'ports',
  'routers',
  'networks.create',
  'subnets.create',
] as const

export interface PublicServer {
  readonly server: Server
  readonly portId: PortId
  readonly subnetId: SubnetId
  readonly routerId: RouterId
  readonly floatingIp: FloatingIp
}

/** A server behind a router, with a floating IP that points at it. */
export const newPublicServer = async (
  subject: Subject<(typeof reachesServers)[number]>,
  securityGroupIds: readonly SecurityGroupId[] = [],
): Promise<PublicServer> => {
  const { cloud, call, made, samples } = subject
  const { id: routerId } = await newRouter(subject, { externalNetworkId: samples.externalNetworkId })
  const { id: subnetId, networkId } = await newSubnet(subject)
  await attachSubnet(subject, routerId, subnetId)
  const server = await newServer(subject, { interfaces: [{ networkId }], securityGroupIds })
  const portId = server.interfaces[0]?.portId
  assert.ok(portId, 'the server shows no port')
  const { id } = await newFloatingIp(subject)
  made.undo(async (lastCall) => {
    await cloud.floatingIps.associate(id, undefined, lastCall)
  })
  await cloud.floatingIps.associate(id, { portId }, call)
  return { server, portId, subnetId, routerId, floatingIp: await cloud.floatingIps.get(id, call) }
}
