import type { z } from 'zod'
import { didYouMean } from './did-you-mean.ts'
import type { Mistake } from './mistake.ts'
import type { YamlPath } from './yaml-source.ts'

type Issue = z.core.$ZodIssue
/** The names of the fields that a mapping at that path may have. */
type FieldNames = (path: YamlPath) => readonly string[]

/** What a schema's issue means to the author of a document, with the nearest field's or value's name where one was probably meant. */
export const schemaMistakes = (issues: readonly Issue[], fieldNames: FieldNames): readonly Mistake[] =>
  issues.flatMap((issue) => fromIssue(issue, [], fieldNames))

const fromIssue = (issue: Issue, above: YamlPath, fieldNames: FieldNames): readonly Mistake[] => {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(path, key, fieldNames(path)))
  if (issue.code === 'invalid_key' && issue.path.length > 0)
    return [
      {
        path,
        atKey: true,
        summary: `${String(issue.path.at(-1))} is no name here: ${issue.issues[0]?.message ?? 'it is malformed'}`,
      },
    ]
  if (issue.code === 'invalid_union') return fromUnion(issue, path, fieldNames)
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String)
    const meant = typeof issue.input === 'string' ? didYouMean(issue.input, values) : undefined
    return [
      {
        path,
        summary: `${shown(issue.input)} is not one of ${values.join(', ')}`,
        ...(meant === undefined ? {} : { hint: `did you mean ${meant}?` }),
      },
    ]
  }
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return [{ path, summary: `${String(path.at(-1) ?? 'the workload')} is missing` }]
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input'))
    return [{ path, summary: `expected ${typeNames[issue.expected] ?? issue.expected}, not ${kindOf(issue.input)}` }]
  return [{ path, summary: lowerFirst(issue.message) }]
}

/** Of the branches, the one whose type fits what was written; when none fits, the union's own words. */
const fromUnion = (
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: YamlPath,
  fieldNames: FieldNames,
): readonly Mistake[] => {
  const fitting = issue.errors.find((branch) =>
    branch.every((inner) => !(inner.path.length === 0 && inner.code === 'invalid_type')),
  )
  if (fitting && fitting.length > 0) return fitting.flatMap((inner) => fromIssue(inner, path, fieldNames))
  const expected = issue.errors.flatMap((branch) =>
    branch.flatMap((inner) => (inner.code === 'invalid_type' ? [typeNames[inner.expected] ?? inner.expected] : [])),
  )
  const summary = issue.message.startsWith('Invalid input')
    ? `expected ${[...new Set(expected)].join(' or ')}, not ${kindOf(issue.input)}`
    : lowerFirst(issue.message)
  return [{ path, summary }]
}

const unknownField = (path: YamlPath, key: string, known: readonly string[]): Mistake => {
  const meant = didYouMean(key, known)
  return {
    path: [...path, key],
    atKey: true,
    summary: `there is no field ${key}${path.length > 0 ? ` in ${path.map(String).join('.')}` : ''}`,
    hint: meant === undefined ? `fields are ${known.join(', ')}` : `did you mean ${meant}?`,
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
}

const kindOf = (value: unknown): string => {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  return shown(value)
}

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
