import type { Cloud } from '../../cloud/cloud.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { type ApplyPlan, applyPlan } from '../apply-plan.ts'
import { ownedResources } from '../owned-resources.ts'
import type { Plan } from '../plan.ts'
import { planDeployment } from '../plan-deployment.ts'
import { planRemoval } from '../plan-removal.ts'
import type { Outcome, RunEvent } from '../run-event.ts'
import type { Workload } from '../workload.ts'
import type { AvoidedZones } from './avoided-zones.ts'
import type { FailoverEvent, LeftCloud } from './failover-event.ts'
import { avoidFullZones, isShortage } from './shortage.ts'

export interface DeployWithFailover extends Omit<ApplyPlan, 'onEvent'> {
  readonly workload: Workload
  /**
   * The other clouds that the placement admits, best first, asked for once they are needed. Absent when the deployment is to be here and nowhere else.
   */
  readonly further?: () => Promise<readonly Cloud[]>
  readonly onEvent?: (event: RunEvent | FailoverEvent) => void
}

/** How it ended, and where. */
export interface Deployed extends Outcome {
  /** Where it is, or was tried last. */
  readonly place: { readonly cloud: string; readonly region: string }
  /** Where it was tried before, or could not be, in that order. */
  readonly left: readonly LeftCloud[]
  /** True when no cloud is left to try: then nothing of it is anywhere. */
  readonly exhausted: boolean
}

type EventBody = FailoverEvent extends infer Event
  ? Event extends FailoverEvent
    ? Omit<Event, 'at' | 'deployment'>
    : never
  : never

/**
 * Applies a plan, and looks for another place without asking anyone when its cloud lacks room or quota: first other zones of the same cloud, where only what
 * failed is made anew, then the further clouds. A cloud is left by taking away everything that was made there and looking that it is gone; only then is
 * anything made on the next one, so that a deployment is on one cloud at any moment, the one that the journal names. When no cloud is left, nothing is. A
 * deployment that was complete once holds data, and never leaves its cloud. May be killed at any moment, as `applyPlan`.
 */
export const deployWithFailover = async (options: DeployWithFailover): Promise<Deployed> => {
  const { journal, clock, plan } = options
  const name = plan.deployment
  const stays = journal.runs(name).some(({ intent, result }) => intent === 'deploy' && result === 'done')
  const emit = (event: EventBody) =>
    options.onEvent?.({ at: new Date(clock.now()).toISOString(), deployment: name, ...event } as FailoverEvent)
  const left: LeftCloud[] = []
  let further: Cloud[] | undefined
  let here: { readonly cloud: Cloud; readonly plan: Plan } | undefined = options
  for (;;) {
    const { cloud } = here
    const place = placeOf(cloud)
    const outcome = await deployAcrossZones({ ...options, ...here }, emit)
    const reasons = outcome.failures.filter(isShortage).map(({ key, message }) => `${key}: ${message}`)
    if (outcome.result !== 'failed' || reasons.length === 0 || !options.further || stays || options.drain?.aborted)
      return { ...outcome, place, left, exhausted: false }
    emit({ type: 'failover.leaving', ...place, reasons })
    const removal = await leave(options, cloud)
    if (removal.result !== 'done') return { ...removal, place, left, exhausted: false }
    left.push({ ...place, reasons })
    emit({ type: 'failover.left', ...place })
    further ??= [...(await options.further())].filter((one) => !isSame(placeOf(one), place))
    here = await nextPlace(options, further, left, emit)
    if (here) continue
    if (options.drain?.aborted) return { ...outcome, result: 'stopped', place, left, exhausted: false }
    emit({ type: 'failover.exhausted', left })
    return { ...outcome, place, left, exhausted: true }
  }
}

/** Applies the plan, and again with other zones as long as that may help. */
const deployAcrossZones = async (options: DeployWithFailover, emit: (event: EventBody) => void): Promise<Outcome> => {
  const { workload, cloud, journal, clock, signal } = options
  let avoid: AvoidedZones | undefined = new Map()
  let { plan } = options
  for (;;) {
    const outcome = await applyPlan({ ...options, plan })
    if (outcome.result !== 'failed') return outcome
    avoid = avoidFullZones(plan, outcome.failures, avoid)
    if (!avoid || options.drain?.aborted) return outcome
    plan = await planDeployment({ workload, cloud, journal, name: plan.deployment, clock, signal, avoid })
    if (plan.refusals.length > 0) return outcome
    const moves = outcome.failures.filter(isShortage).flatMap(({ kind, key }) => (kind === 'server' ? [key] : []))
    emit({
      type: 'failover.zones',
      ...placeOf(cloud),
      moves: moves.map((key) => moveOf(plan, key)),
      failures: outcome.failures,
    })
  }
}

const moveOf = (plan: Plan, key: string): { readonly instance: string; readonly zone?: string } => {
  const change = plan.changes.find((each) => each.key === key)
  const zone = change && 'node' in change && change.node.kind === 'server' ? change.node.spec.zoneId : undefined
  return { instance: key.slice('server/'.length), ...(zone === undefined ? {} : { zone }) }
}

/** Takes away what a deployment has on its cloud; once that is done, the cloud's own lists have nothing of it. */
const leave = async (options: DeployWithFailover, cloud: Cloud): Promise<Outcome> => {
  const { journal, clock, signal } = options
  const name = options.plan.deployment
  const outcome = await applyPlan({ ...options, cloud, plan: planRemoval({ cloud, journal, name }) })
  if (outcome.result !== 'done') return outcome
  const remains = () => ownedResources(cloud, name, { signal })
  let remaining = await remains()
  if (remaining.length > 0 && cloud.traits.consistencyWindowMs > 0) {
    await clock.sleep(cloud.traits.consistencyWindowMs, signal)
    remaining = await remains()
  }
  if (remaining.length === 0) return outcome
  const what = remaining.map(({ kind, name: called, id }) => `${kind} ${called} (${id})`).join(', ')
  throw new CloudError('internal', `${cloud.name} still has what was taken away there: ${what}`, {
    hint: 'delete these there by hand, then run the same command again',
  })
}

/** The first further cloud that can have it now, with its plan; those that cannot are noted as left. */
const nextPlace = async (
  options: DeployWithFailover,
  further: Cloud[],
  left: LeftCloud[],
  emit: (event: EventBody) => void,
): Promise<{ readonly cloud: Cloud; readonly plan: Plan } | undefined> => {
  const { workload, journal, clock, signal, plan: first, drain } = options
  for (let cloud = further.shift(); cloud && !drain?.aborted; cloud = further.shift()) {
    const place = placeOf(cloud)
    const planned = await planDeployment({ workload, cloud, journal, name: first.deployment, clock, signal }).catch(
      (error: unknown) => {
        if (signal.aborted || !(error instanceof CloudError)) throw error
        return error
      },
    )
    if (!(planned instanceof CloudError) && planned.refusals.length === 0) {
      emit({ type: 'failover.moving', ...place, simulated: cloud.traits.simulated })
      return { cloud, plan: planned }
    }
    const reasons =
      planned instanceof CloudError
        ? [planned.message]
        : planned.refusals.map(({ subject, reason }) => `${subject}: ${reason}`)
    left.push({ ...place, reasons })
    emit({ type: 'failover.passed', ...place, reasons })
  }
  return undefined
}

const placeOf = ({ name, traits }: Cloud) => ({ cloud: name, region: traits.region })

const isSame = (one: ReturnType<typeof placeOf>, other: ReturnType<typeof placeOf>): boolean =>
  one.cloud === other.cloud && one.region === other.region
