import type { Clock } from '../../lib/clock.ts'

/** Spreads what begins evenly over time, so that no more than so many begin within a second. */
export class Pace {
  readonly #interval: number
  readonly #clock: Clock
  #next = 0

  constructor(perSecond: number, clock: Clock) {
    this.#interval = 1000 / perSecond
    this.#clock = clock
  }

  /** Resolves when it is this caller's turn, first come first served. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = this.#clock.now()
    const at = Math.max(now, this.#next)
    this.#next = at + this.#interval
    if (at > now) await this.#clock.sleep(at - now, signal)
  }
}
