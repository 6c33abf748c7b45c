import type { Clock } from '../lib/clock.ts'
import { CloudError, type ErrorCode, errorCodes, type NamedLimits } from '../model/cloud-error.ts'
import type { ResourceKind } from '../model/resource-kind.ts'
import { intervalAfter } from './interval.ts'
import { pause } from './pause.ts'

export interface Watching<Resource> {
  readonly kind: ResourceKind
  readonly id: string
  readonly look: () => Promise<Resource>
  /** What `look` would say of its status, for less; absent where it would cost the same. */
  readonly glance?: () => Promise<unknown>
  readonly clock: Clock
  readonly pollIntervalMs: number
  readonly signal: AbortSignal
}

/**
 * Looks until the predicate holds, and gives the resource as it is then. Throws with the resource's own fault when it is in the state `error` and the
 * predicate does not hold: what the fault amounts to, `internal` where the cloud does not tell.
 */
export const awaitResource = async <Resource extends object>(
  watching: Watching<Resource>,
  holds: (resource: Resource) => boolean,
): Promise<Resource> => {
  const startedAt = watching.clock.now()
  for (;;) {
    const resource = await watching.look()
    if (holds(resource)) return resource
    if (statusOf(resource) === 'error') throw failed(watching.kind, watching.id, resource)
    await untilItMayDiffer(watching, resource, startedAt)
  }
}

/** So often at most a glance stands for a look: a predicate may be about more than the status. */
const glancesPerLook = 30

/** Resolves when it is time to look at the whole resource again: its status has changed, or some glances have passed. */
const untilItMayDiffer = async <Resource extends object>(
  { clock, glance, pollIntervalMs, signal }: Watching<Resource>,
  resource: Resource,
  startedAt: number,
): Promise<void> => {
  const status = statusOf(resource)
  for (let glances = 0; glances < glancesPerLook; glances += 1) {
    await pause(clock, intervalAfter(clock.now() - startedAt, pollIntervalMs), signal)
    if (!glance || (await glance()) !== status) return
  }
}

/** How long something that is to go may stay `error`: clouds that fail to delete at once show nothing else. */
const patienceMs = 30_000

/** Looks until the resource does not exist. Throws when it goes to the state `error` on its way out, or does not leave it. */
export const awaitGone = async <Resource extends object>(watching: Watching<Resource>): Promise<void> => {
  const { kind, id, clock } = watching
  const startedAt = clock.now()
  let before: unknown
  let brokenSince: number | undefined
  for (;;) {
    try {
      const resource = await watching.look()
      const status = statusOf(resource)
      // What was broken before it was deleted may stay `error` for a while, until it is gone.
      brokenSince = status === 'error' ? (brokenSince ?? clock.now()) : undefined
      const cameToIt = status === 'error' && before !== undefined && before !== 'error'
      if (cameToIt || (brokenSince !== undefined && clock.now() - brokenSince >= patienceMs))
        throw failed(kind, id, resource)
      before = status
      await untilItMayDiffer(watching, resource, startedAt)
    } catch (error) {
      if (error instanceof CloudError && error.code === 'not_found') return
      throw error
    }
  }
}

const statusOf = (resource: object): unknown => ('status' in resource ? resource.status : undefined)

const failed = (kind: ResourceKind, id: string, resource: object): CloudError => {
  const name = 'name' in resource && resource.name !== '' ? `${String(resource.name)} (${id})` : id
  const fault =
    'fault' in resource && typeof resource.fault === 'string' ? resource.fault : 'the cloud does not say why'
  const limits = 'limits' in resource && resource.limits ? { limits: resource.limits as NamedLimits } : {}
  return new CloudError(codeOf(resource), `${kind} ${name} went to error: ${fault}`, {
    resource: { kind, id },
    ...limits,
  })
}

const codeOf = (resource: object): ErrorCode => {
  const told = 'faultCode' in resource ? resource.faultCode : undefined
  return errorCodes.find((code) => code === told) ?? 'internal'
}
