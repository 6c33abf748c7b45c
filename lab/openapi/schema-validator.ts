import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Schema } from './description.ts'
import { formats } from './formats.ts'

/** How a value differs from a schema: where, and by which keyword. */
export interface Difference {
  /** A JSON pointer whose indices are `*`. */
  readonly at: string
  readonly keyword: string
  readonly message: string
  /** What stands there: `null`, `""` for an empty text, else the sort of value. */
  readonly found: string
}

/** Tells how a value differs from the schema; nothing when it fits. */
export type Compare = (value: unknown) => readonly Difference[]

/** Compiles schemas as OpenAPI 3.1 reads them. Throws for a pattern or a format that it cannot check. */
export const schemaCompiler = (): ((schema: Schema) => Compare) => {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    inlineRefs: false,
    validateFormats: true,
    formats: { ...formats },
    code: { regExp: Object.assign(pythonPattern, { code: 'pythonPattern' }) },
    logger: { log: refuse, warn: refuse, error: refuse },
  })
  return (schema) => {
    const validate: ValidateFunction = ajv.compile(schema)
    return (value) => (validate(value) ? [] : nearest(validate.errors ?? []).map(differenceOf))
  }
}

/** The patterns are Python's: what JavaScript's stricter mode refuses as an escape stands for itself. */
const pythonPattern = (pattern: string): RegExp => {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return new RegExp(
      pattern.replaceAll(/\\([ ~@_:#-])/g, (_, sign: string) => (sign === '-' ? '\\-' : sign)),
      'u',
    )
  }
}

const refuse = (...words: readonly unknown[]): never => {
  throw new RangeError(`a schema cannot be checked: ${words.map(String).join(' ')}`)
}

/** Of alternatives of which none fits, what keeps the value from the nearest. */
const nearest = (errors: readonly ErrorObject[]): readonly ErrorObject[] => {
  const chosen = errors.find(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf')
  if (!chosen) return errors
  const prefix = `${chosen.schemaPath}/`
  const branches = new Map<string, ErrorObject[]>()
  const others: ErrorObject[] = []
  for (const error of errors) {
    if (error === chosen) continue
    if (!error.schemaPath.startsWith(prefix)) others.push(error)
    else {
      const branch = error.schemaPath.slice(prefix.length).split('/')[0] ?? ''
      branches.set(branch, [...(branches.get(branch) ?? []), error])
    }
  }
  const [shortest] = [...branches.values()].sort((one, other) => one.length - other.length)
  return [...nearest(shortest ?? [{ ...chosen, keyword: `${chosen.keyword} of several` }]), ...nearest(others)]
}

const differenceOf = ({ instancePath, keyword, message = '', params, data }: ErrorObject): Difference => {
  const detail = params.additionalProperty ?? params.missingProperty
  return {
    at: `${instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*')}${detail === undefined ? '' : `/${detail}`}`,
    keyword,
    message: keyword === 'enum' ? `${message}: ${JSON.stringify(params.allowedValues)}` : message,
    found: sortOf(data),
  }
}

const sortOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (value === '') return '""'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'object' && Object.keys(value).length === 0 ? '{}' : typeof value
}
