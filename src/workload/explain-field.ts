import { didYouMean } from '../lib/did-you-mean.ts'
import { type JsonSchema, stepInto, withProperties } from '../lib/json-schema.ts'
import { workloadJsonSchema } from './workload-json-schema.ts'

/** What is known of one field of the workload file. */
export interface FieldExplanation {
  /** From the top: `workload.components.<name>.image`. */
  readonly path: string
  /** For people: `text`, `mapping of <name> to object`, `list of text`, `one of x86_64, aarch64`. */
  readonly type: string
  readonly required: boolean
  readonly description: string
  /** As JSON; absent when there is no default. */
  readonly default?: string
  /** The fields below, without theirs. */
  readonly fields: readonly FieldExplanation[]
}

export type Explained =
  | { readonly found: true; readonly field: FieldExplanation }
  /** `at` is the longest part of the path that exists; `known` are the fields there. */
  | { readonly found: false; readonly at: string; readonly known: readonly string[]; readonly meant?: string }

/**
 * Explains `workload`, `workload.components`, `workload.components.image` … Names that the author chooses (a component's, a volume's) may be left
 * out, or written as anything.
 */
export const explainField = (path: string): Explained => {
  const steps = path.split('.').filter((step) => step !== '' && step !== 'workload')
  let schema = workloadJsonSchema()
  let at = 'workload'
  let required = true
  for (const step of steps) {
    let next = fieldOf(schema, step)
    if (!next && mappingOf(schema)) {
      const named = mappingOf(schema) as JsonSchema
      at = `${at}.<name>`
      schema = named
      next = fieldOf(named, step)
      if (!next && !didYouMean(step, Object.keys(withProperties(named)?.properties ?? {}))) continue
    }
    if (!next) {
      const known = Object.keys(withProperties(schema)?.properties ?? {})
      const meant = didYouMean(step, known)
      return { found: false, at, known, ...(meant === undefined ? {} : { meant }) }
    }
    required = withProperties(schema)?.required?.includes(step) ?? false
    at = `${at}.${step}`
    schema = next
  }
  return { found: true, field: explanation(schema, at, required, true) }
}

const fieldOf = (schema: JsonSchema, step: string): JsonSchema | undefined => {
  const withFields = withProperties(schema.items ?? schema)
  return withFields?.properties && Object.hasOwn(withFields.properties, step) ? stepInto(withFields, step) : undefined
}

const mappingOf = (schema: JsonSchema): JsonSchema | undefined => {
  const mapping = (schema.anyOf ?? [schema]).find((branch) => typeof branch.additionalProperties === 'object')
  return mapping?.additionalProperties as JsonSchema | undefined
}

const explanation = (schema: JsonSchema, path: string, required: boolean, deep: boolean): FieldExplanation => {
  const mapping = mappingOf(schema)
  const below = withProperties(schema.items ?? mapping ?? schema)
  const prefix = mapping ? `${path}.<name>` : path
  return {
    path,
    type: typeOf(schema),
    required,
    // A mapping is described where it stands, and what its entries are where they are defined.
    description: [schema.description, (mapping ?? schema.items)?.description].filter((text) => text).join(' '),
    ...(schema.default === undefined ? {} : { default: JSON.stringify(schema.default) }),
    fields: deep
      ? Object.entries(below?.properties ?? {}).map(([name, field]) =>
          explanation(field, `${prefix}.${name}`, below?.required?.includes(name) ?? false, false),
        )
      : [],
  }
}

const typeOf = (schema: JsonSchema): string => {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ')
  if (schema.enum) return `one of ${schema.enum.join(', ')}`
  const mapping = mappingOf(schema)
  if (mapping) return `mapping of <name> to ${typeOf(mapping)}`
  if (schema.items) return `list of ${typeOf(schema.items)}`
  return [schema.type ?? 'object']
    .flat()
    .map((type) => typeWords[type] ?? 'object')
    .join(' or ')
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
}
