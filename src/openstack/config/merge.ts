import { type Entries, isMap, type Traced, type TracedMap } from './traced.ts'

/**
 * Lays `over` on `under`: `auth` merges key by key, every other key is replaced.
 * Source: openstack/openstacksdk openstack/config/loader.py, `_auth_update`.
 */
export const layOver = (under: Entries, over: Entries): Map<string, Traced> => {
  const merged = new Map(under)
  for (const [key, value] of over) {
    const below = merged.get(key)
    if (key === 'auth' && isMap(below) && isMap(value))
      merged.set(key, { ...value, entries: new Map([...below.entries, ...value.entries]) })
    else merged.set(key, value)
  }
  return merged
}

/**
 * Merges maps at every depth; where both have a value that is no map, `over` wins.
 * Source: openstack/openstacksdk openstack/config/_util.py, `merge_clouds`.
 */
export const mergeDeeply = (under: TracedMap, over: TracedMap): TracedMap => {
  const merged = new Map(under.entries)
  for (const [key, value] of over.entries) {
    const below = merged.get(key)
    merged.set(key, isMap(below) && isMap(value) ? mergeDeeply(below, value) : value)
  }
  return { origin: under.origin, entries: merged }
}
