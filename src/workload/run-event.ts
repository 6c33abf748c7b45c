import type { ErrorCode } from '../model/cloud-error.ts'
import type { NodeKind, Outputs } from './resource-node.ts'

type NodeAction = 'create' | 'update' | 'delete'

interface NodeEvent {
  readonly key: string
  readonly kind: NodeKind
  readonly name: string
  readonly action: NodeAction
}

/** What went wrong with one node, without secrets. */
export interface NodeFailure {
  readonly key: string
  readonly kind: NodeKind
  readonly name: string
  readonly action: NodeAction
  readonly code: ErrorCode
  readonly message: string
  readonly requestId?: string
  /** What to do, as one sentence or one command. */
  readonly hint: string
}

/** What happens in a run, in the order of its happening. `at` is ISO 8601. */
export type RunEvent = { readonly at: string; readonly deployment: string; readonly run: string } & (
  | { readonly type: 'run.started'; readonly cloud: string; readonly simulated: boolean; readonly operations: number }
  | ({ readonly type: 'node.started' } & NodeEvent)
  /** The cloud accepted it, and it is not ready yet. */
  | ({ readonly type: 'node.waiting'; readonly nativeId: string } & NodeEvent)
  | ({
      readonly type: 'node.done'
      readonly nativeId?: string
      readonly outputs: Outputs
      readonly elapsedMs: number
    } & NodeEvent)
  | ({ readonly type: 'node.failed'; readonly elapsedMs: number } & NodeFailure)
  /** Not tried, because what it needs failed. */
  | ({ readonly type: 'node.blocked'; readonly by: string } & NodeEvent)
  | { readonly type: 'run.draining'; readonly inFlight: number }
  | ({ readonly type: 'run.finished' } & Outcome)
)

/** How a run ended. */
export interface Outcome {
  /** `stopped`: asked to, with everything in flight finished or, after the second request, left for the next run to take up. */
  readonly result: 'done' | 'failed' | 'stopped'
  readonly run: string
  readonly done: number
  readonly failures: readonly NodeFailure[]
  /** Keys of the nodes that were not tried because what they need failed. */
  readonly blocked: readonly string[]
  readonly elapsedMs: number
}
