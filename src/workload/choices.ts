import type { FlavorId, ImageId, ZoneId } from '../model/id.ts'

/** One offer that was looked at, and why it was not taken; without `rejected` it would have done. */
export interface Considered {
  readonly id: string
  readonly name: string
  /** For people: `2 vCPU, 4 GiB, 20 GiB`. */
  readonly summary: string
  readonly rejected?: string
}

export interface Choice<ChosenId extends string> {
  readonly id: ChosenId
  readonly name: string
  /** Why this one, as one sentence. */
  readonly because: string
  /** In the order of preference, the chosen one first; at most 20 of those that did not fit. */
  readonly considered: readonly Considered[]
}

/** How one component was fitted to one cloud. */
export interface ComponentChoice {
  readonly component: string
  readonly flavor: Choice<FlavorId>
  readonly image: Choice<ImageId>
  /** The zones of its instances, in their order, by name; empty where the cloud decides. */
  readonly zones: readonly string[]
  /** Every zone where they may be, in the order of preference. */
  readonly admittedZones: ReadonlyArray<{ readonly id: ZoneId; readonly name: string }>
}

/** How a workload was fitted to one cloud: what `plan -o wide` shows. */
export interface Choices {
  readonly components: readonly ComponentChoice[]
  readonly network: {
    readonly kind: 'own' | 'provider'
    readonly because: string
    /** What the cloud's own networks that are used are called, by id. */
    readonly names?: Readonly<Record<string, string>>
  }
}
