import type { CreateCall } from '../../cloud/call.ts'
import type { Clock } from '../../lib/clock.ts'
import { CloudError, isAmbiguous } from '../../model/cloud-error.ts'

/**
 * Joins creates of one token that are under way at the same time in this process into one. What earlier creates made is found in the cloud; what was made
 * here so lately that the cloud may not show it yet is remembered, and what may have been made by a request whose answer was lost is waited for, so that no
 * second one is made.
 */
export class Creates {
  readonly #clock: Clock
  readonly #windowMs: number
  readonly #underWay = new Map<string, Promise<unknown>>()
  /** In the order of their making. */
  readonly #made = new Map<string, { readonly resource: unknown; readonly at: number }>()
  /** When a create failed that may have made something nevertheless. */
  readonly #doubtfulSince = new Map<string, number>()

  /** `windowMs` is how long the cloud may take to show what was made. */
  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock
    this.#windowMs = windowMs
  }

  /**
   * What a create with this token made, be it just now, else what `make` makes. `find` looks in the cloud for what an earlier one made. After a create whose
   * answer was lost it looks again and again till the window is over: the only wait of this driver, since nobody else can look for a token.
   */
  async once<Resource>(
    kind: string,
    call: CreateCall,
    find: () => Promise<Resource | undefined>,
    make: () => Promise<Resource>,
  ): Promise<Resource> {
    return this.joined(kind, call, async () => {
      const key = keyOf(kind, call.token)
      const there = (await find()) ?? this.made<Resource>(kind, call.token) ?? (await this.#shownLate(key, call, find))
      this.#doubtfulSince.delete(key)
      if (there !== undefined) return there
      const resource = await this.#noting(key, call, make)
      this.#made.set(key, { resource, at: this.#clock.now() })
      return resource
    })
  }

  /** The same for a create whose repetition the cloud itself refuses: nothing is looked for and nothing remembered. */
  async joined<Resource>(
    kind: string,
    { token, signal }: CreateCall,
    make: () => Promise<Resource>,
  ): Promise<Resource> {
    const key = keyOf(kind, token)
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
    const work = make()
    this.#underWay.set(key, work)
    try {
      return await work
    } finally {
      if (this.#underWay.get(key) === work) this.#underWay.delete(key)
    }
  }

  /** What a create with this token made here within the window, as its answer told of it. */
  made<Resource>(kind: string, token: string): Resource | undefined {
    for (const [key, { at }] of this.#made) {
      if (at + this.#windowMs > this.#clock.now()) break
      this.#made.delete(key)
    }
    return this.#made.get(keyOf(kind, token))?.resource as Resource | undefined
  }

  async #shownLate<Resource>(
    key: string,
    { signal }: CreateCall,
    find: () => Promise<Resource | undefined>,
  ): Promise<Resource | undefined> {
    const until = (this.#doubtfulSince.get(key) ?? Number.NEGATIVE_INFINITY) + this.#windowMs
    for (let left = until - this.#clock.now(); left > 0; left = until - this.#clock.now()) {
      await this.#clock.sleep(Math.min(left, this.#windowMs / 10), signal)
      const found = await find()
      if (found !== undefined) return found
    }
    return undefined
  }

  async #noting<Resource>(key: string, { signal }: CreateCall, make: () => Promise<Resource>): Promise<Resource> {
    try {
      return await make()
    } catch (error) {
      const isOpen = signal.aborted || (error instanceof CloudError && isAmbiguous(error.code))
      if (isOpen) this.#doubtfulSince.set(key, this.#clock.now())
      throw error
    }
  }

  /** It was deleted: the same token makes it anew. */
  forget(id: string): void {
    for (const [key, { resource }] of this.#made)
      if (resource === id || (resource as { readonly id?: unknown }).id === id) this.#made.delete(key)
  }
}

const keyOf = (kind: string, token: string): string => `${kind} ${token}`
