import type { RuleName } from '../../cloud/contract/rules.ts'
import type { Handler } from '../../fronts/listen.ts'

/** Makes a cloud's APIs break a promise. What it remembers ends with the handler that it gives. */
export type BreakHandler = (handler: Handler) => Handler

/** How a cloud is broken on purpose. */
export interface Breach {
  /** What it does instead of keeping the promise, told wherever the cloud is shown. */
  readonly instead: string
  /** Absent when the cloud below the APIs is so already. */
  readonly onTheWay?: BreakHandler
  readonly caughtBy: CaughtBy
}

/** Who finds it out, and what is then said. */
type CaughtBy =
  /** A phase of a challenge with the shipped workloads: rounds fail, and the cause of all that do has that form. */
  | { readonly promise: string; readonly phase: string; readonly cause: RegExp }
  /** A rule of the contract, whose sentence is the promise, with a reason of that form. */
  | { readonly rule: RuleName; readonly reason: RegExp }
