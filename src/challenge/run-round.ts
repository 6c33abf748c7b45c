import type { Cloud } from '../cloud/cloud.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'
import type { Quotas } from '../model/quota.ts'
import type { ExchangeLog } from '../openstack/http/exchange-log.ts'
import { applyPlan } from '../workload/apply-plan.ts'
import { ownedResources } from '../workload/owned-resources.ts'
import type { Plan } from '../workload/plan.ts'
import { planDeployment, preflight } from '../workload/plan-deployment.ts'
import { planRemoval } from '../workload/plan-removal.ts'
import { probeDeployment } from '../workload/probe-deployment.ts'
import type { Reach } from '../workload/reach.ts'
import type { Outcome, RunEvent } from '../workload/run-event.ts'
import type { SecretSource } from '../workload/secret-source.ts'
import type { Workload } from '../workload/workload.ts'
import type { ChallengeNews } from './challenge-event.ts'
import type { Leak, PhaseName, Round } from './challenge-report.ts'
import { findEvidence } from './exchange-evidence.ts'
import { handSetFields, handSetSettings } from './hand-set.ts'
import { addedTo, type Inventory, takeInventory } from './inventory.ts'
import { type Judgement, judgePromises } from './promises/judge-promises.ts'
import { judgeCounts, judgeLogOut } from './promises/leaving-promises.ts'
import { brokenPromise, keptPromises, keptSentence } from './promises/told-judgements.ts'
import { type RoundChoices, roundChoices } from './round-choices.ts'
import { asRoundFailure, RoundFailure, verdictOf } from './round-failure.ts'
import { roundPhases } from './round-phases.ts'
import { deployedTopology, type Topology } from './round-topology.ts'
import { withoutSecretsOf } from './without-secrets-of.ts'

export interface RoundOptions {
  readonly workload: Workload
  readonly workloadName: string
  readonly cloud: Cloud
  readonly cloudName: string
  readonly writtenSettings: readonly string[]
  /** The deployment's name, which no other round has. */
  readonly deployment: string
  /** The deployments of all rounds on this cloud. */
  readonly deployments: readonly string[]
  /** What was last said to the cloud, where somebody listens. */
  readonly exchanges?: ExchangeLog
  /** What the cloud had before any round; absent where others use it too. */
  readonly before: { readonly inventory: Inventory; readonly quotas: Quotas } | undefined
  /** True once all other rounds on this cloud are over. */
  readonly isLast: () => boolean
  readonly parallelism?: number
  /** How long one resource or one probe may take at most, in milliseconds. */
  readonly patienceMs?: number
  readonly journal: Journal
  readonly secrets: SecretSource
  /** How probes of real guests leave this machine. */
  readonly reach: Reach
  readonly clock: Clock
  readonly random: Random
  readonly drain: AbortSignal
  readonly stop: AbortSignal
  readonly tell: (news: ChallengeNews) => void
}

/** One workload's way on one cloud, from preflight to leak check. Never throws, and takes down whatever it has made. */
export const runRound = async (options: RoundOptions): Promise<Round> => {
  const { workload, workloadName, cloud, cloudName, deployment, journal, clock, drain, stop, tell } = options
  const names = { workload: workloadName, cloud: cloudName }
  const startedAt = clock.now()
  const clean = withoutSecretsOf(workload, deployment, options.secrets)
  const phases = roundPhases(names, clock, tell, (failure, since) =>
    findEvidence(failure, options.exchanges, since, clean),
  )
  let choices: RoundChoices | undefined
  let topology: Topology | undefined
  const judgements: Judgement[] = []
  let brokenFirst: RoundFailure | undefined
  const failures: RoundFailure[] = []
  const run = async (phase: PhaseName, work: () => Promise<string>): Promise<boolean> => {
    try {
      await phases.run(phase, work)
      return true
    } catch (error) {
      failures.push(asRoundFailure(error))
      return false
    }
  }
  const planNow = () => planDeployment({ workload, cloud, journal, name: deployment, clock, signal: stop })
  const going = () => failures.length === 0
  let deployed = false

  await run('preflight', async () => {
    const plan = await preflight({ workload, cloud, name: deployment, clock, signal: stop })
    if (plan.choices) choices = roundChoices(plan.choices)
    refuse(plan)
    return `${plan.summary.create} resources, all of which this cloud can make`
  })
  if (going()) {
    deployed = true
    const isComplete = await run('deploy', async () => {
      const outcome = await apply(options, await planNow(), 'deploy', drain)
      return `${outcome.done} done`
    })
    if (going()) await run('probe', () => probeAll(options))
    if (going())
      await run('re-apply', async () => {
        notInterrupted(drain)
        return unchanged(await planNow())
      })
    // Also after a probe that failed: a broken promise may be why.
    if (isComplete && !drain.aborted)
      await run('promises', async () => {
        judgements.push(...(await judge(options)))
        brokenFirst = brokenPromise(judgements)
        if (brokenFirst) throw brokenFirst
        return keptSentence(judgements)
      })
    topology = deployedTopology(journal.resources(deployment), choices)
    await run('tear-down', () => tearDown(options))
  }
  const leaks: Leak[] = []
  if (deployed)
    await run('leak-check', async () => {
      leaks.push(...(await findLeaks(options)))
      if (leaks.length > 0)
        throw new RoundFailure(`left behind: ${leaks.map(described).join(', ')}`, 'failed', {
          ids: leaks.map(({ id }) => id),
        })
      const last = await judgeLeaving(options)
      judgements.push(...last)
      const broken = brokenPromise(last)
      if (broken) throw broken
      return 'nothing left behind'
    })
  const handSetNames = [...handSetSettings(options.writtenSettings), ...handSetFields(workload.document, cloudName)]
  // A promise that the cloud breaks is why other things went wrong.
  const first = brokenFirst ?? failures[0]
  return {
    ...names,
    // A cloud that failed has failed, whatever else could not be found out.
    verdict: failures.find(({ verdict }) => verdict === 'failed')?.verdict ?? first?.verdict ?? 'passed',
    simulated: cloud.traits.simulated,
    phases: phases.all(),
    leaked: leaks.length,
    leaks,
    handSet: handSetNames.length,
    handSetNames,
    startedAt: new Date(startedAt).toISOString(),
    elapsedMs: clock.now() - startedAt,
    ...(judgements.length > 0 ? { promises: keptPromises(judgements) } : {}),
    ...(choices ? { choices } : {}),
    ...(topology ? { topology } : {}),
    ...(first ? { cause: first.message } : {}),
  }
}

const refuse = ({ refusals }: Plan): void => {
  if (refusals.length > 0)
    throw new RoundFailure(refusals.map(({ subject, reason }) => `${subject}: ${reason}`).join('; '))
}

const apply = async (
  {
    cloud,
    cloudName,
    workloadName,
    journal,
    secrets,
    clock,
    random,
    stop,
    parallelism,
    patienceMs,
    tell,
  }: RoundOptions,
  plan: Plan,
  phase: PhaseName,
  drain: AbortSignal,
): Promise<Outcome> => {
  refuse(plan)
  const outcome = await applyPlan({
    plan,
    cloud,
    journal,
    secrets,
    clock,
    random,
    drain,
    signal: stop,
    ...(parallelism === undefined ? {} : { concurrency: parallelism }),
    ...(patienceMs === undefined ? {} : { nodeTimeoutMs: patienceMs }),
    onEvent: (event) => {
      const message = messageOf(event)
      if (message) tell({ type: 'round.message', workload: workloadName, cloud: cloudName, phase, message })
    },
  })
  const [failure] = outcome.failures
  if (failure)
    throw new RoundFailure(`${failure.action} ${failure.key}: ${failure.message}`, verdictOf(failure.code), {
      requestIds: outcome.failures.flatMap(({ requestId }) => requestId ?? []),
      ids: outcome.failures.flatMap(({ key }) => idOf(journal, plan.deployment, key) ?? []),
    })
  if (outcome.result === 'stopped') throw new RoundFailure('interrupted', 'broken')
  return outcome
}

const idOf = (journal: Journal, deployment: string, key: string): string | undefined =>
  journal.resources(deployment).find((resource) => resource.key === key)?.nativeId

const messageOf = (event: RunEvent): string | undefined => {
  if (event.type === 'node.started') return `${event.action} ${event.key}`
  return event.type === 'node.failed' ? `${event.key}: ${event.message}` : undefined
}

const notInterrupted = (drain: AbortSignal): void => {
  if (drain.aborted) throw new RoundFailure('interrupted', 'broken')
}

const probeAll = async (options: RoundOptions): Promise<string> => {
  const { workload, cloud, journal, deployment, clock, drain, stop, reach } = options
  notInterrupted(drain)
  const signal = AbortSignal.any([drain, stop])
  const reports = await probeDeployment({
    workload,
    cloud,
    journal,
    name: deployment,
    clock,
    signal,
    reach,
    ...(options.patienceMs === undefined ? {} : { timeoutMs: options.patienceMs }),
  }).catch((error: unknown) => {
    notInterrupted(drain)
    throw error
  })
  const silent = reports.filter(({ result }) => result === 'failed')
  if (silent.length > 0)
    throw new RoundFailure(
      silent.map(({ instance, target, reason }) => `${instance}: ${target}: ${reason ?? 'no answer'}`).join('; '),
    )
  const asked = reports.filter(({ result }) => result === 'passed').length
  const skipped = reports.length - asked
  return `${asked} of ${reports.length} answered${skipped > 0 ? `, ${skipped} that nobody here may ask` : ''}`
}

const unchanged = ({ changes, drift }: Plan): string => {
  const wanted = changes.filter(({ action }) => action !== 'unchanged').map(({ action, key }) => `${action} ${key}`)
  const drifted = drift.map(({ key, detail }) => `${key} drifted: ${detail}`)
  const differences = [...wanted, ...drifted]
  if (differences.length > 0) throw new RoundFailure(`a second apply would change something: ${differences.join(', ')}`)
  return `no changes in ${changes.length} resources`
}

const judge = ({ cloud, journal, deployment, exchanges, reach, clock, drain, stop }: RoundOptions) => {
  const since = clock.now()
  return judgePromises({
    cloud,
    records: journal.resources(deployment),
    exchanges: exchanges && (() => exchanges.since(since)),
    reach,
    clock,
    call: { signal: AbortSignal.any([drain, stop]) },
  })
}

/** What can only be told when everything is gone: the last round on a cloud answers for it. */
const judgeLeaving = async ({ cloud, before, isLast, clock, stop }: RoundOptions): Promise<readonly Judgement[]> => {
  if (!isLast()) return []
  const call = { signal: stop }
  const counts = before ? [await judgeCounts({ cloud, before: before.quotas, clock }, call)] : []
  return [...counts, await judgeLogOut(cloud, call)]
}

/** Takes down what the journal knows of, until nothing is left or a try ends where the one before did. */
const tearDown = async (options: RoundOptions): Promise<string> => {
  const { cloud, journal, deployment, stop } = options
  const all = journal.resources(deployment).length
  for (;;) {
    if (!journal.deployment(deployment)) return `${all} removed`
    const left = journal.resources(deployment).length
    try {
      // A first Ctrl-C asks for just this, so that only the second one ends it.
      await apply(options, planRemoval({ cloud, journal, name: deployment }), 'tear-down', stop)
    } catch (error) {
      if (stop.aborted || journal.resources(deployment).length >= left) throw error
    }
  }
}

/**
 * What this round left on its cloud, by the cloud's own lists: everything that bears its name. The last round on a cloud that nobody else uses also
 * answers for whatever belongs to no round and was not there before.
 */
const findLeaks = async (options: RoundOptions): Promise<readonly Leak[]> => {
  const { cloud, deployment, deployments, before, isLast, stop } = options
  const call = { signal: stop }
  const own = await ownedResources(cloud, deployment, call)
  if (!before || !isLast()) return own
  const others = deployments.filter((each) => each !== deployment)
  const attributed = [...own, ...(await Promise.all(others.map((each) => ownedResources(cloud, each, call)))).flat()]
  const known = new Set(attributed.map(({ kind, id }) => `${kind} ${id}`))
  const nobodys = addedTo(before.inventory, await takeInventory(cloud, call)).filter(
    ({ kind, id }) => !known.has(`${kind} ${id}`),
  )
  return [...own, ...nobodys]
}

const described = ({ kind, id, name }: Leak): string => `${kind} ${name || id}`
