import type { CompleteDocument } from './document.ts'

/** A workload that was read without a mistake: its references hold, its relations have no cycle, its inputs have values. */
export interface Workload {
  readonly document: CompleteDocument
  /** Every input's value, as text. */
  readonly inputs: Readonly<Record<string, string>>
}
