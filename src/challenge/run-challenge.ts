import pLimit from 'p-limit'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../lib/clock.ts'
import { newUuid, type Random } from '../lib/random.ts'
import type { Reach } from '../workload/reach.ts'
import type { SecretSource } from '../workload/secret-source.ts'
import { workloadHash } from '../workload/workload-hash.ts'
import type { ChallengeCloud, ChallengeWorkload } from './challenge-cloud.ts'
import type { Machine } from './challenge-environment.ts'
import type { ChallengeEvent, ChallengeNews } from './challenge-event.ts'
import { type ChallengeReport, challengeReport, type Round } from './challenge-report.ts'
import { findEvidence } from './exchange-evidence.ts'
import { takeInventory } from './inventory.ts'
import { asRoundFailure } from './round-failure.ts'
import { roundPhases } from './round-phases.ts'
import { runRound } from './run-round.ts'

export interface ChallengeOptions {
  readonly workloads: readonly ChallengeWorkload[]
  readonly clouds: readonly ChallengeCloud[]
  /** The most rounds at once on one cloud; all of them when absent. */
  readonly roundsPerCloud?: number
  /** The most resources that one round works on at once. */
  readonly parallelism?: number
  /** How long one resource or one probe may take at most, in milliseconds; 20 minutes, and what the workload says, when absent. */
  readonly patienceMs?: number
  readonly journal: Journal
  readonly secrets: SecretSource
  /** How probes of real guests leave this machine. */
  readonly reach: Reach
  readonly clock: Clock
  readonly random: Random
  /** Aborting it lets every round take down at once what it has made. */
  readonly drain: AbortSignal
  /** Aborting it ends everything where it stands; the journal knows what is left. */
  readonly stop: AbortSignal
  readonly onEvent?: (event: ChallengeEvent) => void
  /** What runs it, for the report. */
  readonly machine?: Machine
}

/**
 * Runs every workload on every cloud, all clouds at the same time. Never throws: what goes wrong is in the report, each round answering for itself. A
 * round that has made something takes it down again, whatever happened to it.
 */
export const runChallenge = async (options: ChallengeOptions): Promise<ChallengeReport> => {
  const { workloads, clouds, clock, onEvent = () => {} } = options
  const startedAt = clock.now()
  const tell = (news: ChallengeNews) => onEvent({ at: new Date(clock.now()).toISOString(), ...news } as ChallengeEvent)
  tell({
    type: 'challenge.started',
    rounds: clouds.flatMap((cloud) => workloads.map((workload) => ({ workload: workload.name, cloud: cloud.name }))),
  })
  const rounds = (await Promise.all(clouds.map((cloud) => roundsOn(cloud, options, tell)))).flat()
  const endedAt = clock.now()
  const report = challengeReport(rounds, endedAt - startedAt, {
    ...options.machine,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    workloads: workloads.map(({ name, workload }) => ({
      name,
      hash: workloadHash(workload),
      ...(workload.document.description === undefined ? {} : { description: workload.document.description }),
    })),
  })
  tell({ type: 'challenge.finished', report })
  return report
}

const roundsOn = async (
  entry: ChallengeCloud,
  options: ChallengeOptions,
  tell: (news: ChallengeNews) => void,
): Promise<readonly Round[]> => {
  const { workloads, roundsPerCloud = workloads.length, clock, random, stop } = options
  const finish = (round: Round): Round => {
    tell({ type: 'round.finished', workload: round.workload, cloud: round.cloud, round })
    return round
  }
  const startedAt = clock.now()
  try {
    await using entered = await entry.enter()
    const { cloud, writtenSettings } = entered
    const call = { signal: stop }
    const before = entry.exclusive
      ? { inventory: await takeInventory(cloud, call), quotas: (await cloud.quotas?.get(call)) ?? {} }
      : undefined
    const limit = pLimit(Math.max(1, roundsPerCloud))
    const deployments = new Map(workloads.map(({ name }) => [name, deploymentName(name, random)]))
    let unfinished = workloads.length
    return await Promise.all(
      workloads.map(({ name, workload }) =>
        limit(async () => {
          const round = await runRound({
            ...options,
            workload,
            workloadName: name,
            cloud,
            cloudName: entry.name,
            ...(entry.exchanges ? { exchanges: entry.exchanges } : {}),
            writtenSettings,
            deployment: deployments.get(name) ?? name,
            deployments: [...deployments.values()],
            before,
            isLast: () => unfinished === 1,
            tell,
          })
          unfinished -= 1
          return finish(round)
        }),
      ),
    )
  } catch (error) {
    const failure = asRoundFailure(error)
    const evidence = findEvidence(failure, entry.exchanges, startedAt, (text) => text)
    return workloads.map(({ name }) => {
      const phases = roundPhases({ workload: name, cloud: entry.name }, clock, tell)
      return finish({
        workload: name,
        cloud: entry.name,
        verdict: 'broken',
        simulated: false,
        phases: phases.all(),
        leaked: 0,
        leaks: [],
        handSet: 0,
        handSetNames: [],
        elapsedMs: 0,
        cause: failure.message,
        ...(evidence.length > 0 ? { evidence: [...evidence] } : {}),
      })
    })
  }
}

/** A name that no other deployment has: the workload's, and six letters. */
const deploymentName = (workload: string, random: Random): string =>
  `${workload.slice(0, 22).replace(/-+$/, '')}-x${newUuid(random).slice(0, 5)}`
