import type { PlaceDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { ZoneId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { Zone } from '../../model/place.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

export const regionOf = (cloud: SimulatedCloud): string => cloud.options.region ?? 'simulated-1'

const zonesOf = (cloud: SimulatedCloud): readonly string[] => cloud.options.zones ?? ['zone-1']

const volumeZonesOf = (cloud: SimulatedCloud): readonly string[] => cloud.options.volumeZones ?? zonesOf(cloud)

/** The server's zone where volumes can be in it too; else nothing, and the volume goes where volumes go by default. */
export const zoneForVolume = (cloud: SimulatedCloud, zoneId: ZoneId | undefined): { readonly zoneId?: ZoneId } => {
  const zones = volumeZonesOf(cloud)
  if (zoneId !== undefined && zones.includes(zoneId)) return { zoneId }
  return cloud.options.zoneRequired && zones[0] !== undefined ? { zoneId: asId(zones[0]) } : {}
}

/** The zone where something goes that asks for `zoneId`. Fails with `invalid` when there is no such zone or one must be named. */
export const chooseZone = (
  cloud: SimulatedCloud,
  what: 'server' | 'volume' | 'subnet',
  zoneId: ZoneId | undefined,
): ZoneId | undefined => {
  const zones = what === 'volume' ? volumeZonesOf(cloud) : zonesOf(cloud)
  if (zoneId !== undefined && !zones.includes(zoneId))
    throw new CloudError('invalid', `there is no zone ${zoneId}; there are ${zones.join(', ')}`)
  if (zoneId === undefined && cloud.options.zoneRequired)
    throw new CloudError('invalid', `a ${what} must name its zone here: one of ${zones.join(', ')}`)
  return zoneId ?? (zones[0] === undefined ? undefined : asId(zones[0]))
}

/** One region with its zones, all available. */
export const places = (cloud: SimulatedCloud): PlaceDriver => ({
  regions: (call) => cloud.answerAll(call, () => [{ id: asId(regionOf(cloud)), name: regionOf(cloud) }]),
  zones: (call) =>
    cloud.answerAll(call, () => {
      const [forServers, forVolumes] = [new Set(zonesOf(cloud)), new Set(volumeZonesOf(cloud))]
      return [...new Set([...forServers, ...forVolumes])].map((name): Zone => {
        const others = forServers.has(name) ? (['servers', 'networks'] as const) : []
        const serves = forVolumes.has(name) ? ([...others, 'volumes'] as const) : others
        return { id: asId(name), name, available: true, serves }
      })
    }),
})
