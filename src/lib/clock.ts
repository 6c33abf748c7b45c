/** Where time comes from. Everything that waits or stamps takes one, so that tests and simulations own time. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Resolves after that many milliseconds; rejects with the signal's reason when the signal aborts first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The machine's own clock. A sleep keeps the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // Every request has a deadline that is called off: timers/promises would make an error for each.
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }, milliseconds)
      const abort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
    }),
}

interface Sleeper {
  readonly due: number
  readonly wake: () => void
}

/** A clock that stands still until told to move. Sleepers wake in the order of their time. */
export class ManualClock implements Clock {
  #now: number
  readonly #sleepers = new Set<Sleeper>()

  constructor(startsAt = Date.UTC(2026, 0, 1)) {
    this.#now = startsAt
  }

  now(): number {
    return this.#now
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const sleeper: Sleeper = {
        due: this.#now + Math.max(0, milliseconds),
        wake: () => {
          signal?.removeEventListener('abort', abort)
          resolve()
        },
      }
      const abort = () => {
        this.#sleepers.delete(sleeper)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#sleepers.add(sleeper)
    })
  }

  /** Moves time on, waking on the way everyone whose time has come, and lets what they start run. */
  async advance(milliseconds: number): Promise<void> {
    const target = this.#now + milliseconds
    await settle()
    for (let next = this.#earliest(target); next; next = this.#earliest(target)) {
      this.#sleepers.delete(next)
      this.#now = Math.max(this.#now, next.due)
      next.wake()
      await settle()
    }
    this.#now = target
  }

  #earliest(until: number): Sleeper | undefined {
    let earliest: Sleeper | undefined
    for (const sleeper of this.#sleepers)
      if (sleeper.due <= until && (!earliest || sleeper.due < earliest.due)) earliest = sleeper
    return earliest
  }
}

/** Lets promise callbacks that are ready run, including those that they start. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
