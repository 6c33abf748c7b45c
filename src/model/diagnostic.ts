/** A place in a file of the user's. Lines and columns count from 1. */
export interface SourcePosition {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A mistake in a user's file. Diagnostics are collected and shown together; they are never thrown one by one. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning'
  /** One line without a full stop. */
  readonly summary: string
  readonly detail?: string
  readonly at?: SourcePosition
  /** What to write instead, where it can be told. */
  readonly hint?: string
}
