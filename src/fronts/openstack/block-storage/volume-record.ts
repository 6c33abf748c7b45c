import type { Document } from '../store/store.ts'

/** A status that Cinder shows though the cloud below knows nothing of it. It ends when the status below is no longer the one that it was put over. */
interface Hold {
  readonly status: string
  readonly over: string
}

/** What Cinder knows of a volume beside what the cloud below holds. */
export interface VolumeDetails extends Document {
  readonly name: string | null
  readonly description: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly userId: string | null
  readonly sourceVolumeId?: string
  readonly bootable?: boolean
  readonly readonly?: boolean
  readonly imageMetadata?: Readonly<Record<string, string>>
  readonly hold?: Hold
  /** The image that was made of it last. */
  readonly uploadsTo?: string
  readonly updatedAt: string
}

/** What Cinder knows of a snapshot beside what the cloud below holds. */
export interface SnapshotDetails extends Document {
  readonly name: string | null
  readonly description: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly userId: string | null
  readonly hold?: Hold
  /** The volume that is being made from it: nobody asked for the snapshot itself, and it goes when the volume is there. */
  readonly madeFor?: string
  readonly updatedAt: string
}

/** An attachment that a client made here and not through Nova: a reservation, or a note that something uses the volume. */
export interface OwnAttachment extends Document {
  readonly volumeId: string
  readonly projectId: string
  readonly serverId: string | null
  readonly status: 'reserved' | 'attached'
  readonly mode: 'rw' | 'ro' | null
  readonly mountpoint: string | null
  readonly hostName: string | null
  readonly attachedAt: string | null
}

/** An offer to give a volume to whoever has the key. Only a digest of the key is kept. */
export interface Transfer extends Document {
  readonly volumeId: string
  readonly projectId: string
  readonly name: string | null
  readonly keyDigest: string
  readonly noSnapshots: boolean
  readonly acceptedBy: string | null
  readonly createdAt: string
}

/** An administrator's limits for one project, by resource; the id is the project's. */
export interface QuotaSet extends Document {
  readonly limits: Readonly<Record<string, number>>
}
