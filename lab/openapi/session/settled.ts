import { setTimeout as sleep } from 'node:timers/promises'
import type { Ask } from './judged-front.ts'

/** Looks again until it is so, for ten seconds. */
export const settled = async (look: () => Promise<boolean>): Promise<void> => {
  for (let looks = 0; looks < 1000; looks += 1) {
    if (await look()) return
    await sleep(10)
  }
  throw new Error('never so')
}

/** Resolves once nothing is found there any more. */
export const gone = (ask: Ask, path: string): Promise<void> =>
  settled(() =>
    ask(`GET ${path}`).then(
      () => false,
      () => true,
    ),
  )
