import type { Cloud } from '../cloud/cloud.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../lib/clock.ts'
import { buildGraph } from './build-graph.ts'
import { checkQuotas } from './check-quotas.ts'
import { compareNodes } from './compare-nodes.ts'
import { findDrift } from './find-drift.ts'
import { type CloudOffer, readOffer } from './offer.ts'
import type { AvoidedZones } from './placement/avoided-zones.ts'
import type { Plan, PlannedChange, PlanSummary, Refusal } from './plan.ts'
import { previousSpecs } from './previous-specs.ts'
import { surveyCloud } from './survey.ts'
import type { Workload } from './workload.ts'
import { workloadHash } from './workload-hash.ts'

export interface PlanDeployment {
  readonly workload: Workload
  readonly cloud: Cloud
  readonly journal: Pick<Journal, 'deployment' | 'resources'>
  /** The deployment's name; the workload's own when absent. */
  readonly name?: string
  /** The cloud's offer, when it was read a moment ago. */
  readonly offer?: CloudOffer
  /** Where instances found no room. */
  readonly avoid?: AvoidedZones
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * What has to be done so that the workload runs on that cloud, from what the journal says was done and what the cloud has now. Changes nothing. What
 * the cloud lacks is in `refusals`; drift is told apart from the changes that set it right.
 */
export const planDeployment = async ({
  workload,
  cloud,
  journal,
  clock,
  signal,
  ...rest
}: PlanDeployment): Promise<Plan> => {
  const name = rest.name ?? workload.document.name
  const deployment = journal.deployment(name)
  const records = journal.resources(name)
  const call = { signal }
  const [offer, survey] = await Promise.all([
    rest.offer ?? readOffer(cloud, call),
    surveyCloud(cloud, records, clock, call),
  ])
  const previous = previousSpecs(records)
  const graph = buildGraph({ workload, offer, name, previous, ...(rest.avoid ? { avoid: rest.avoid } : {}) })
  const drift = findDrift(records, survey)
  const elsewhere = deployment ? livesElsewhere(deployment.name, deployment.cloud, cloud) : []
  const refusals = [...elsewhere, ...graph.refusals.map((refusal) => (deployment ? toBeMoved(name, refusal) : refusal))]
  const compared = refusals.length > 0 ? { changes: [], refusals: [] } : compareNodes(graph.nodes, records, drift)
  return {
    schema: 'portolan.plan/1',
    intent: 'deploy',
    deployment: name,
    workload: { name: workload.document.name, hash: workloadHash(workload) },
    cloud: {
      name: cloud.name,
      kind: cloud.traits.kind,
      region: cloud.traits.region,
      simulated: cloud.traits.simulated,
    },
    basis: { deployment: deployment?.uid ?? null, revision: deployment?.revision ?? 0 },
    changes: compared.changes,
    drift,
    summary: summaryOf(compared.changes),
    refusals: [...refusals, ...compared.refusals, ...checkQuotas(compared.changes, offer)],
    warnings: graph.warnings,
    choices: graph.choices,
    secrets: workload.document.secrets,
  }
}

/** What this cloud lacks for the workload, as if it were deployed there for the first time. Changes nothing. */
export const preflight = (input: Omit<PlanDeployment, 'journal'>): Promise<Plan> =>
  planDeployment({ ...input, journal: { deployment: () => undefined, resources: () => [] } })

/** A deployment lives on one cloud: what the journal says it has is nowhere else. */
export const livesElsewhere = (
  name: string,
  there: { readonly name: string; readonly kind: string; readonly region: string },
  cloud: Cloud,
): readonly Refusal[] => {
  if (there.name === cloud.name && there.kind === cloud.traits.kind && there.region === cloud.traits.region) return []
  return [
    {
      subject: 'the deployment',
      reason: `${name} is on ${there.name} (${there.kind}, ${there.region}), not on ${cloud.name} (${cloud.traits.kind}, ${cloud.traits.region})`,
      hint: `take it down there first, or give this one another name`,
    },
  ]
}

/** A deployment stays where it is: it moves by being taken down and made again. */
const toBeMoved = (name: string, refusal: Refusal): Refusal =>
  refusal.about === 'placement'
    ? { ...refusal, hint: `write the placement as it was; or move it with: portolan down ${name}, then portolan up` }
    : refusal

/** How many changes of each sort a plan has. */
export const summaryOf = (changes: readonly PlannedChange[]): PlanSummary => {
  const counts = { create: 0, update: 0, replace: 0, delete: 0, unchanged: 0 }
  for (const { action } of changes) counts[action] += 1
  return counts
}
