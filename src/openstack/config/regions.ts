import { CloudError } from '../../model/cloud-error.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { underscoreKeys } from './normalise.ts'
import { type Entries, isList, isMap, type Traced, textOf } from './traced.ts'

export interface KnownRegion {
  readonly name: Traced
  /** Settings that hold in this region alone. */
  readonly values: Entries
}

/**
 * The regions that a cloud's entry names, or else its vendor profile's; empty when neither names any.
 * Source: openstack/openstacksdk openstack/config/loader.py, `_get_known_regions`.
 */
export const knownRegions = (
  cloudName: string,
  entry: Entries,
  profile: Entries,
  warn: (warning: Diagnostic) => void,
): readonly KnownRegion[] => {
  const own = underscoreKeys(entry)
  const listed = own.get('regions')
  if (listed) return expandRegions(cloudName, listed)
  const named = own.get('region_name')
  if (named) {
    if (isList(named)) return expandRegions(cloudName, named)
    const names = (textOf(named) ?? '').split(',')
    if (names.length > 1)
      warn({
        severity: 'warning',
        summary: `the cloud ${cloudName} lists its regions in region_name, which is deprecated`,
        hint: `regions: [${names.join(', ')}]`,
      })
    return names.map((name) => ({ name: { origin: named.origin, scalar: name }, values: new Map() }))
  }
  const ofProfile = profile.get('regions')
  if (isList(ofProfile) && ofProfile.items.length > 0) return expandRegions(cloudName, ofProfile)
  const single = profile.get('region_name')
  return single && textOf(single) ? [{ name: single, values: new Map() }] : []
}

/**
 * The region of that name, or the first one when none is named. On a cloud without known regions any name is right.
 * Throws `invalid` with the valid names for an unknown one; names are case-sensitive.
 */
export const chooseRegion = (
  cloudName: string,
  regions: readonly KnownRegion[],
  wanted: Traced | undefined,
): KnownRegion => {
  const [first] = regions
  const name = textOf(wanted)
  if (!first) return { name: wanted ?? { origin: { kind: 'default' }, scalar: '' }, values: new Map() }
  if (!name) return first
  const found = regions.find((region) => textOf(region.name) === name)
  if (found) return found
  const valid = regions.map((region) => textOf(region.name)).join(', ')
  throw new CloudError('invalid', `the cloud ${cloudName} has no region ${name}; it has: ${valid}`, {
    hint: 'Region names are case-sensitive',
  })
}

const expandRegions = (cloudName: string, list: Traced): readonly KnownRegion[] => {
  if (!isList(list)) throw new CloudError('invalid', `the regions of the cloud ${cloudName} are not a list`)
  return list.items.map((item) => {
    if (!isMap(item)) return { name: item, values: new Map() }
    const name = item.entries.get('name')
    const values = item.entries.get('values')
    const strange = [...item.entries.keys()].filter((key) => key !== 'name' && key !== 'values')
    if (!name || strange.length > 0)
      throw new CloudError(
        'invalid',
        `a region of the cloud ${cloudName} ${name ? `has the unknown key ${strange[0]}` : 'has no name'}`,
        { hint: 'A region is a name, or a mapping with the keys name and values' },
      )
    return { name, values: isMap(values) ? values.entries : new Map() }
  })
}
