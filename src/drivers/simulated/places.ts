import type { PlaceDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { ZoneId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

export const regionOf = (cloud: SimulatedCloud): string => cloud.options.region ?? 'simulated-1'

const zonesOf = (cloud: SimulatedCloud): readonly string[] => cloud.options.zones ?? ['zone-1']

/** The zone where something goes that asks for `zoneId`. Fails with `invalid` when there is no such zone or one must be named. */
export const chooseZone = (cloud: SimulatedCloud, what: string, zoneId: ZoneId | undefined): ZoneId | undefined => {
  const zones = zonesOf(cloud)
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
    cloud.answerAll(call, () =>
      zonesOf(cloud).map((name) => ({
        id: asId<'zone'>(name),
        name,
        available: true,
        serves: ['servers', 'volumes', 'networks'] as const,
      })),
    ),
})
