import { compareMicroversions, type Microversion, parseMicroversion } from '../../src/wire/openstack/microversion.ts'
import type { Extent } from './description.ts'

/**
 * Whether something described holds at a microversion. A range that ends before it starts has no end: the generator takes `max_version` from the decorator
 * of another version of the same method (block-storage's `VolumesCreate_353` says 3.53 to 3.12).
 */
export const holdsAt = (extent: Extent | undefined, version: Microversion): boolean => {
  const min = bound(extent?.['min-ver'])
  const max = bound(extent?.['max-ver'])
  if (min && compareMicroversions(version, min) < 0) return false
  if (!max || (min && compareMicroversions(max, min) < 0)) return true
  return compareMicroversions(version, max) <= 0
}

const bound = (text: string | number | undefined): Microversion | undefined =>
  text === undefined ? undefined : parseMicroversion(String(text))
