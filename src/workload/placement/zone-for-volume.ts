import type { Zone } from '../../model/place.ts'
import type { CloudOffer } from '../offer.ts'

/** True where some zone takes both: else servers and volumes have zones of their own, whose names say nothing of each other. */
export const zonesAreShared = (zones: readonly Zone[]): boolean =>
  zones.some(({ serves }) => serves.includes('servers') && serves.includes('volumes'))

/**
 * The zone that a volume names, on clouds where it matters: its server's, where volumes can be there. Where volumes have zones of their own they go where volumes go by default,
 * or, where one must be named, to the first that is available.
 */
export const zoneForVolume = (
  { traits, zones }: Pick<CloudOffer, 'traits' | 'zones'>,
  server: Zone | undefined,
): Zone | undefined => {
  if (!traits.zoneRequired && !traits.volumesStayInZone) return undefined
  if (server?.serves.includes('volumes')) return server
  if (!traits.zoneRequired) return undefined
  return zones.find(({ available, serves }) => available && serves.includes('volumes'))
}
