/** By what the API exchange that shows a failure is found. */
export interface ShownBy {
  /** Of the requests that failed. */
  readonly requestIds: readonly string[]
  /** Of the resources that were found wrong, or whatever else stands in the answer that shows it. */
  readonly ids: readonly string[]
}
