import type { Clock } from '../../lib/clock.ts'
import type { Random } from '../../lib/random.ts'
import { CloudError, isTransient } from '../../model/cloud-error.ts'
import { nothingWasSent } from './transport-error.ts'

export interface Persistence {
  readonly clock: Clock
  readonly random: Random
  /** How often a request is sent at most; 1 never repeats. */
  readonly attempts: number
  /** The longest wait that the cloud may ask for, in milliseconds. */
  readonly longestWaitMs: number
}

const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])

/** True for methods whose repetition does no more than they do once (RFC 9110, 9.2.2). */
export const isIdempotent = (method: string): boolean => idempotent.has(method)

/**
 * Sends again what may be sent again. What is repeatable after any transient failure; anything else only when the cloud said when to come back, and so
 * did nothing, or cannot have seen it.
 */
const mayRepeat = (repeatable: boolean, error: CloudError): boolean => {
  if (!isTransient(error.code)) return false
  return repeatable || error.retryAfterMs !== undefined || nothingWasSent(error)
}

/** Does the work, and again while `mayRepeat` allows it, waiting as the cloud asked, else 200 ms doubled each time with jitter. */
export const persist = async <Result>(
  { clock, random, attempts, longestWaitMs }: Persistence,
  repeatable: boolean,
  work: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (signal.aborted || !(error instanceof CloudError) || !mayRepeat(repeatable, error) || attempt >= attempts)
        throw error
      const wait = error.retryAfterMs ?? 200 * 2 ** (attempt - 1) * (0.5 + random.next())
      if (wait > longestWaitMs) throw error
      await clock.sleep(wait, signal)
    }
  }
}
