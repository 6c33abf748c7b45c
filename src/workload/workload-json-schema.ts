import { z } from 'zod'
import { workloadSchema } from './document.ts'

/** The part of JSON Schema that the workload's schema is written in. */
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

/** The JSON Schema (draft 2020-12) of a workload file, for editors: from the very schema that reads it. */
export const workloadJsonSchema = (): JsonSchema => z.toJSONSchema(workloadSchema, { io: 'input' }) as JsonSchema

/** The names of the fields that a mapping at that path may have; none where any name is taken. */
export const fieldNames = (path: readonly PropertyKey[]): readonly string[] => {
  let schema: JsonSchema | undefined = workloadJsonSchema()
  for (const step of path) schema = schema && stepInto(schema, step)
  return Object.keys((schema && withProperties(schema)?.properties) ?? {})
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
