import type { Call } from '../cloud/call.ts'
import type { Cloud } from '../cloud/cloud.ts'
import { collect } from '../lib/async-iterable.ts'
import type { FloatingIp } from '../model/floating-ip.ts'
import type { Image } from '../model/image.ts'
import type { KeyPair } from '../model/key-pair.ts'
import type { Network, Router, Subnet } from '../model/network.ts'
import type { SecurityGroup } from '../model/security-group.ts'
import type { Server } from '../model/server.ts'
import type { Snapshot, Volume } from '../model/volume.ts'

/** What a project has on a cloud at one moment. Networks and subnets that others share with it are not its own, and not in it. */
export interface Project {
  readonly servers: readonly Server[]
  readonly images: readonly Image[]
  readonly keyPairs: readonly KeyPair[]
  readonly networks: readonly Network[]
  readonly subnets: readonly Subnet[]
  readonly routers: readonly Router[]
  readonly ports: number
  readonly securityGroups: readonly SecurityGroup[]
  readonly floatingIps: readonly FloatingIp[]
  readonly volumes: readonly Volume[]
  readonly snapshots: readonly Snapshot[]
}

/** Lists all that a project has, all kinds at the same time. */
export const readProject = async (cloud: Cloud, call: Call): Promise<Project> => {
  const [
    servers,
    images,
    keyPairs,
    networks,
    subnets,
    routers,
    ports,
    securityGroups,
    floatingIps,
    volumes,
    snapshots,
  ] = await Promise.all([
    collect(cloud.servers.list(call)),
    collect(cloud.images.list(call)),
    collect(cloud.keyPairs.list(call)),
    collect(cloud.networks.list(call)),
    collect(cloud.subnets.list(call)),
    cloud.routers ? collect(cloud.routers.list(call)) : [],
    cloud.ports ? collect(cloud.ports.list(call)) : [],
    collect(cloud.securityGroups.list(call)),
    cloud.floatingIps ? collect(cloud.floatingIps.list(call)) : [],
    cloud.volumes ? collect(cloud.volumes.list(call)) : [],
    cloud.snapshots ? collect(cloud.snapshots.list(call)) : [],
  ])
  const own = networks.filter((network) => !network.shared && !network.external)
  const ownIds = new Set(own.map(({ id }) => id))
  return {
    servers,
    images: images.filter((image) => !image.public),
    keyPairs,
    networks: own,
    subnets: subnets.filter(({ networkId }) => ownIds.has(networkId)),
    routers,
    ports: ports.length,
    // The cloud makes it, and makes it anew elsewhere.
    securityGroups: securityGroups.filter(({ name }) => name !== 'default'),
    floatingIps,
    volumes,
    snapshots,
  }
}

/** How many resources it has. */
export const sizeOf = ({ ports, ...kinds }: Project): number =>
  Object.values(kinds).reduce((sum, items) => sum + items.length, ports)
