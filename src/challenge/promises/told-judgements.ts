import type { KeptPromise } from '../challenge-report.ts'
import { RoundFailure } from '../round-failure.ts'
import type { Judgement } from './judge-promises.ts'

/** Judgements as reports have them. */
export const keptPromises = (judgements: readonly Judgement[]): KeptPromise[] =>
  judgements.map(({ promise, breaches, unknown }) => ({
    promise,
    result: unknown !== undefined ? 'unknown' : breaches.length > 0 ? 'broken' : 'kept',
    details: unknown !== undefined ? [unknown] : breaches.map(({ sentence }) => sentence),
  }))

/** The failure that the first broken promise among them is; `undefined` when none is broken. */
export const brokenPromise = (judgements: readonly Judgement[]): RoundFailure | undefined => {
  const first = judgements.find(({ breaches }) => breaches.length > 0)
  const [breach, ...others] = first?.breaches ?? []
  if (!first || !breach) return undefined
  const more = others.length === 0 ? '' : `, and ${others.length} more like it`
  return new RoundFailure(`promise broken: ${first.promise}: ${breach.sentence}${more}`, 'failed', {
    ids: breach.shownBy === '' ? [] : [breach.shownBy],
  })
}

/** One sentence about promises of which none is broken: how many are kept, and why of others nothing is known. */
export const keptSentence = (judgements: readonly Judgement[]): string => {
  const unknown = judgements.flatMap((each) =>
    each.unknown === undefined ? [] : [`${each.promise} (${each.unknown})`],
  )
  const kept = judgements.length - unknown.length
  return unknown.length === 0 ? `${kept} kept` : `${kept} kept; not told here: ${unknown.join('; ')}`
}
