import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Examination, examination } from './examine.ts'
import type { Harness, Opened } from './harness.ts'
import { allRules } from './rules.ts'

/** A driver's whole test: one test a rule. Rules that the cloud has nothing for are shown as skipped, with the reason. */
export const describeContract = (harness: Harness): void => {
  describe(`the contract, kept by ${harness.cloud}`, () => {
    let opened: Opened | undefined
    let examined: Examination | undefined
    beforeAll(async () => {
      opened = await harness.open()
      examined = examination(opened, harness)
    })
    afterAll(async () => {
      await opened?.driver[Symbol.asyncDispose]()
    })

    for (const [name, rule] of allRules) {
      const reason = harness.skip?.[name]
      if (reason !== undefined) it.skip(`${name} (skipped: ${reason})`, () => {})
      else
        it(name, { timeout: 2 * (harness.limitMs ?? 15_000) + 5_000 }, async ({ skip }) => {
          const verdict = await examined?.examine(rule)
          if (verdict?.verdict === 'absent') return skip(`absent: ${verdict.reason}`)
          if (verdict?.verdict === 'broken') throw verdict.error
          expect(verdict).toEqual({ verdict: 'kept' })
        })
    }
  })
}
