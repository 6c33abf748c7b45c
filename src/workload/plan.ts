import type { Choices } from './choices.ts'
import type { SecretReference } from './document.ts'
import type { ConsideredOffer } from './placement/considered-offer.ts'
import type { NodeKind, ResourceNode } from './resource-node.ts'

/** Why a workload cannot run here. Refusals come before anything is made. */
export interface Refusal {
  /** What asks for it: a component's name, or the workload. */
  readonly subject: string
  /** What this cloud lacks, as one sentence. */
  readonly reason: string
  /** What could be changed. */
  readonly hint?: string
  /** Present when another place would do, whatever else this one has. */
  readonly about?: 'placement'
}

/** What one node needs done. `unchanged` is listed so that a plan names everything that it is about. */
export type PlannedChange =
  | { readonly action: 'create'; readonly key: string; readonly node: ResourceNode; readonly because?: string }
  | {
      readonly action: 'update'
      readonly key: string
      readonly node: ResourceNode
      readonly nativeId: string
      /** What is done to it: start a stopped server, give it another flavor, other metadata. */
      readonly updates: readonly Update[]
    }
  | {
      readonly action: 'replace'
      readonly key: string
      readonly node: ResourceNode
      readonly nativeId: string
      /** The fields, or the replaced node, that cannot be changed in place. */
      readonly forcedBy: readonly string[]
    }
  | {
      readonly action: 'delete'
      readonly key: string
      readonly kind: NodeKind
      readonly name: string
      /** Absent when a killed run left open whether it was made. */
      readonly nativeId?: string
    }
  | {
      readonly action: 'unchanged'
      readonly key: string
      readonly kind: NodeKind
      readonly name: string
      readonly nativeId: string
    }

export type Update = 'start' | 'flavor' | 'metadata'

/** A difference between what was recorded and what the cloud has now, made by others. */
export interface Drift {
  readonly key: string
  readonly kind: NodeKind
  readonly name: string
  readonly nativeId: string
  /** `gone`: deleted by others. `changed`: different from what was made. `added`: put to a resource of ours by others, and left alone. */
  readonly what: 'gone' | 'changed' | 'added'
  readonly detail: string
}

export interface PlanSummary {
  readonly create: number
  readonly update: number
  readonly replace: number
  readonly delete: number
  readonly unchanged: number
}

/**
 * What will be done, to be shown, stored as JSON and applied exactly. It holds no secret. `basis` is the journal's state that it was made from: a
 * plan is refused as stale once that has moved.
 */
export interface Plan {
  readonly schema: 'portolan.plan/1'
  readonly intent: 'deploy' | 'remove'
  readonly deployment: string
  readonly workload: { readonly name: string; readonly hash: string }
  readonly cloud: { readonly name: string; readonly kind: string; readonly region: string; readonly simulated: boolean }
  readonly basis: { readonly deployment: string | null; readonly revision: number }
  readonly changes: readonly PlannedChange[]
  readonly drift: readonly Drift[]
  readonly summary: PlanSummary
  readonly refusals: readonly Refusal[]
  readonly warnings: readonly string[]
  /** Why these flavors, images, zones and networks. Absent for a removal. */
  readonly choices?: Choices
  /** Every cloud and region that the workload's placement admits, in order of preference, where it was asked. */
  readonly offers?: readonly ConsideredOffer[]
  /** Where the workload's secrets come from, by name; never what they are. */
  readonly secrets: Readonly<Record<string, SecretReference>>
}
