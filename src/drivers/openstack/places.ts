import type { Call } from '../../cloud/call.ts'
import type { PlaceDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { Zone } from '../../model/place.ts'
import { networkZones } from '../../openstack/network/extensions.ts'
import { availabilityZones } from '../../openstack/session/zones-and-limits.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'

interface ServedZone {
  readonly name: string
  readonly available: boolean
  readonly serves: Zone['serves'][number]
}

/** Regions are the catalog's. Zones are Nova's, Cinder's and Neutron's, those of one name joined; the name is the id. */
export const placeGroup = (cloud: OpenStackCloud): PlaceDriver => ({
  async *regions(call) {
    for (const name of await cloud.session.regions(call)) yield { id: asId<'region'>(name), name }
  },
  async *zones(call) {
    const zones = new Map<string, Zone>()
    for (const { name, available, serves } of await servedZones(cloud, call)) {
      const known = zones.get(name)
      if (known?.serves.includes(serves)) continue
      zones.set(name, {
        id: asId(name),
        name,
        available: available && (known?.available ?? true),
        serves: [...(known?.serves ?? []), serves],
      })
    }
    yield* zones.values()
  },
})

const servedZones = async (
  { compute, storage, network, extensions }: OpenStackCloud,
  call: Call,
): Promise<readonly ServedZone[]> => {
  const [servers, volumes, networks] = await Promise.all([
    availabilityZones(compute, call),
    storage ? tolerated(availabilityZones(storage, call)) : [],
    extensions.has('availability_zone') ? tolerated(ofNetworks(network, call)) : [],
  ])
  return [
    ...servers.map((zone) => ({ ...zone, serves: 'servers' as const })),
    ...volumes.map((zone) => ({ ...zone, serves: 'volumes' as const })),
    ...networks.map((zone) => ({ ...zone, serves: 'networks' as const })),
  ]
}

const ofNetworks = async (network: OpenStackCloud['network'], call: Call) => {
  const zones = []
  for await (const { name, state, resource } of networkZones(network, call))
    if (resource === 'network') zones.push({ name, available: state === 'available' })
  return zones
}

/** A service that does not tell its zones has none to choose from. */
const tolerated = async <Zones>(zones: Promise<Zones[]> | Promise<readonly Zones[]>): Promise<readonly Zones[]> => {
  try {
    return await zones
  } catch (error) {
    if (error instanceof CloudError && ['not_found', 'forbidden', 'unsupported'].includes(error.code)) return []
    throw error
  }
}
