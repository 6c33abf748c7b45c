/** The part of JSON Schema that our schemas are written in. */
export interface JsonSchema {
  readonly $schema?: string
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly propertyNames?: JsonSchema
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly pattern?: string
}

/** The names of the fields that a mapping at that path may have; none where any name is taken. */
export const fieldNamesIn = (schema: JsonSchema, path: readonly PropertyKey[]): readonly string[] => {
  let below: JsonSchema | undefined = schema
  for (const step of path) below = below && stepInto(below, step)
  return Object.keys((below && withProperties(below)?.properties) ?? {})
}

/** The schema of what lies one step below: a field, any named entry, or a list's item. */
export const stepInto = (schema: JsonSchema, step: PropertyKey): JsonSchema | undefined => {
  for (const branch of schema.anyOf ?? [schema]) {
    const field = branch.properties?.[String(step)]
    if (field) return field
    if (typeof branch.additionalProperties === 'object') return branch.additionalProperties
    if (branch.items && typeof step === 'number') return branch.items
  }
  return undefined
}

/** The branch of a schema that has named fields. */
export const withProperties = (schema: JsonSchema): JsonSchema | undefined =>
  (schema.anyOf ?? [schema]).find((branch) => branch.properties)
