import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'
import { CloudError, isAmbiguous, isTransient } from '../model/cloud-error.ts'
import type { CloudDriver } from './driver.ts'
import { canceled, pause } from './pause.ts'

/** The error as this project's own, named by the driver that it came from. */
export const asCloudError = (driver: Pick<CloudDriver, 'classify'>, error: unknown): CloudError => {
  if (error instanceof CloudError) return error
  const { code, message, ...details } = driver.classify(error)
  return new CloudError(code, message, { ...details, cause: error })
}

export interface Steadiness {
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
  /** False when doing it twice differs from doing it once: it is then repeated only after answers that say that nothing was done. */
  readonly repeatable: boolean
  /** How often at most; 5 when absent. */
  readonly attempts?: number
  /** The longest wait that the cloud may ask for, in milliseconds; 60,000 when absent. A longer one ends the tries. */
  readonly longestWaitMs?: number
}

/**
 * Does the work and, when the cloud says "not now", does it again: after the time that the cloud named, else after 200 ms doubled each time with
 * jitter. Throws the last attempt's `CloudError`. Work that is not repeatable is tried again after `rate_limited` alone, since after any other
 * error it may have been done.
 */
export const steadily = async <Result>(
  driver: Pick<CloudDriver, 'classify'>,
  work: () => Promise<Result>,
  { clock, random, signal, repeatable, attempts = 5, longestWaitMs = 60_000 }: Steadiness,
): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    if (signal.aborted) throw canceled(signal.reason)
    try {
      return await work()
    } catch (thrown) {
      if (signal.aborted) throw canceled(thrown)
      const error = asCloudError(driver, thrown)
      const worthIt = isTransient(error.code) && (repeatable || !isAmbiguous(error.code))
      if (!worthIt || attempt >= attempts) throw error
      const wait = error.retryAfterMs ?? 200 * 2 ** (attempt - 1) * (0.5 + random.next())
      if (wait > longestWaitMs) throw error
      await pause(clock, wait, signal)
    }
  }
}
