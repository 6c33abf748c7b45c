/** One thing that is not as it was. */
export interface Change {
  /** `changed` is neither better nor worse. */
  readonly effect: 'better' | 'worse' | 'changed'
  /** Absent where it is about all rounds of a cloud or of a report. */
  readonly workload?: string
  readonly cloud?: string
  /** What it is about: `verdict`, `leaked`, `time of deploy`, `web: flavor` and so on. */
  readonly what: string
  /** Absent where there was none. */
  readonly before?: string
  /** Absent where there is none any more. */
  readonly after?: string
}

/** A change of this round, or of all rounds that these names stand for. */
export const change = (
  { workload, cloud }: { readonly workload?: string; readonly cloud?: string },
  what: string,
  effect: Change['effect'],
  { before, after }: Pick<Change, 'before' | 'after'>,
): Change => ({
  effect,
  ...(workload === undefined ? {} : { workload }),
  ...(cloud === undefined ? {} : { cloud }),
  what,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
})
