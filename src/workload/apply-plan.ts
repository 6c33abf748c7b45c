import type { Cloud } from '../cloud/cloud.ts'
import type { DeploymentRecord, Journal, ResourceRecord } from '../journal/journal.ts'
import { isJournalError } from '../journal/journal-error.ts'
import type { Clock } from '../lib/clock.ts'
import { newUuid, type Random } from '../lib/random.ts'
import { CloudError } from '../model/cloud-error.ts'
import { withDeadline } from './deadline.ts'
import { nodeFailure } from './node-failure.ts'
import { NodeResolver } from './node-resolver.ts'
import { NodeWorker } from './node-worker.ts'
import type { Plan } from './plan.ts'
import { type PlannedOperation, planOperations } from './plan-operations.ts'
import type { NodeFailure, Outcome, RunEvent } from './run-event.ts'
import { runOperations } from './run-operations.ts'
import type { SecretSource } from './secret-source.ts'

export interface ApplyPlan {
  readonly plan: Plan
  readonly cloud: Cloud
  readonly journal: Journal
  readonly clock: Clock
  readonly random: Random
  /** Needed when the plan's workload has secrets. */
  readonly secrets?: SecretSource
  /** Aborting it lets what is in flight finish and begins nothing more. */
  readonly drain?: AbortSignal
  /** Aborting it stops at once: what is in flight is left to the next run. */
  readonly signal: AbortSignal
  /** How many nodes are worked on at the same time; 10 when absent. */
  readonly concurrency?: number
  /** How long one node may take; 20 minutes when absent. */
  readonly nodeTimeoutMs?: number
  /** How long after a cut-off create the cloud may still be carrying it out; 3 seconds when absent. */
  readonly inDoubtMs?: number
  readonly onEvent?: (event: RunEvent) => void
}

type RunEventBody = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'at' | 'deployment' | 'run'>
    : never
  : never

/**
 * Does what the plan says, and nothing else. Independent nodes go in parallel; a node that fails keeps only those that need it from being tried. It may
 * be killed at any moment: the next run takes up what it left. Throws, before anything is done, when the plan has refusals, is stale or is for another
 * cloud, and when another run has the deployment; throws in the middle only when the journal cannot be written.
 */
export const applyPlan = async (options: ApplyPlan): Promise<Outcome> => {
  const { plan, cloud, journal, clock, random } = options
  using _lock = journal.lock(plan.deployment)
  const records = journal.resources(plan.deployment)
  const deployment = beginDeployment(options)
  const run = newUuid(random)
  if (!deployment) return { result: 'done', run, done: 0, failures: [], blocked: [], elapsedMs: 0 }
  journal.startRun(plan.deployment, run, plan.intent)
  const emit = (event: RunEventBody) =>
    options.onEvent?.({
      at: new Date(clock.now()).toISOString(),
      deployment: plan.deployment,
      run,
      ...event,
    } as RunEvent)
  const startedAt = clock.now()
  const operations = planOperations(plan, records)
  emit({ type: 'run.started', cloud: cloud.name, simulated: cloud.traits.simulated, operations: operations.length })

  const tally = await workOff({ options, deployment, records, run, operations, emit })
  const { failures, blocked, done, left } = tally
  const result = failures.length > 0 ? 'failed' : left > 0 ? 'stopped' : 'done'
  const outcome: Outcome = { result, run, done, failures, blocked, elapsedMs: clock.now() - startedAt }
  if (plan.intent === 'remove' && result === 'done') journal.forgetDeployment(plan.deployment)
  else journal.finishRun(run, result)
  emit({ type: 'run.finished', ...outcome })
  return outcome
}

/** The deployment as the journal then has it; `undefined` when there is nothing to do to one that does not exist. */
const beginDeployment = ({ plan, cloud, journal, random }: ApplyPlan): DeploymentRecord | undefined => {
  const [refusal] = plan.refusals
  if (refusal)
    throw new CloudError(
      'unsupported',
      `${refusal.subject}: ${refusal.reason}`,
      refusal.hint === undefined ? {} : { hint: refusal.hint },
    )
  const here = { name: cloud.name, kind: cloud.traits.kind, region: cloud.traits.region }
  if (plan.cloud.name !== here.name || plan.cloud.kind !== here.kind || plan.cloud.region !== here.region)
    throw new CloudError('invalid', `this plan is for the cloud ${plan.cloud.name}, not for ${here.name}`)
  const before = journal.deployment(plan.deployment)
  if ((before?.uid ?? null) !== plan.basis.deployment || (before?.revision ?? 0) !== plan.basis.revision)
    throw new CloudError('conflict', `this plan is stale: ${plan.deployment} was changed after it was made`, {
      hint: 'make a new plan, and apply that',
    })
  if (before && (plan.intent === 'remove' || before.workload.hash === plan.workload.hash)) return before
  if (!before && plan.intent === 'remove') return undefined
  return journal.openDeployment({ name: plan.deployment, uid: newUuid(random), cloud: here, workload: plan.workload })
}

interface Work {
  readonly options: ApplyPlan
  readonly deployment: DeploymentRecord
  readonly records: readonly ResourceRecord[]
  readonly run: string
  readonly operations: readonly PlannedOperation[]
  readonly emit: (event: RunEventBody) => void
}

const workOff = async ({ options, deployment, records, run, operations, emit }: Work) => {
  const {
    plan,
    cloud,
    journal,
    clock,
    secrets,
    concurrency = 10,
    nodeTimeoutMs = 20 * 60_000,
    inDoubtMs = 3000,
  } = options
  const resolver = new NodeResolver(plan.deployment, plan.secrets, secrets)
  const worker = new NodeWorker(
    { cloud, journal, resolver, clock, deployment: plan.deployment, deploymentUid: deployment.uid, run, inDoubtMs },
    records,
  )
  // A journal that cannot be written ends everything at once: what would not be remembered must not be begun.
  const broken = new AbortController()
  const signal = AbortSignal.any([options.signal, broken.signal])
  const drain = AbortSignal.any([...(options.drain ? [options.drain] : []), signal])
  const failures: NodeFailure[] = []
  const blocked = new Set<string>()
  let inFlight = 0
  const announce = () => emit({ type: 'run.draining', inFlight })
  options.drain?.addEventListener('abort', announce, { once: true })

  const perform = async (operation: PlannedOperation): Promise<'done' | 'failed' | 'left'> => {
    const { node, action } = operation
    const about = { ...node, action }
    const startedAt = clock.now()
    inFlight += 1
    emit({ type: 'node.started', ...about })
    try {
      const deadline = { clock, signal, milliseconds: nodeTimeoutMs }
      const late = `${node.key} was not done within ${Math.round(nodeTimeoutMs / 1000)} seconds`
      const made = await withDeadline(deadline, late, async (within) => {
        if (operation.action === 'delete') return worker.remove(node.key, within)
        if (operation.action === 'update')
          return worker.update(operation.wanted, operation.nativeId, operation.updates, within)
        return worker.create(operation.wanted, within, (nativeId) => emit({ type: 'node.waiting', ...about, nativeId }))
      })
      emit({
        type: 'node.done',
        ...about,
        outputs: made?.outputs ?? {},
        ...(made ? { nativeId: made.id } : {}),
        elapsedMs: clock.now() - startedAt,
      })
      return 'done'
    } catch (error) {
      if (signal.aborted && !broken.signal.aborted) return 'left'
      if (!(error instanceof CloudError) || isJournalError(error)) {
        broken.abort(error)
        throw error
      }
      const failure = nodeFailure(about, error, resolver.usedSecrets())
      failures.push(failure)
      emit({ type: 'node.failed', ...failure, elapsedMs: clock.now() - startedAt })
      return 'failed'
    } finally {
      inFlight -= 1
    }
  }

  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const inProgress = new Set<Promise<unknown>>()
  const tracked = (work: Promise<'done' | 'failed' | 'left'>) => {
    inProgress.add(work)
    const forget = () => inProgress.delete(work)
    work.then(forget, forget)
    return work
  }
  try {
    const result = await runOperations(
      operations.map((operation) => ({
        id: operation.id,
        after: operation.after,
        run: () => tracked(perform(operation)),
      })),
      {
        concurrency,
        drain,
        onBlocked: (id, by) => {
          const operation = byId.get(id)
          if (!operation) return
          blocked.add(operation.node.key)
          emit({ type: 'node.blocked', ...operation.node, action: operation.action, by: byId.get(by)?.node.key ?? by })
        },
      },
    )
    return { failures, blocked: [...blocked], done: result.done, left: result.left }
  } finally {
    options.drain?.removeEventListener('abort', announce)
    // After a broken journal: nothing of this run is still at work when the lock goes.
    await Promise.allSettled(inProgress)
  }
}
