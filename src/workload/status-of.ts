import type { Cloud } from '../cloud/cloud.ts'
import type { Journal, ResourceRecord, ResourceState, RunRecord } from '../journal/journal.ts'
import type { Clock } from '../lib/clock.ts'
import { CloudError } from '../model/cloud-error.ts'
import type { ServerStatus } from '../model/server.ts'
import { findDrift } from './find-drift.ts'
import type { Drift } from './plan.ts'
import type { NodeKind, NodeSpecs } from './resource-node.ts'
import { type Survey, surveyCloud } from './survey.ts'

export interface ServerState {
  readonly key: string
  readonly name: string
  readonly component: string
  readonly nativeId?: string
  /** What the cloud says; `absent` when the cloud does not have it, or not yet. */
  readonly status: ServerStatus | 'absent'
  readonly fault?: string
  readonly address?: string
  readonly publicAddress?: string
}

/** How a deployment is now. */
export interface DeploymentStatus {
  readonly schema: 'portolan.status/1'
  readonly deployment: string
  readonly workload: string
  readonly cloud: { readonly name: string; readonly kind: string; readonly region: string; readonly simulated: boolean }
  /** `incomplete`: a run failed or was cut off. `drifted`: others changed something. `empty`: it has nothing. */
  readonly state: 'complete' | 'incomplete' | 'drifted' | 'empty'
  readonly servers: readonly ServerState[]
  readonly resources: ReadonlyArray<{
    readonly key: string
    readonly kind: NodeKind
    readonly name: string
    readonly nativeId?: string
    readonly state: ResourceState
  }>
  readonly drift: readonly Drift[]
  readonly lastRun?: {
    readonly intent: string
    /** RFC 3339, in UTC. */
    readonly startedAt: string
    /** Absent while it runs, and for ever when it was killed. */
    readonly finishedAt?: string
    readonly result?: string
  }
}

export interface StatusOf {
  readonly cloud: Cloud
  readonly journal: Pick<Journal, 'deployment' | 'resources' | 'runs'>
  readonly name: string
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What the journal says a deployment has, and what the cloud says of it now. Changes nothing. Fails with `not_found` when the journal does not know it. */
export const statusOf = async ({ cloud, journal, name, clock, signal }: StatusOf): Promise<DeploymentStatus> => {
  const deployment = journal.deployment(name)
  if (!deployment)
    throw new CloudError('not_found', `there is no deployment ${name}`, {
      hint: 'see them with: portolan status',
    })
  const records = journal.resources(name)
  const survey = await surveyCloud(cloud, records, clock, { signal })
  const drift = findDrift(records, survey)
  const lastRun = journal.runs(name).at(-1)
  const unfinished =
    records.some(({ state }) => state !== 'ready') || (lastRun !== undefined && lastRun.result !== 'done')
  return {
    schema: 'portolan.status/1',
    deployment: name,
    workload: deployment.workload.name,
    cloud: { ...deployment.cloud, simulated: cloud.traits.simulated },
    state: records.length === 0 ? 'empty' : unfinished ? 'incomplete' : drift.length > 0 ? 'drifted' : 'complete',
    servers: serverStates(records, survey),
    resources: records.map(({ key, kind, name: resource, nativeId, state }) => ({
      key,
      kind: kind as NodeKind,
      name: resource,
      ...(nativeId === undefined ? {} : { nativeId }),
      state,
    })),
    drift,
    ...(lastRun ? { lastRun: runView(lastRun) } : {}),
  }
}

const runView = ({ intent, startedAt, finishedAt, result }: RunRecord): NonNullable<DeploymentStatus['lastRun']> => ({
  intent,
  startedAt: new Date(startedAt).toISOString(),
  ...(finishedAt === undefined ? {} : { finishedAt: new Date(finishedAt).toISOString() }),
  ...(result === undefined ? {} : { result }),
})

/** The servers of a deployment's records, with their addresses: the public one where something leads to them from outside. */
export const serverStates = (
  records: readonly ResourceRecord[],
  survey: Pick<Survey, 'servers'>,
): readonly ServerState[] => {
  const associations = new Map(records.map(({ key, outputs }) => [key, outputs.publicAddress]))
  return records.flatMap(({ kind, key, name, nativeId, spec, outputs }): ServerState[] => {
    if (kind !== 'server') return []
    const { metadata, publicAddress: whose } = JSON.parse(spec) as NodeSpecs['server']
    const server = nativeId === undefined ? undefined : survey.servers.get(nativeId)
    const address = server?.interfaces[0]?.address ?? outputs.address
    const publicAddress =
      associations.get(key.replace(/^server\//, 'floating-ip-association/')) ??
      server?.interfaces.find((each) => each.publicAddress !== undefined)?.publicAddress ??
      outputs.publicAddress ??
      (whose === 'own' ? address : undefined)
    return [
      {
        key,
        name,
        component: metadata['portolan.component'] ?? '',
        ...(nativeId === undefined ? {} : { nativeId }),
        status: server?.status ?? 'absent',
        ...(server?.fault === undefined ? {} : { fault: server.fault }),
        ...(address === undefined ? {} : { address }),
        ...(publicAddress === undefined ? {} : { publicAddress }),
      },
    ]
  })
}
