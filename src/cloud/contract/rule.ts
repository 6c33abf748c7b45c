import type { Need, Subject } from './subject.ts'

/** What every driver keeps: an examination that throws when the cloud does not keep it, and what the examination needs the cloud to have. */
export interface Rule {
  readonly needs: readonly Need[]
  check(subject: Subject): Promise<void>
}

/** Rules by the sentences that they prove. */
export type Rules = { readonly [sentence: string]: Rule }

/** A rule whose check may take for granted what it needs. */
export const rule = <const Needs extends readonly Need[]>(
  needs: Needs,
  check: (subject: Subject<Needs[number]>) => Promise<void>,
): Rule => ({
  needs,
  check: (subject) => check(subject as unknown as Subject<Needs[number]>),
})

/** What of the rule's needs this subject lacks, in words; `undefined` when nothing. */
export const lackOf = ({ needs }: Rule, subject: Subject): string | undefined => {
  const missing: Need | undefined = needs.find((need) => !has(subject, need))
  if (missing === undefined) return undefined
  if (missing === 'requests') return 'the harness does not count requests'
  if (missing === 'pageSize') return 'the harness does not tell the size of a page'
  if (missing === 'reopen') return 'the harness cannot open the cloud again'
  if (missing.startsWith('samples.')) return `the harness names no ${missing.slice('samples.'.length)}`
  return missing.startsWith('traits.')
    ? `the cloud has not the trait ${missing.slice('traits.'.length)}`
    : `the cloud has no ${missing}`
}

const has = (subject: Subject, need: Need): boolean => {
  const ofTheHarness = /^(requests|pageSize|reopen|samples[.].*)$/.test(need)
  let value: unknown = ofTheHarness ? subject : subject.driver
  for (const name of need.split('.')) value = (value as Readonly<Record<string, unknown>> | undefined)?.[name]
  return value !== undefined
}
