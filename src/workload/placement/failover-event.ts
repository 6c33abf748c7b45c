import type { NodeFailure } from '../run-event.ts'

/** A cloud that a deployment was not put on, or was taken off again, and why. */
export interface LeftCloud {
  readonly cloud: string
  readonly region: string
  readonly reasons: readonly string[]
}

/** What happens between the runs of a deployment that looks for a place. `at` is ISO 8601. */
export type FailoverEvent = { readonly at: string; readonly deployment: string } & (
  | {
      /** Some instances found no room in their zones, and go to others of the same cloud. */
      readonly type: 'failover.zones'
      readonly cloud: string
      readonly region: string
      /** `zone` is absent where the cloud decides. */
      readonly moves: ReadonlyArray<{ readonly instance: string; readonly zone?: string }>
      readonly failures: readonly NodeFailure[]
    }
  /** The cloud lacks room or quota: what was made there is about to be taken away. */
  | {
      readonly type: 'failover.leaving'
      readonly cloud: string
      readonly region: string
      readonly reasons: readonly string[]
    }
  /** Nothing of the deployment is there any more, by the cloud's own lists. */
  | { readonly type: 'failover.left'; readonly cloud: string; readonly region: string }
  /** Considered before, and refused now that its plan was made. */
  | {
      readonly type: 'failover.passed'
      readonly cloud: string
      readonly region: string
      readonly reasons: readonly string[]
    }
  | { readonly type: 'failover.moving'; readonly cloud: string; readonly region: string; readonly simulated: boolean }
  /** No cloud is left to try, and nothing is left behind. */
  | { readonly type: 'failover.exhausted'; readonly left: readonly LeftCloud[] }
)
