import type { Clock } from '../lib/clock.ts'
import { CloudError } from '../model/cloud-error.ts'

/** Gives the work a signal that also aborts when its time is over; then throws `timeout` with that message. No timer outlives the work. */
export const withDeadline = async <Result>(
  {
    clock,
    signal,
    milliseconds,
  }: { readonly clock: Clock; readonly signal: AbortSignal; readonly milliseconds: number },
  message: string,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const over = new AbortController()
  const finished = new AbortController()
  let late = false
  const timer = clock.sleep(milliseconds, finished.signal).then(
    () => {
      late = true
      over.abort()
    },
    () => {},
  )
  try {
    return await work(AbortSignal.any([signal, over.signal]))
  } catch (error) {
    if (late && !signal.aborted) throw new CloudError('timeout', message, { cause: error })
    throw error
  } finally {
    finished.abort()
    await timer
  }
}
