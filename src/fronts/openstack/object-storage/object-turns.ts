/**
 * Keeps those apart who write an object and those who first read what it is and then change it by that: between the two steps of a change, no other data may
 * come under it. Writes go on beside one another. By the objects' ids, within one process.
 */
export class ObjectTurns {
  readonly #writes = new Map<string, Set<Promise<void>>>()
  readonly #changes = new Map<string, Promise<void>>()

  /** Runs a write, as long as it takes, once no change of the object runs. */
  async write<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    for (let change = this.#changes.get(id); change; change = this.#changes.get(id)) await change
    const running = work()
    const writes = this.#writes.get(id) ?? new Set()
    const ended = settled(running)
    this.#writes.set(id, writes.add(ended))
    try {
      return await running
    } finally {
      writes.delete(ended)
      if (writes.size === 0) this.#writes.delete(id)
    }
  }

  /** Runs a change, which should be short, once nobody else writes or changes the object. */
  async change<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    for (let other = this.#other(id); other; other = this.#other(id)) await other
    const running = work()
    this.#changes.set(id, settled(running))
    try {
      return await running
    } finally {
      this.#changes.delete(id)
    }
  }

  /** True while a change would have to wait. */
  isBusy(id: string): boolean {
    return this.#other(id) !== undefined
  }

  #other(id: string): Promise<void> | undefined {
    const [write] = this.#writes.get(id) ?? []
    return this.#changes.get(id) ?? write
  }
}

const settled = (work: Promise<unknown>): Promise<void> =>
  work.then(
    () => {},
    () => {},
  )
