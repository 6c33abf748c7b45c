import { onAbort } from '../../lib/on-abort.ts'

/** The work's result, or the signal's reason as soon as it aborts; the work itself goes on for those who share it. */
export const orAborted = <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> =>
  new Promise((resolve, reject) => {
    const release = onAbort(signal, () => reject(signal.reason))
    work.then(resolve, reject).finally(release)
  })
