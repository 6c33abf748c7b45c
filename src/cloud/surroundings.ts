import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'
import { CloudError } from '../model/cloud-error.ts'
import type { ResourceKind } from '../model/resource-kind.ts'
import type { CloudDriver } from './driver.ts'
import type { Nature } from './groups.ts'
import type { OwnCreates } from './own-creates.ts'
import { asCloudError } from './steadily.ts'

/** One call of a user's, retries included. `error` is absent when it went well. */
export interface CallObservation {
  /** The contract's words: `servers` and `create`; a group inside a group with a dot: `images.content`. */
  readonly group: string
  readonly method: string
  /** How long the cloud took; of a list, without the time that its reader took. */
  readonly ms: number
  readonly error?: CloudError
}

/** What all steady methods of one cloud share. */
export interface Surroundings {
  readonly driver: Pick<CloudDriver, 'classify' | 'traits'>
  readonly clock: Clock
  readonly random: Random
  readonly ownCreates: OwnCreates
  readonly onCall: (observation: CallObservation) => void
}

/** One method of one group. */
export interface Member {
  readonly group: string
  readonly method: string
  readonly kind: ResourceKind
  readonly nature: Nature
}

/** The error as a `CloudError` that names the resource that the call was about. */
export const errorOf = (
  { driver }: Surroundings,
  { kind }: Member,
  [id]: readonly unknown[],
  thrown: unknown,
): CloudError => {
  const error = asCloudError(driver, thrown)
  if (error.resource) return error
  const { retryAfterMs, reason, requestId, limits, hint, cause } = error
  return new CloudError(error.code, error.message, {
    resource: typeof id === 'string' ? { kind, id } : { kind },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(reason === undefined ? {} : { reason }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(limits === undefined ? {} : { limits }),
    ...(hint === undefined ? {} : { hint }),
    cause,
  })
}
