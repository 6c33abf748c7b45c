import type { VolumeStatus } from '../../../model/volume.ts'
import { ImageLibrary } from '../image/image-library.ts'
import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { maySee, requireRole } from '../kernel/policy.ts'
import type { Authorization } from '../kernel/service.ts'
import type { Collection } from '../store/store.ts'
import { notFound } from './cinder-error.ts'
import { imageMetadataOf } from './image-metadata.ts'
import type { OwnAttachment, VolumeDetails } from './volume-record.ts'

/** A volume as Cinder has it. */
export interface CinderVolume {
  readonly id: string
  /** In Cinder's words, such as `in-use` or `awaiting-transfer`. */
  readonly status: string
  readonly record: MirrorRecord<'volume'>
  readonly details: VolumeDetails
  readonly sizeGiB: number
  readonly bootable: boolean
  readonly attachments: readonly VolumeAttachment[]
}

/** What uses a volume: a server through Nova, or what a client noted here. */
export interface VolumeAttachment {
  readonly id: string
  readonly volumeId: string
  readonly serverId: string | null
  readonly device: string | null
  readonly hostName: string | null
  readonly attachedAt: string | null
  /** True when the cloud below holds it: only Nova can end it. */
  readonly byNova: boolean
}

/** All volumes of the cloud below, with what Cinder alone knows of them. */
export class VolumeLibrary {
  readonly details: Collection<VolumeDetails>
  /** Attachments that were made here and not through Nova. */
  readonly ownAttachments: Collection<OwnAttachment>
  readonly #front: Front

  constructor(front: Front) {
    this.#front = front
    this.details = front.store.collection('block-storage:volumes')
    this.ownAttachments = front.store.collection('block-storage:attachments', {
      volume: ({ volumeId }) => volumeId,
      project: ({ projectId }) => projectId,
    })
  }

  get(id: string): CinderVolume | undefined {
    const record = this.#front.mirror.get('volume', id)
    return record && this.#volume(record)
  }

  /** One project's volumes, or all of them, in the order of their making. */
  *list(projectId?: string): Iterable<CinderVolume> {
    for (const record of this.#front.mirror.list('volume', projectId)) yield this.#volume(record)
  }

  /** The caller's view of one volume. Throws `not_found` for those of others. */
  need(authorization: Authorization, id: string): CinderVolume {
    const volume = this.get(id)
    if (volume && maySee(authorization, volume.record.projectId)) return volume
    throw notFound('Volume', id)
  }

  /** The same, for a change. */
  needForChange(authorization: Authorization, id: string, action: string): CinderVolume {
    const volume = this.need(authorization, id)
    requireRole(authorization, 'member', action)
    return volume
  }

  /** Changes what Cinder alone knows. */
  change(id: string, changes: Partial<Omit<VolumeDetails, 'id' | 'updatedAt'>>): void {
    const volume = this.get(id)
    if (volume) this.details.put({ ...volume.details, ...changes, id, updatedAt: this.#front.timestamp() })
  }

  /** Shows that status until the one below changes, or `hold` is called without one. */
  hold(id: string, status: string | undefined): void {
    const volume = this.get(id)
    if (!volume) return
    const { hold: _before, ...details } = volume.details
    const over = volume.record.native?.status ?? 'creating'
    this.details.put({
      ...details,
      ...(status === undefined ? {} : { hold: { status, over } }),
      updatedAt: this.#front.timestamp(),
    })
  }

  /** Forgets all that is Cinder's of a volume. */
  forget(id: string): void {
    this.#front.store.transaction(() => {
      this.details.delete(id)
      for (const attachment of [...this.ownAttachments.by('volume', id)]) this.ownAttachments.delete(attachment.id)
    })
  }

  #volume(record: MirrorRecord<'volume'>): CinderVolume {
    const details = this.details.get(record.id) ?? this.#fromBelow(record)
    const attachments = this.#attachments(record)
    const { native } = record
    const planned = record.pending as { readonly sizeGiB?: number } | undefined
    return {
      id: record.id,
      status: this.#isUploading(details) ? 'uploading' : statusOf(record, details, attachments),
      record,
      details,
      sizeGiB: native?.sizeGiB ?? planned?.sizeGiB ?? 0,
      bootable: details.bootable ?? native?.bootable ?? false,
      attachments,
    }
  }

  /** True while the image that is being made of it has no data yet. */
  #isUploading({ uploadsTo }: VolumeDetails): boolean {
    const image = uploadsTo === undefined ? undefined : this.#front.mirror.get('image', uploadsTo)
    const status = image?.native?.status ?? 'queued'
    return image !== undefined && !image.deleting && (status === 'queued' || status === 'importing')
  }

  /** A volume that was not made through Cinder, such as one that a server boots from. */
  #fromBelow({ id, native, pending, updatedAt }: MirrorRecord<'volume'>): VolumeDetails {
    const { mirror } = this.#front
    const imageId = native?.imageId === undefined ? undefined : mirror.idOf('image', native.imageId)
    const image = imageId === undefined ? undefined : new ImageLibrary(this.#front).get(imageId)
    return {
      id,
      name: native?.name ?? (pending as { readonly name?: string } | undefined)?.name ?? null,
      description: null,
      metadata: {},
      userId: null,
      ...(image ? { imageMetadata: imageMetadataOf(image) } : {}),
      updatedAt,
    }
  }

  #attachments({ id, native }: MirrorRecord<'volume'>): VolumeAttachment[] {
    const { mirror } = this.#front
    const attachments: VolumeAttachment[] = []
    for (const attachment of native?.attachments ?? []) {
      const record = mirror.byNative('attachment', attachment.id)
      attachments.push({
        id: record?.id ?? attachment.id,
        volumeId: id,
        serverId: mirror.idOf('server', attachment.serverId) ?? attachment.serverId,
        device: attachment.device ?? null,
        hostName: null,
        attachedAt: record?.createdAt ?? null,
        byNova: true,
      })
    }
    for (const own of this.ownAttachments.by('volume', id))
      if (own.status === 'attached')
        attachments.push({
          id: own.id,
          volumeId: id,
          serverId: own.serverId,
          device: own.mountpoint,
          hostName: own.hostName,
          attachedAt: own.attachedAt,
          byNova: false,
        })
    return attachments
  }
}

const words: Readonly<Record<VolumeStatus, string>> = {
  creating: 'creating',
  available: 'available',
  attaching: 'attaching',
  in_use: 'in-use',
  detaching: 'detaching',
  extending: 'extending',
  deleting: 'deleting',
  error: 'error',
}

const statusOf = (
  { native, deleting }: MirrorRecord<'volume'>,
  { hold }: VolumeDetails,
  attachments: readonly VolumeAttachment[],
): string => {
  if (deleting) return 'deleting'
  const below = native?.status ?? 'creating'
  if (hold?.over === below) return hold.status
  return below === 'available' && attachments.length > 0 ? 'in-use' : words[below]
}
