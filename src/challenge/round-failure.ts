import { CloudError, type ErrorCode } from '../model/cloud-error.ts'
import type { Verdict } from './challenge-report.ts'
import type { ShownBy } from './shown-by.ts'

/** Ends a round's phase with what was found wrong, as one sentence without secrets. */
export class RoundFailure extends Error {
  override readonly name = 'RoundFailure'
  readonly verdict: Exclude<Verdict, 'passed'>
  readonly shownBy: ShownBy

  constructor(message: string, verdict: Exclude<Verdict, 'passed'> = 'failed', shownBy: Partial<ShownBy> = {}) {
    super(message)
    this.verdict = verdict
    this.shownBy = { requestIds: [], ids: [], ...shownBy }
  }
}

/** Reasons that leave open whether this cloud could have done it. */
const inconclusive: ReadonlySet<ErrorCode> = new Set([
  'unauthenticated',
  'timeout',
  'unavailable',
  'canceled',
  'rate_limited',
])

/** `broken` for errors that tell nothing of what the cloud can do, else `failed`. */
export const verdictOf = (code: ErrorCode): Exclude<Verdict, 'passed'> => (inconclusive.has(code) ? 'broken' : 'failed')

/** Any error as a round's failure. An error of this program's own breaks the round. */
export const asRoundFailure = (error: unknown): RoundFailure => {
  if (error instanceof RoundFailure) return error
  if (error instanceof CloudError)
    return new RoundFailure(error.message + (error.hint ? `; ${error.hint}` : ''), verdictOf(error.code), {
      requestIds: error.requestId === undefined ? [] : [error.requestId],
    })
  return new RoundFailure(
    `portolan itself failed: ${error instanceof Error ? error.message.split('\n')[0] : 'for an unknown reason'}`,
    'broken',
  )
}
