import type { CreateCall } from '../../cloud/driver.ts'

/** Joins creates of one token that are under way at the same time in this process into one. What earlier creates made is found in the cloud. */
export class Creates {
  readonly #underWay = new Map<string, Promise<unknown>>()

  /** What a create with this token made, be it just now, else what `make` makes. `find` looks in the cloud for what an earlier one made. */
  async once<Resource>(
    kind: string,
    { token, signal }: CreateCall,
    find: () => Promise<Resource | undefined>,
    make: () => Promise<Resource>,
  ): Promise<Resource> {
    const key = `${kind} ${token}`
    for (;;) {
      const other = this.#underWay.get(key)
      if (!other) break
      try {
        return (await other) as Resource
      } catch {
        // Its caller may have given up or been unlucky, which is nothing to this one: look and make for oneself.
        signal.throwIfAborted()
        if (this.#underWay.get(key) === other) this.#underWay.delete(key)
      }
    }
    const work = find().then((found) => found ?? make())
    this.#underWay.set(key, work)
    try {
      return await work
    } finally {
      if (this.#underWay.get(key) === work) this.#underWay.delete(key)
    }
  }
}
