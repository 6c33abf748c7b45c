import { type Entries, isMap, isScalar, type Scalar, type Traced } from './traced.ts'

/** Keys whose numbers stay numbers. */
const numeric: ReadonlySet<string> = new Set(['api_timeout', 'verbose_level'])

/**
 * `-` in keys becomes `_`, and numbers become text, in maps at every depth; lists stay as they are.
 * Source: openstack/openstacksdk openstack/config/_util.py, `normalize_keys`.
 */
export const underscoreKeys = (entries: Entries): Map<string, Traced> => {
  const normal = new Map<string, Traced>()
  for (const [key, value] of entries) {
    const name = key.replaceAll('-', '_')
    if (isMap(value)) normal.set(name, { ...value, entries: underscoreKeys(value.entries) })
    else if (isScalar(value) && typeof value.scalar === 'number' && !numeric.has(name))
      normal.set(name, { ...value, scalar: String(value.scalar) })
    else normal.set(name, value)
  }
  return normal
}

/** True for true and for the word in any case. Source: openstack/openstacksdk openstack/config/loader.py, `get_boolean`. */
export const isTrue = (value: Scalar | undefined): boolean =>
  value === true || (typeof value === 'string' && value.toLowerCase() === 'true')

const booleans = ['insecure', 'cache']
const commaSeparated = ['auth_methods']

/** Turns words into the booleans and lists that they stand for. Source: the same file, `_handle_value_types`. */
export const typedValues = (entries: Entries): Map<string, Traced> => {
  const typed = new Map(entries)
  for (const key of booleans) {
    const value = typed.get(key)
    if (isScalar(value)) typed.set(key, { ...value, scalar: isTrue(value.scalar) })
  }
  for (const key of commaSeparated) {
    const value = typed.get(key)
    if (isScalar(value) && typeof value.scalar === 'string')
      typed.set(key, {
        origin: value.origin,
        items: value.scalar.split(',').map((item) => ({ origin: value.origin, scalar: item })),
      })
  }
  return typed
}
