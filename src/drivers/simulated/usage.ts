import { CloudError } from '../../model/cloud-error.ts'
import type { QuotaName, Quotas } from '../../model/quota.ts'
import { quotaNames } from '../../model/quota.ts'

/** How much of each quota something takes. */
export type Weight = Readonly<Partial<Record<QuotaName, number>>>

/** What the cloud can hold at most, whatever an account may have. */
export interface Capacity {
  readonly vcpus?: number
  readonly memoryMiB?: number
  readonly volumeGiB?: number
  /** True where a server that finds no room is accepted first and becomes `error` then, as Nova does. */
  readonly toldLate?: boolean
}

const capacityNames = ['vcpus', 'memoryMiB', 'volumeGiB'] as const
const words: Readonly<Record<(typeof capacityNames)[number], string>> = {
  vcpus: 'vCPUs',
  memoryMiB: 'MiB of memory',
  volumeGiB: 'GiB of volumes',
}

/** Keeps the sums of what exists, so that a check costs the same however much there is. */
export class Usage {
  readonly #used = new Map<QuotaName, number>()
  readonly #limits: Weight
  readonly #capacity: Capacity

  constructor(limits: Weight, capacity: Capacity) {
    this.#limits = limits
    this.#capacity = capacity
  }

  of(name: QuotaName): number {
    return this.#used.get(name) ?? 0
  }

  /** Fails with `quota_exceeded` or `no_capacity` when that much more does not fit. */
  admit(more: Weight): void {
    this.admitToQuota(more)
    const shortage = this.shortage(more)
    if (shortage !== undefined) throw new CloudError('no_capacity', shortage)
  }

  /** Fails with `quota_exceeded` when the account may not have that much more. */
  admitToQuota(more: Weight): void {
    for (const name of quotaNames) {
      const wanted = more[name] ?? 0
      const limit = this.#limits[name]
      if (wanted > 0 && limit !== undefined && this.of(name) + wanted > limit)
        throw new CloudError(
          'quota_exceeded',
          `the quota of ${name} is ${limit}, ${this.of(name)} are used and ${wanted} more were asked for`,
          { reason: name },
        )
    }
  }

  /** What the cloud lacks to hold that much more; `undefined` when it fits. */
  shortage(more: Weight): string | undefined {
    for (const name of capacityNames) {
      const wanted = more[name] ?? 0
      const room = this.#capacity[name]
      if (wanted > 0 && room !== undefined && this.of(name) + wanted > room)
        return `the cloud has ${room} ${words[name]}, ${this.of(name)} are taken and ${wanted} more were asked for`
    }
    return undefined
  }

  replace(before: Weight, after: Weight): void {
    for (const name of quotaNames) {
      const difference = (after[name] ?? 0) - (before[name] ?? 0)
      if (difference !== 0) this.#used.set(name, this.of(name) + difference)
    }
  }

  tell(names: readonly QuotaName[]): Quotas {
    return Object.fromEntries(
      names.map((name) => {
        const limit = this.#limits[name]
        return [name, limit === undefined ? { used: this.of(name) } : { limit, used: this.of(name) }]
      }),
    )
  }
}
