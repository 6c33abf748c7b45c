import type { Clock } from '../lib/clock.ts'
import { CloudError } from '../model/cloud-error.ts'

/** The error of a call whose signal was aborted. */
export const canceled = (cause: unknown): CloudError =>
  new CloudError('canceled', 'stopped before the cloud had answered', { cause })

/** Sleeps for that many milliseconds; throws a `canceled` error when the signal aborts before they are over. */
export const pause = async (clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> => {
  try {
    await clock.sleep(milliseconds, signal)
  } catch (reason) {
    throw canceled(reason)
  }
}
