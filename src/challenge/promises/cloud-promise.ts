import type { Call } from '../../cloud/call.ts'
import type { Exchange } from '../../openstack/http/exchange.ts'
import type { Reach } from '../../workload/reach.ts'
import type { Deployed } from './deployed.ts'

/** What promises are judged by. */
export interface Evidence {
  readonly deployed: Deployed
  /** What was last said to the cloud; absent where nobody listens. */
  readonly exchanges?: readonly Exchange[]
  readonly reach: Reach
  readonly call: Call
}

/** A promise that is not kept. */
export interface PromiseBreach {
  /** What is wrong, as a sentence that names the resource. */
  readonly sentence: string
  /** What stands in the answer that shows it: a resource's id, a property's name. */
  readonly shownBy: string
}

/** Something that every cloud promises about what was deployed on it. Looking into it makes nothing and changes nothing. */
export interface CloudPromise {
  /** A sentence that is true of every good cloud. */
  readonly promise: string
  /** Why this cloud, or this deployment, cannot tell; `undefined` when it can. */
  unknown(evidence: Evidence): string | undefined
  /** None when the promise is kept. */
  breaches(evidence: Evidence): readonly PromiseBreach[] | Promise<readonly PromiseBreach[]>
}

/** A promise that can be looked into wherever one of those kinds was deployed. */
export const promising = (
  promise: string,
  kinds: Parameters<Deployed['of']>[0] | ReadonlyArray<Parameters<Deployed['of']>[0]>,
  breaches: (evidence: Evidence) => readonly PromiseBreach[],
): CloudPromise => ({
  promise,
  unknown: ({ deployed }) =>
    [kinds].flat().some((kind) => deployed.of(kind).length > 0)
      ? undefined
      : `the deployment has no ${[kinds].flat().join(' and no ')}`,
  breaches,
})
