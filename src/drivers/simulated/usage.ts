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
  /** What single zones can hold at most; a zone that is not here is bounded by the cloud alone. */
  readonly zones?: Readonly<Record<string, { readonly vcpus?: number; readonly memoryMiB?: number }>>
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
  readonly #usedIn = new Map<string, Map<QuotaName, number>>()
  readonly #limits: Weight
  readonly #capacity: Capacity

  constructor(limits: Weight, capacity: Capacity) {
    this.#limits = limits
    this.#capacity = capacity
  }

  of(name: QuotaName): number {
    return this.#used.get(name) ?? 0
  }

  /** Fails with `quota_exceeded` or `no_capacity` when that much more does not fit, into its zone where it has one. */
  admit(more: Weight, zone?: string): void {
    this.admitToQuota(more)
    const shortage = this.shortage(more, zone)
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

  /** What the cloud, or that zone of it, lacks to hold that much more; `undefined` when it fits. */
  shortage(more: Weight, zone?: string): string | undefined {
    const lacks = (where: string, room: Capacity | undefined, used: ReadonlyMap<QuotaName, number> | undefined) => {
      for (const name of capacityNames) {
        const wanted = more[name] ?? 0
        const taken = used?.get(name) ?? 0
        const most = room?.[name]
        if (wanted > 0 && most !== undefined && taken + wanted > most)
          return `${where} has ${most} ${words[name]}, ${taken} are taken and ${wanted} more were asked for`
      }
      return undefined
    }
    const inZone = zone === undefined ? undefined : this.#capacity.zones?.[zone]
    return (
      lacks('the cloud', this.#capacity, this.#used) ??
      (inZone && lacks(`the zone ${zone}`, inZone, this.#usedIn.get(zone ?? '')))
    )
  }

  /** Counts what became of something: nothing before it was made, nothing after it is gone. */
  replace(before: Weight, after: Weight, zone?: string): void {
    const inZone = zone === undefined ? undefined : (this.#usedIn.get(zone) ?? new Map<QuotaName, number>())
    if (zone !== undefined && inZone) this.#usedIn.set(zone, inZone)
    for (const name of quotaNames) {
      const difference = (after[name] ?? 0) - (before[name] ?? 0)
      if (difference === 0) continue
      for (const used of [this.#used, ...(inZone ? [inZone] : [])]) used.set(name, (used.get(name) ?? 0) + difference)
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
