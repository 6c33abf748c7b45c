import fc from 'fast-check'

/** A body that was valid until one thing in it was changed. */
export interface Mutation {
  /** What was changed and how: `/server/name is null`, `/server/flavorRef is gone`. */
  readonly change: string
  readonly body: unknown
}

/** Bodies that differ from a valid one in one place: another type, gone, one more property, too long, out of range, or any JSON at all. */
export const mutationsOf = (valid: unknown): fc.Arbitrary<Mutation> =>
  fc.constantFrom(...placesIn(valid)).chain((place) => fc.oneof(...changesAt(valid, place)))

type Place = readonly (string | number)[]

const placesIn = (value: unknown, place: Place = []): readonly Place[] => {
  if (typeof value !== 'object' || value === null) return [place]
  const inside = Object.entries(value).flatMap(([key, each]) =>
    placesIn(each, [...place, Array.isArray(value) ? Number(key) : key]),
  )
  return [place, ...inside]
}

const changesAt = (valid: unknown, place: Place): readonly fc.Arbitrary<Mutation>[] => {
  const at = `/${place.join('/')}`
  const here = valueAt(valid, place)
  const replaced = (value: unknown): Mutation => ({
    change: `${at} is ${brief(value)}`,
    body: withValue(valid, place, value),
  })
  const otherTypes = [null, true, 7, 1.5, 'text', '', [], [1], {}, { unexpected: 1 }]
  return [
    fc.constantFrom(...otherTypes).map(replaced),
    fc.jsonValue({ maxDepth: 1 }).map(replaced),
    ...(place.length > 0 ? [fc.constant({ change: `${at} is gone`, body: withoutPlace(valid, place) })] : []),
    ...(typeof here === 'string'
      ? [fc.constantFrom(...wrongTexts).map(replaced), fc.string({ maxLength: 40 }).map(replaced)]
      : []),
    ...(typeof here === 'number' ? [fc.constantFrom(-2, -1, 0, 2 ** 31, 2 ** 53, 0.5).map(replaced)] : []),
    ...(typeof here === 'object' && here !== null && !Array.isArray(here)
      ? [fc.constant({ change: `${at} has one more`, body: withValue(valid, place, { ...here, unexpected: 'more' }) })]
      : []),
  ]
}

const wrongTexts = [
  'a'.repeat(256),
  'a'.repeat(1025),
  'x'.repeat(65_536),
  ' ',
  ' leading',
  '\u0000',
  'not/valid, is it?',
  '☃',
  '-1',
  '999999999999',
]

const valueAt = (value: unknown, place: Place): unknown =>
  place.reduce<unknown>((inside, key) => (inside as Readonly<Record<string | number, unknown>>)[key], value)

const withValue = (value: unknown, [key, ...rest]: Place, replacement: unknown): unknown => {
  if (key === undefined) return replacement
  const inside = withValue((value as Readonly<Record<string | number, unknown>>)[key], rest, replacement)
  return Array.isArray(value) ? value.with(Number(key), inside) : { ...(value as object), [key]: inside }
}

const withoutPlace = (value: unknown, place: Place): unknown => {
  const last = place.at(-1)
  const above = valueAt(value, place.slice(0, -1))
  const without = Array.isArray(above)
    ? above.filter((_, index) => index !== last)
    : Object.fromEntries(Object.entries(above as object).filter(([key]) => key !== last))
  return withValue(value, place.slice(0, -1), without)
}

const brief = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 20)}… of ${text.length}` : text
}
