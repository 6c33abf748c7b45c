import type { AttachmentId, ImageId, ServerId, SnapshotId, VolumeId, ZoneId } from './id.ts'

export type VolumeStatus =
  | 'creating'
  | 'available'
  | 'attaching'
  | 'in_use'
  | 'detaching'
  | 'extending'
  | 'deleting'
  | 'error'

/** A disk that outlives servers. */
export interface Volume {
  readonly id: VolumeId
  readonly name: string
  readonly status: VolumeStatus
  readonly sizeGiB: number
  readonly type?: string
  readonly zoneId?: ZoneId
  readonly bootable: boolean
  readonly snapshotId?: SnapshotId
  readonly imageId?: ImageId
  readonly attachments: readonly Attachment[]
  /** ISO 8601, where the cloud says. */
  readonly createdAt?: string
}

export interface VolumeSpec {
  readonly name: string
  /** In GiB; not below the snapshot's or the image's size. */
  readonly sizeGiB: number
  readonly type?: string
  readonly zoneId?: ZoneId
  readonly snapshotId?: SnapshotId
  readonly imageId?: ImageId
}

export interface VolumeType {
  readonly name: string
  readonly description: string
  readonly default: boolean
  /** The least and the most GiB that a volume of this type may have, where the cloud tells. */
  readonly minGiB?: number
  readonly maxGiB?: number
}

export interface Attachment {
  readonly id: AttachmentId
  readonly volumeId: VolumeId
  readonly serverId: ServerId
  /** The device name as the cloud reports it, such as `/dev/vdb`: advisory, guests may see another. */
  readonly device?: string
}

export interface AttachmentSpec {
  readonly volumeId: VolumeId
  readonly serverId: ServerId
  readonly device?: string
}

export type SnapshotStatus = 'creating' | 'available' | 'deleting' | 'error'

/** A volume's content at one moment. */
export interface Snapshot {
  readonly id: SnapshotId
  readonly name: string
  readonly status: SnapshotStatus
  readonly volumeId: VolumeId
  readonly sizeGiB: number
  readonly createdAt?: string
}

export interface SnapshotSpec {
  readonly name: string
  readonly volumeId: VolumeId
}
