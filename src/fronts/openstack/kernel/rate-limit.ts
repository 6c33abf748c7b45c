import { CloudError } from '../../../model/cloud-error.ts'

/** Counts the requests of each project within the last second. Throws `rate_limited`, with the time to wait, for one too many. */
export class RateLimit {
  readonly #perSecond: number
  readonly #now: () => number
  /** When each of a project's last requests came that were let through. */
  readonly #recent = new Map<string, number[]>()

  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond
    this.#now = now
  }

  count(projectId: string): void {
    const now = this.#now()
    const recent = (this.#recent.get(projectId) ?? []).filter((time) => time > now - 1000)
    this.#recent.set(projectId, recent)
    if (recent.length >= this.#perSecond)
      throw new CloudError('rate_limited', `More than ${this.#perSecond} requests within a second.`, {
        retryAfterMs: (recent[0] ?? now) + 1000 - now,
      })
    recent.push(now)
  }
}
