import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { maySee, requireRole } from '../kernel/policy.ts'
import type { Authorization } from '../kernel/service.ts'
import type { Collection } from '../store/store.ts'
import { notFound } from './cinder-error.ts'
import type { SnapshotDetails } from './volume-record.ts'

/** A snapshot as Cinder has it. */
export interface CinderSnapshot {
  readonly id: string
  readonly status: string
  readonly record: MirrorRecord<'snapshot'>
  readonly details: SnapshotDetails
  readonly sizeGiB: number
  /** OpenStack's id of the volume; that of the cloud below when the volume is gone. */
  readonly volumeId: string
}

/** All snapshots that somebody asked for, with what Cinder alone knows of them. */
export class SnapshotLibrary {
  readonly details: Collection<SnapshotDetails>
  readonly #front: Front

  constructor(front: Front) {
    this.#front = front
    this.details = front.store.collection('block-storage:snapshots')
  }

  get(id: string): CinderSnapshot | undefined {
    const record = this.#front.mirror.get('snapshot', id)
    const details = this.details.get(id)
    return record && !details?.madeFor ? this.#snapshot(record, details) : undefined
  }

  *list(projectId?: string): Iterable<CinderSnapshot> {
    for (const record of this.#front.mirror.list('snapshot', projectId)) {
      const details = this.details.get(record.id)
      if (!details?.madeFor) yield this.#snapshot(record, details)
    }
  }

  *ofVolume(volumeId: string): Iterable<CinderSnapshot> {
    for (const snapshot of this.list()) if (snapshot.volumeId === volumeId) yield snapshot
  }

  need(authorization: Authorization, id: string): CinderSnapshot {
    const snapshot = this.get(id)
    if (snapshot && maySee(authorization, snapshot.record.projectId)) return snapshot
    throw notFound('Snapshot', id)
  }

  needForChange(authorization: Authorization, id: string, action: string): CinderSnapshot {
    const snapshot = this.need(authorization, id)
    requireRole(authorization, 'member', action)
    return snapshot
  }

  change(id: string, changes: Partial<Omit<SnapshotDetails, 'id' | 'updatedAt'>>): void {
    const snapshot = this.get(id)
    if (snapshot) this.details.put({ ...snapshot.details, ...changes, id, updatedAt: this.#front.timestamp() })
  }

  #snapshot(record: MirrorRecord<'snapshot'>, known: SnapshotDetails | undefined): CinderSnapshot {
    const { native } = record
    const planned = record.pending as { readonly name?: string; readonly volumeId?: string } | undefined
    const nativeVolumeId = native?.volumeId ?? planned?.volumeId ?? ''
    const below = native?.status ?? 'creating'
    const volume = this.#front.mirror.byNative('volume', nativeVolumeId)
    const details = known ?? {
      id: record.id,
      name: native?.name ?? planned?.name ?? null,
      description: null,
      metadata: {},
      userId: null,
      updatedAt: record.updatedAt,
    }
    return {
      id: record.id,
      status: record.deleting ? 'deleting' : details.hold?.over === below ? details.hold.status : below,
      record,
      details,
      sizeGiB: native?.sizeGiB ?? volume?.native?.sizeGiB ?? 0,
      volumeId: volume?.id ?? nativeVolumeId,
    }
  }
}
