import type { Microversion } from '../../src/wire/openstack/microversion.ts'
import type { Description, Schema } from './description.ts'
import { holdsAt } from './microversion-extent.ts'

export interface Point {
  readonly microversion: Microversion
  /** The one key of an action's body. */
  readonly action?: string
}

/**
 * A description's schema as it is at one microversion, for one action: references followed, alternatives and properties that do not hold there left out.
 * Undefined when none of the alternatives holds there.
 */
export const schemaAt = (description: Description, schema: Schema, point: Point): Schema | undefined => {
  const followed = follow(description, schema)
  if (!holds(followed, point)) return undefined
  const alternatives = alternativesOf(description, followed)
  if (!alternatives) return everywhere(description, followed, point)
  const holding = alternatives.flatMap((alternative): readonly Schema[] => {
    const here = schemaAt(description, alternative, point)
    return here ? [here] : []
  })
  return holding.length < 2 ? holding[0] : { anyOf: holding }
}

const follow = (description: Description, schema: Schema): Schema => {
  if (schema.$ref === undefined) return schema
  const { $ref, ...beside } = schema
  const name = $ref.slice($ref.lastIndexOf('/') + 1)
  const found = description.components.schemas[name]
  if (!found) throw new RangeError(`the description has no schema ${name}`)
  return follow(description, { ...found, ...beside })
}

const holds = (schema: Schema, { microversion, action }: Point): boolean => {
  const extent = schema['x-openstack']
  if (!holdsAt(extent, microversion)) return false
  return extent?.['action-name'] === undefined || extent['action-name'] === action
}

/** The alternatives between which microversions and actions decide; undefined for a `oneOf` that is one of JSON Schema's own. */
const alternativesOf = (description: Description, schema: Schema): readonly Schema[] | undefined => {
  const { oneOf } = schema
  if (!Array.isArray(oneOf)) return undefined
  const alternatives: readonly Schema[] = oneOf
  if (schema['x-openstack']?.discriminator) return alternatives
  const told = alternatives.some(
    (each) => each.$ref !== undefined && follow(description, each)['x-openstack'] !== undefined,
  )
  return told || alternatives.every((each) => each.$ref !== undefined) ? alternatives : undefined
}

/** The same at every depth. */
const everywhere = (description: Description, schema: Schema, point: Point): Schema => {
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside)
    if (typeof value !== 'object' || value === null) return value
    return schemaAt(description, value as Schema, point) ?? false
  }
  const { 'x-openstack': _, example: __, default: ___, ...keywords } = schema
  const result: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(keywords))
    result[keyword] = literal.has(keyword) ? value : byName.has(keyword) ? undefined : inside(value)
  for (const keyword of byName) {
    const named = keywords[keyword] as Readonly<Record<string, Schema>> | undefined
    if (!named) continue
    const holding = Object.entries(named).filter(([, each]) => typeof each !== 'object' || holds(each, point))
    result[keyword] = Object.fromEntries(holding.map(([name, each]) => [name, inside(each)]))
  }
  if (Array.isArray(keywords.required)) {
    const properties = (keywords.properties ?? {}) as Readonly<Record<string, Schema>>
    result.required = keywords.required.filter((name: string) => !properties[name] || holds(properties[name], point))
  }
  return result
}

/** Keywords whose value is data. */
const literal: ReadonlySet<string> = new Set(['enum', 'const', 'required', 'type'])

/** Keywords whose value has schemas under names that are the document's own. */
const byName: ReadonlySet<string> = new Set(['properties', 'patternProperties'])
