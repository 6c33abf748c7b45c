import { expect, test } from 'vitest'
import { embeddedProfiles } from '../../src/embedded/embedded-profiles.ts'
import { challengeOn, shippedWorkloads } from './challenge-on.ts'

const runs = 20

test(`${runs} challenges of all good clouds, by turns with one workload and the other, raise no false alarm`, async () => {
  const workloads = await shippedWorkloads()
  for (let run = 0; run < runs; run += 1) {
    const turn = workloads.filter((_, index) => index === run % workloads.length)
    const { rounds, summary } = await challengeOn({ profiles: embeddedProfiles, workloads: turn })
    const alarms = rounds.flatMap(({ cloud, workload, cause }) =>
      cause === undefined ? [] : [`run ${run + 1}, ${workload} on ${cloud}: ${cause}`],
    )
    expect(alarms).toEqual([])
    expect(summary.passed).toBe(embeddedProfiles.length)
    // A promise that nobody could look into is not one that was kept.
    for (const { promises = [], cloud } of rounds)
      expect(promises.filter(({ result }) => result === 'kept').length, cloud).toBeGreaterThanOrEqual(8)
  }
}, 900_000)
