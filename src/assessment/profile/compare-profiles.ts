import { isDeepStrictEqual } from 'node:util'
import type { EmbeddedProfile } from '../../embedded/embedded-profile.ts'

/** One thing that two clouds' profiles do not say alike. */
export interface ProfileDifference {
  /** `front.maxMicroversions.compute`, or with a name in a list: `cloud.flavors[m1.small]`. */
  readonly key: string
  /** Absent where that side has none. */
  readonly here?: unknown
  readonly there?: unknown
}

/** What differs between two clouds that were measured alike. The order of lists says nothing; named things are compared one by one. */
export const compareProfiles = (
  here: Pick<EmbeddedProfile, 'cloud' | 'front' | 'tls'>,
  there: Pick<EmbeddedProfile, 'cloud' | 'front' | 'tls'>,
): readonly ProfileDifference[] =>
  (['cloud', 'front', 'tls'] as const).flatMap((part) => differences(part, here[part], there[part]))

const differences = (key: string, here: unknown, there: unknown): readonly ProfileDifference[] => {
  if (isDeepStrictEqual(here, there)) return []
  const [ours, theirs] = [inside(here), inside(there)]
  if (!ours || !theirs)
    return [{ key, ...(here === undefined ? {} : { here }), ...(there === undefined ? {} : { there }) }]
  const list = Array.isArray(here)
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((name) =>
    differences(list ? `${key}[${name}]` : `${key}.${name}`, ours.get(name), theirs.get(name)),
  )
}

/** The parts of a map by key, those of a list by name or, where they have none, by themselves. */
const inside = (value: unknown): ReadonlyMap<string, unknown> | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  return new Map(value.map((item: unknown) => [nameOf(item), item]))
}

const nameOf = (item: unknown): string =>
  typeof item === 'object' && item !== null && 'name' in item && !('path' in item) ? String(item.name) : text(item)

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
