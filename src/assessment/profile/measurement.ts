import type { ProfileFacts } from './profile-facts.ts'

/** How one key of a profile is found out: from facts, unless this one cloud does not tell it, or not at all, with the reason. */
type Measurement<Value> =
  | { readonly measure: (facts: ProfileFacts) => Value | undefined; readonly otherwise?: string }
  | { readonly because: string }

/** One for every key that there is: a key without one does not compile. */
export type Measurements<Shape> = { readonly [Key in keyof Required<Shape>]: Measurement<Required<Shape>[Key]> }

/** A key that was not measured, and why. */
export interface Unmeasured {
  /** `cloud.latency` */
  readonly key: string
  readonly because: string
}

export interface Measured<Shape> {
  readonly values: Partial<Shape>
  readonly unmeasured: readonly Unmeasured[]
}

/** Takes all measurements of one part of a profile. */
export const takeMeasurements = <Shape extends object>(
  part: string,
  measurements: Measurements<Shape>,
  facts: ProfileFacts,
): Measured<Shape> => {
  const values: Record<string, unknown> = {}
  const unmeasured: Unmeasured[] = []
  for (const [name, measurement] of Object.entries<Measurement<unknown>>(measurements)) {
    const key = part === '' ? name : `${part}.${name}`
    if ('because' in measurement) {
      unmeasured.push({ key, because: measurement.because })
      continue
    }
    const value = measurement.measure(facts)
    if (value === undefined) unmeasured.push({ key, because: measurement.otherwise ?? 'this cloud does not tell it' })
    else values[name] = value
  }
  return { values: values as Partial<Shape>, unmeasured }
}
