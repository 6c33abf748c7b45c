import assert from 'node:assert/strict'
import { describe, expect, it } from 'vitest'
import { breakers } from '../../cloud/contract/broken/breakers.ts'
import { withConfirmation } from '../../cloud/contract/broken/with-confirmation.ts'
import { withLogIn } from '../../cloud/contract/broken/with-log-in.ts'
import { examination } from '../../cloud/contract/examine.ts'
import { allRules } from '../../cloud/contract/rules.ts'
import type { CloudDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { simulatedHarness } from './simulated-harness.ts'

describe('a rule catches the driver that breaks it', () => {
  for (const [name, rule] of allRules)
    it(name, async () => {
      const harness = simulatedHarness('a broken cloud')
      const opened = await harness.open()
      const { reopen } = opened
      await using whole = withLogIn(withConfirmation(opened.driver))
      const examine = (change: (driver: CloudDriver) => CloudDriver, limitMs: number) =>
        examination(
          {
            ...opened,
            driver: change(whole),
            ...(reopen ? { reopen: async () => change(withLogIn(await reopen())) } : {}),
          },
          { cloud: harness.cloud, limitMs },
        ).examine(rule)

      expect(await examine((driver) => driver, 5_000)).toEqual({ verdict: 'kept' })
      const broken = await examine(breakers[name], 250)
      assert.equal(broken.verdict, 'broken')
      // Anything else would mean that the breaker, not the driver, is broken.
      const { error } = broken
      assert.ok(
        error instanceof assert.AssertionError || (error instanceof CloudError && error.code !== 'internal'),
        String(error),
      )
    })
})
