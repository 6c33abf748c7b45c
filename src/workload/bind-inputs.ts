import { didYouMean } from '../lib/did-you-mean.ts'
import { entries, member } from './component-texts.ts'

export interface InputProblem {
  /** The input's name, when the file has it. */
  readonly name?: string
  readonly summary: string
  readonly hint?: string
}

/** The values of a workload's inputs: those given, else their defaults; and what is wrong with what was given. */
export const bindInputs = (
  declared: unknown,
  given: Readonly<Record<string, string>>,
): { readonly values: Readonly<Record<string, string>>; readonly problems: readonly InputProblem[] } => {
  const values: Record<string, string> = {}
  const problems: InputProblem[] = []
  const known = entries(declared).map(([name]) => name)
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    const meant = didYouMean(name, known)
    problems.push({
      summary: `the workload has no input ${name}`,
      hint: meant === undefined ? `its inputs are ${known.join(', ') || 'none'}` : `did you mean ${meant}?`,
    })
  }
  for (const [name, input] of entries(declared)) {
    const value = Object.hasOwn(given, name) ? given[name] : member(input, 'default')
    const allowed = member(input, 'one_of')
    if (value === undefined)
      problems.push({ name, summary: `the input ${name} has no value`, hint: `give --input ${name}=VALUE` })
    else if (!fits(value, member(input, 'type')))
      problems.push({
        name,
        summary: `the input ${name} must be a ${String(member(input, 'type'))}, not ${JSON.stringify(value)}`,
      })
    else if (Array.isArray(allowed) && !allowed.map(String).includes(String(value)))
      problems.push({
        name,
        summary: `the input ${name} must be one of ${allowed.join(', ')}, not ${JSON.stringify(value)}`,
      })
    else values[name] = String(value)
  }
  return { values, problems }
}

const fits = (value: unknown, type: unknown): boolean => {
  if (type === 'number') return String(value).trim() !== '' && Number.isFinite(Number(value))
  if (type === 'boolean') return ['true', 'false'].includes(String(value))
  return true
}
