/** One figure against its limit. Limits are ratios within one run where the figure depends on the machine. */
export interface Measurement {
  readonly name: string
  readonly measured: number
  readonly limit: number
  /** Which side of the limit is right. */
  readonly must: 'stay below' | 'reach'
  readonly unit: '×' | 'ms' | 'MB'
  /** What the figure was made of, as one line. */
  readonly detail: string
}

/** A measurement that could not be taken, and why: it never counts as within its limit. */
export interface NotRun {
  readonly name: string
  readonly notRun: string
}

export const isWithin = ({ measured, limit, must }: Measurement): boolean =>
  must === 'reach' ? measured >= limit : measured <= limit

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 0 ? (low + high) / 2 : high
}
