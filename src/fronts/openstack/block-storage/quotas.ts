import { CloudError } from '../../../model/cloud-error.ts'
import type { Front } from '../kernel/front.ts'
import type { Collection } from '../store/store.ts'
import { SnapshotLibrary } from './snapshot-library.ts'
import type { QuotaSet } from './volume-record.ts'

/** Cinder's limits of each project, and what is used of them: counted, never kept. */
export class BlockStorageQuotas {
  readonly #front: Front
  readonly #sets: Collection<QuotaSet>
  readonly #snapshots: SnapshotLibrary

  constructor(front: Front) {
    this.#front = front
    this.#sets = front.store.collection('block-storage:quotas')
    this.#snapshots = new SnapshotLibrary(front)
  }

  /** The limits of a new project; -1 for none. */
  get defaults(): Readonly<Record<string, number>> {
    return this.#front.profile.quotas.volume
  }

  limits(projectId: string): Readonly<Record<string, number>> {
    return { ...this.defaults, ...this.#sets.get(projectId)?.limits }
  }

  set(projectId: string, limits: Readonly<Record<string, number>>): void {
    this.#sets.put({ id: projectId, limits: { ...this.#sets.get(projectId)?.limits, ...limits } })
  }

  reset(projectId: string): void {
    this.#sets.delete(projectId)
  }

  /** What a project has. Snapshots count as gigabytes too, as in Cinder's own defaults (`no_snapshot_gb_quota`). */
  used(projectId: string): { readonly volumes: number; readonly snapshots: number; readonly gigabytes: number } {
    let [volumes, snapshots, gigabytes] = [0, 0, 0]
    for (const { native, pending } of this.#front.mirror.list('volume', projectId)) {
      volumes += 1
      gigabytes += native?.sizeGiB ?? (pending as { readonly sizeGiB?: number } | undefined)?.sizeGiB ?? 0
    }
    for (const { sizeGiB } of this.#snapshots.list(projectId)) {
      snapshots += 1
      gigabytes += sizeGiB
    }
    return { volumes, snapshots, gigabytes }
  }

  /** Throws `quota_exceeded` in Cinder's words when the project may not have so much more. */
  admit(
    projectId: string,
    more: { readonly volumes?: number; readonly snapshots?: number; readonly gigabytes: number },
  ): void {
    const limits = this.limits(projectId)
    const used = this.used(projectId)
    const fits = (name: 'volumes' | 'snapshots' | 'gigabytes') => {
      const limit = limits[name] ?? -1
      return limit < 0 || used[name] + (more[name] ?? 0) <= limit
    }
    if (more.volumes && !fits('volumes'))
      throw overQuota(`Maximum number of volumes allowed (${limits.volumes}) exceeded for quota 'volumes'.`)
    if (more.snapshots && !fits('snapshots'))
      throw overQuota(`Maximum number of snapshots allowed (${limits.snapshots}) exceeded`)
    if (!fits('gigabytes'))
      throw overQuota(
        `Requested volume or snapshot exceeds allowed gigabytes quota. Requested ${more.gigabytes}G, quota is ${limits.gigabytes}G and ${used.gigabytes}G has been consumed.`,
      )
  }

  /** Throws `quota_exceeded` for a volume that is larger than one may be. */
  admitSize(projectId: string, sizeGiB: number): void {
    const limit = this.limits(projectId).per_volume_gigabytes ?? -1
    if (limit >= 0 && sizeGiB > limit)
      throw overQuota(`Requested volume size ${sizeGiB}G is larger than maximum allowed limit ${limit}G.`)
  }
}

const overQuota = (message: string): CloudError =>
  new CloudError('quota_exceeded', message, { reason: 'OverQuota', retryAfterMs: 0 })
