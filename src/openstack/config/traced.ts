import type { Origin } from './origin.ts'

export type Scalar = string | number | boolean | null
/** A plain configuration value, as YAML and JSON know it. */
export type ConfigValue = Scalar | readonly ConfigValue[] | { readonly [key: string]: ConfigValue }

/** A configuration value together with where it came from; every merge keeps the origin of the value that won. */
export type Traced = TracedScalar | TracedList | TracedMap
export interface TracedScalar {
  readonly origin: Origin
  readonly scalar: Scalar
}
export interface TracedList {
  readonly origin: Origin
  readonly items: readonly Traced[]
}
export interface TracedMap {
  readonly origin: Origin
  readonly entries: Entries
}
export type Entries = ReadonlyMap<string, Traced>

export const isMap = (value: Traced | undefined): value is TracedMap => value !== undefined && 'entries' in value
export const isList = (value: Traced | undefined): value is TracedList => value !== undefined && 'items' in value
export const isScalar = (value: Traced | undefined): value is TracedScalar => value !== undefined && 'scalar' in value

/** Gives every part of a plain value the same origin. */
export const traced = (value: ConfigValue | undefined, origin: Origin): Traced => {
  if (Array.isArray(value)) return { origin, items: value.map((item) => traced(item, origin)) }
  if (typeof value === 'object' && value !== null) return tracedMap(value as Record<string, ConfigValue>, origin)
  return { origin, scalar: (value ?? null) as Scalar }
}

export const tracedMap = (value: Readonly<Record<string, ConfigValue | undefined>>, origin: Origin): TracedMap => ({
  origin,
  entries: new Map(Object.entries(value).map(([key, item]) => [key, traced(item, origin)])),
})

/** The value without its origins. */
export const plain = (value: Traced): ConfigValue => {
  if (isMap(value)) return plainEntries(value.entries)
  if (isList(value)) return value.items.map(plain)
  return value.scalar
}

export const plainEntries = (entries: Entries): Record<string, ConfigValue> =>
  Object.fromEntries([...entries].map(([key, value]) => [key, plain(value)]))

/** The text of a scalar that is set; `undefined` for null, the empty string and what is no scalar. */
export const textOf = (value: Traced | undefined): string | undefined =>
  isScalar(value) && value.scalar !== null && value.scalar !== '' ? String(value.scalar) : undefined

/**
 * Which origin each effective value has, by its dotted path (`auth.auth_url`). Lists count as one value, and maps as their parts.
 */
export const origins = (entries: Entries, prefix = ''): Map<string, Origin> => {
  const all = new Map<string, Origin>()
  for (const [key, value] of entries) {
    const path = prefix + key
    if (isMap(value) && value.entries.size > 0)
      for (const [inner, origin] of origins(value.entries, `${path}.`)) all.set(inner, origin)
    else all.set(path, value.origin)
  }
  return all
}
