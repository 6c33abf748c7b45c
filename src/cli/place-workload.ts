import type { Cloud } from '../cloud/cloud.ts'
import type { Journal } from '../journal/journal.ts'
import type { Disposal } from '../lib/disposal.ts'
import { configuredClouds } from '../openstack/config/configured-clouds.ts'
import { candidatesFor, choosesClouds } from '../workload/placement/candidates.ts'
import { type Considered, considerClouds } from '../workload/placement/consider-clouds.ts'
import type { ConsideredOffer } from '../workload/placement/considered-offer.ts'
import type { Plan, Refusal } from '../workload/plan.ts'
import { planDeployment } from '../workload/plan-deployment.ts'
import type { Workload } from '../workload/workload.ts'
import { cloudSources } from './cloud-sources.ts'
import type { Context } from './context.ts'
import { type CloudChoice, openCloud } from './open-cloud.ts'

export interface PlaceRequest {
  readonly workload: Workload
  readonly journal: Journal
  /** The deployment's name. */
  readonly name: string
  /** As written on the command line: there and nowhere else. */
  readonly cloud?: string | undefined
  readonly region?: string | undefined
}

/** A plan and the cloud that it is for. */
export interface PlacedWorkload {
  readonly plan: Plan
  readonly cloud: Cloud
  /** What the placement admits, this cloud among it, asked for when it was not yet. Absent where it is to be on this cloud and no other. */
  readonly considered?: () => Promise<readonly Considered[]>
}

/** No cloud that the placement admits can have it. */
export interface UnplacedWorkload {
  readonly offers: readonly ConsideredOffer[]
  readonly refusals: readonly Refusal[]
}

/**
 * Finds the cloud for a workload, and plans it there. A deployment that exists stays on its cloud, a cloud that was named is taken, and a placement that says
 * something of clouds or regions is asked, all clouds that it admits at once; otherwise the default cloud is meant. `open` closes what was opened.
 */
export const placeWorkload = async (
  context: Context,
  request: PlaceRequest,
  open: Disposal,
): Promise<PlacedWorkload | UnplacedWorkload> => {
  const { workload, journal, name } = request
  const { world, drain: signal } = context
  const { clock } = world
  const before = journal.deployment(name)?.cloud
  const asks = request.cloud === undefined && request.region === undefined && choosesClouds(workload.document)
  if (asks && !before) {
    const { considered, refusals } = await considerPlacement(context, request, open)
    const [best] = considered
    const offers = considered.map(({ offer }) => offer)
    if (!best?.cloud || best.offer.verdict === 'rejected') return { offers, refusals }
    const { cloud, read } = best
    const plan = await planDeployment({
      workload,
      cloud,
      journal,
      name,
      clock,
      signal,
      ...(read ? { offer: read } : {}),
    })
    return { plan: { ...plan, offers }, cloud, considered: async () => considered }
  }
  const { cloud } = open.use(await openCloud(context, pointedAt(request)))
  const plan = await planDeployment({ workload, cloud, journal, name, clock, signal })
  const considered = async () => (await considerPlacement(context, request, open)).considered
  return { plan, cloud, ...(asks ? { considered } : {}) }
}

/** The cloud that was named on the command line, else the one where the deployment is, else the default one. */
export const pointedAt = ({ journal, name, cloud, region }: Omit<PlaceRequest, 'workload'>): CloudChoice => {
  const before = cloud === undefined ? journal.deployment(name)?.cloud : undefined
  return { name: cloud ?? before?.name, region: region ?? before?.region }
}

const considerPlacement = async (context: Context, { workload, name }: PlaceRequest, open: Disposal) => {
  const { world, drain: signal } = context
  const clouds = await configuredClouds({ ...cloudSources(world), fetch: world.fetch, signal })
  const { candidates, refusals } = candidatesFor(workload.document, clouds)
  const considered = await considerClouds({
    workload,
    name,
    candidates,
    clock: world.clock,
    signal,
    open: async ({ cloud, region }, within) => {
      const opened = open.use(await openCloud(context, { name: cloud, region, signal: within }))
      return opened.cloud
    },
  })
  return { considered, refusals }
}
