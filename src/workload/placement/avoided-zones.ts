import type { Zone } from '../../model/place.ts'
import type { PlacedInstances } from './place-instances.ts'

/** Ids of the zones that had no room, by the instance that found none; the empty text stands for where the cloud itself put it. */
export type AvoidedZones = ReadonlyMap<string, ReadonlySet<string>>

/** The cloud's own choice, among avoided zones. */
export const cloudsChoice = ''

/**
 * The zone of the `index`-th instance, from 1: where it is already, as long as that is admitted and had room, else its share of the zones, else the next
 * one admitted. `undefined` where the cloud decides.
 */
export const zoneOf = (
  { zones, others }: Pick<PlacedInstances, 'zones' | 'others'>,
  index: number,
  before: string | undefined,
  avoided: ReadonlySet<string> = new Set(),
): Zone | undefined => {
  const open = (zone: Zone) => !avoided.has(zone.id)
  const kept = [...zones, ...others].find((zone) => zone.id === before && open(zone))
  if (kept) return kept
  if (zones.length === 0 && !avoided.has(cloudsChoice)) return undefined
  const left = zones.filter(open)
  return left[(index - 1) % left.length] ?? others.find(open) ?? zones[(index - 1) % zones.length]
}
