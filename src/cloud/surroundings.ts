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
  member: Member,
  args: readonly unknown[],
  thrown: unknown,
): CloudError => {
  const error = asCloudError(driver, thrown)
  if (error.resource) return error
  const { retryAfterMs, reason, requestId, limits, hint, cause } = error
  return new CloudError(error.code, error.message, {
    resource: resourceOf(member, args),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(reason === undefined ? {} : { reason }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(limits === undefined ? {} : { limits }),
    ...(hint === undefined ? {} : { hint }),
    cause,
  })
}

/** What a call is about, by its first arguments: an id, save for objects, which are named by their container and their own name. */
const resourceOf = (
  { kind, method }: Member,
  [first, second]: readonly unknown[],
): NonNullable<CloudError['resource']> => {
  if (kind === 'object' && method === 'list' && typeof first === 'string') return { kind: 'container', id: first }
  if (kind === 'object' && typeof first === 'string') return { kind, id: `${first}/${second}` }
  if (kind === 'object' && isPlace(first)) return { kind, id: `${first.container}/${first.name}` }
  return typeof first === 'string' ? { kind, id: first } : { kind }
}

const isPlace = (value: unknown): value is { readonly container: string; readonly name: string } =>
  typeof value === 'object' && value !== null && 'container' in value && 'name' in value
