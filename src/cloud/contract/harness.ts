import type { Clock } from '../../lib/clock.ts'
import type { Random } from '../../lib/random.ts'
import type { CloudDriver } from '../driver.ts'
import type { Skips } from './rules.ts'
import type { Samples } from './subject.ts'

/** A cloud opened for examination. */
export interface Opened {
  /** Disposed of when the examination is over. */
  readonly driver: CloudDriver
  readonly samples: Samples
  readonly clock: Clock
  readonly random: Random
  /** How many requests the driver has sent to its cloud. */
  readonly requests?: () => number
  /** How many items of a list one request brings at most; small, so that the rules need not make many. */
  readonly pageSize?: number
  /** Opens the same cloud and account again, with a driver that remembers nothing. */
  readonly reopen?: () => Promise<CloudDriver>
}

/** How one cloud is opened for the contract's rules: a driver's whole test. */
export interface Harness {
  /** What the cloud is called in reports. */
  readonly cloud: string
  open(): Promise<Opened>
  readonly skip?: Skips
  /** How long one rule may take, in milliseconds; 15,000 when absent. */
  readonly limitMs?: number
}
