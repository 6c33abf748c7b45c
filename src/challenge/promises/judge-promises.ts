import type { Call } from '../../cloud/call.ts'
import type { Cloud } from '../../cloud/cloud.ts'
import type { ResourceRecord } from '../../journal/journal.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Exchange } from '../../openstack/http/exchange.ts'
import type { Reach } from '../../workload/reach.ts'
import type { CloudPromise, Evidence, PromiseBreach } from './cloud-promise.ts'
import { cloudPromises } from './cloud-promises.ts'
import { lookAt } from './deployed.ts'

export interface JudgePromises {
  readonly cloud: Cloud
  /** What the deployment made, as its journal has it. */
  readonly records: readonly ResourceRecord[]
  /** What was said to the cloud from now on; absent where nobody listens. */
  readonly exchanges: (() => readonly Exchange[]) | undefined
  readonly reach: Reach
  readonly clock: Clock
  readonly call: Call
}

/** A promise and how it was found to be. */
export interface Judgement {
  readonly promise: string
  readonly breaches: readonly PromiseBreach[]
  /** Why nothing could be told; then there are no breaches, and the promise is not known to be kept. */
  readonly unknown?: string
}

/** How long a breach must stand to be one: clouds show some things a moment late, and other rounds come and go. */
const patienceMs = 2000

/**
 * Looks into every promise, without making or changing anything. A breach counts only when it is there at every look until the cloud's consistency
 * window is over.
 */
export const judgePromises = async (options: JudgePromises): Promise<readonly Judgement[]> => {
  const { clock, cloud, call } = options
  let judgements = await look(options, cloudPromises)
  const until = clock.now() + patienceMs + cloud.traits.consistencyWindowMs
  while (judgements.some(({ breaches }) => breaches.length > 0) && clock.now() < until) {
    await clock.sleep(Math.max(250, cloud.traits.pollIntervalMs), call.signal)
    const again = await look(options, cloudPromises)
    judgements = judgements.map((judgement, index) => ({
      ...judgement,
      breaches: judgement.breaches.filter(({ sentence }) =>
        again[index]?.breaches.some((breach) => breach.sentence === sentence),
      ),
    }))
  }
  return judgements
}

const look = async (
  { cloud, records, exchanges, reach, call }: JudgePromises,
  promises: readonly CloudPromise[],
): Promise<readonly Judgement[]> => {
  const deployed = await lookAt(cloud, records, call)
  const evidence: Evidence = { deployed, reach, call, ...(exchanges ? { exchanges: exchanges() } : {}) }
  return Promise.all(
    promises.map(async (each) => {
      const unknown = each.unknown(evidence)
      return unknown === undefined
        ? { promise: each.promise, breaches: await each.breaches(evidence) }
        : { promise: each.promise, breaches: [], unknown }
    }),
  )
}
