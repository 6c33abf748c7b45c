import type { Clock } from '../lib/clock.ts'

/** Remembers what was created a short while ago, since a cloud that copies its state around may not show it yet. */
export class OwnCreates {
  readonly #clock: Clock
  readonly #windowMs: number
  readonly #expiries = new Map<string, number>()

  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock
    this.#windowMs = windowMs
  }

  /** `createdAt` is now unless it is said. */
  add(id: string, createdAt = this.#clock.now()): void {
    const expiry = createdAt + this.#windowMs
    if (expiry <= this.#clock.now()) return
    this.#forgetExpired()
    this.#expiries.delete(id)
    this.#expiries.set(id, expiry)
  }

  forget(id: string): void {
    this.#expiries.delete(id)
  }

  has(id: string): boolean {
    return (this.#expiries.get(id) ?? Number.NEGATIVE_INFINITY) > this.#clock.now()
  }

  /** True when the value, or any text inside it, is the id of something that the cloud may not show yet. */
  isNamedIn(value: unknown): boolean {
    if (this.#expiries.size === 0) return false
    if (typeof value === 'string') return this.has(value)
    if (Array.isArray(value)) return value.some((item) => this.isNamedIn(item))
    return isPlainObject(value) && Object.values(value).some((item) => this.isNamedIn(item))
  }

  #forgetExpired(): void {
    for (const [id, expiry] of this.#expiries) {
      if (expiry > this.#clock.now()) return
      this.#expiries.delete(id)
    }
  }
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
