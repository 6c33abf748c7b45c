import { countingLists } from '../../cloud/contract/counting-lists.ts'
import type { Harness } from '../../cloud/contract/harness.ts'
import { samplesOf } from '../../cloud/contract/samples-of.ts'
import { systemClock } from '../../lib/clock.ts'
import { seededRandom } from '../../lib/random.ts'
import { openSimulatedDriver } from './open-simulated-driver.ts'
import type { SimulatedOptions } from './simulated-options.ts'

/** A simulated cloud with those options, opened for the contract's rules. */
export const simulatedHarness = (cloud: string, options: SimulatedOptions = {}): Harness => ({
  cloud,
  open: async () => {
    const random = seededRandom(1)
    const { driver, requests } = countingLists(
      openSimulatedDriver(
        { pollIntervalMs: 5, quotas: { securityGroups: 8 }, ...options },
        { clock: systemClock, random },
      ),
    )
    return {
      driver,
      requests,
      pageSize: 1,
      // All that a simulated cloud knows is in the cloud: its driver has no memory to lose.
      reopen: async () => ({ ...driver, [Symbol.asyncDispose]: async () => {} }),
      clock: systemClock,
      random,
      samples: await samplesOf(driver, '198.19.0.0/16'),
    }
  },
})
