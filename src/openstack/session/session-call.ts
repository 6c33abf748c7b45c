/** What ends a request early. */
export interface SessionCall {
  readonly signal: AbortSignal
}
