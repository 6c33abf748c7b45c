/** What every call carries. */
export interface Call {
  /** Aborting it ends the call with the signal's reason; what the cloud had begun may still happen. */
  readonly signal: AbortSignal
}

/** What every create carries. */
export interface CreateCall extends Call {
  /**
   * Names this create, 1 to 64 characters of `[A-Za-z0-9_-]`. Repeating a create with the same token gives what the first one made and makes nothing
   * more: at once through the same driver, and after a restart once `traits.consistencyWindowMs` is over. A driver keeps it with the resource (a tag, the
   * cloud's own client token); what it remembers itself only bridges that window, and after a create whose
   * answer was lost it may look for as long before it makes anything.
   */
  readonly token: string
}
