import type { Call } from '../cloud/call.ts'
import type { Cloud } from '../cloud/cloud.ts'
import type { CloudTraits } from '../cloud/driver.ts'
import { collect } from '../lib/async-iterable.ts'
import type { Flavor } from '../model/flavor.ts'
import type { FloatingIpPool } from '../model/floating-ip.ts'
import type { Image } from '../model/image.ts'
import type { Network, Subnet } from '../model/network.ts'
import type { Zone } from '../model/place.ts'
import { isPrivateRange } from '../model/private-address.ts'
import type { Quotas } from '../model/quota.ts'
import type { VolumeType } from '../model/volume.ts'
import { isSpare } from './spare-floating-ip.ts'

/** What one cloud offers to one project at one moment: everything that a workload is fitted to. */
export interface CloudOffer {
  readonly name: string
  readonly traits: CloudTraits
  /** What its absence of groups says. `networks`: tenant networks with subnets of one's own. */
  readonly has: {
    readonly networks: boolean
    readonly routers: boolean
    readonly ports: boolean
    readonly floatingIps: boolean
    readonly volumes: boolean
  }
  readonly flavors: readonly Flavor[]
  readonly images: readonly Image[]
  readonly zones: readonly Zone[]
  /** Those that are shared or external. `reachable` is as configured, else by the ranges of the subnets that the cloud shows. */
  readonly networks: readonly Network[]
  /** The cloud's default one first. */
  readonly pools: readonly FloatingIpPool[]
  /** How many floating IPs the project has that lead nowhere and belong to no deployment. */
  readonly spareFloatingIps?: number
  readonly volumeTypes: readonly VolumeType[]
  readonly quotas: Quotas
}

/** Asks a cloud for its offer, all parts at the same time. */
export const readOffer = async (cloud: Cloud, call: Call): Promise<CloudOffer> => {
  const [flavors, images, zones, networks, subnets, pools, floatingIps, volumeTypes, quotas] = await Promise.all([
    collect(cloud.flavors.list(call)),
    collect(cloud.images.list(call)),
    collect(cloud.places.zones(call)),
    collect(cloud.networks.list(call)),
    collect(cloud.subnets.list(call)),
    cloud.floatingIps ? collect(cloud.floatingIps.pools(call)) : [],
    cloud.floatingIps ? collect(cloud.floatingIps.list(call)) : [],
    cloud.volumes ? collect(cloud.volumes.types(call)) : [],
    cloud.quotas?.get(call) ?? {},
  ])
  return {
    name: cloud.name,
    traits: cloud.traits,
    has: {
      networks: cloud.networks.create !== undefined && cloud.subnets.create !== undefined,
      routers: cloud.routers !== undefined,
      ports: cloud.ports !== undefined,
      floatingIps: pools.length > 0,
      volumes: cloud.volumes !== undefined && cloud.attachments !== undefined,
    },
    flavors,
    images,
    zones,
    networks: networks
      .filter((network) => network.shared || network.external)
      .map((network) => withReach(network, subnets)),
    pools: defaultFirst(pools, networks),
    spareFloatingIps: floatingIps.filter(isSpare).length,
    volumeTypes,
    quotas,
  }
}

const withReach = (network: Network, subnets: readonly Subnet[]): Network => {
  if (network.reachable !== undefined) return network
  const own = subnets.filter(({ networkId, ipVersion }) => networkId === network.id && ipVersion === 4)
  return own.length === 0 ? network : { ...network, reachable: own.some(({ cidr }) => !isPrivateRange(cidr)) }
}

const defaultFirst = (pools: readonly FloatingIpPool[], networks: readonly Network[]): readonly FloatingIpPool[] => {
  const defaults = new Set<string>(networks.filter((network) => network.default).map(({ id }) => id))
  return [...pools.filter(({ id }) => defaults.has(id)), ...pools.filter(({ id }) => !defaults.has(id))]
}
