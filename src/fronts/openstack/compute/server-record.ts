import type { ServerSpec } from '../../../model/server.ts'
import type { Collection, Document, Store } from '../store/store.ts'

/** A flavor as a server has it: what it was when the server was made, whatever became of it since. */
export interface EmbeddedFlavor {
  readonly id: string
  readonly name: string
  readonly vcpus: number
  readonly memoryMiB: number
  readonly diskGiB: number
  readonly extra: Readonly<Record<string, string>>
}

/** What Nova knows of one of a server's volumes beside the attachment itself. */
export interface ServerDisk {
  readonly volumeId: string
  readonly deleteOnTermination: boolean
  readonly tag: string | null
  readonly boot: boolean
  readonly device?: string
}

/** A disk that has yet to be made for a new server; its ids are the mirror's. */
export interface PlannedDisk {
  readonly source:
    | { readonly kind: 'volume'; readonly volumeId: string }
    | { readonly kind: 'snapshot'; readonly snapshotId: string; readonly sizeGiB: number }
    | { readonly kind: 'image'; readonly imageId: string; readonly sizeGiB: number }
    | { readonly kind: 'blank'; readonly sizeGiB: number }
  readonly volumeType?: string
  readonly deleteOnTermination: boolean
  readonly tag: string | null
  readonly device?: string
}

/** What it takes to make a server, kept until it is made. */
export interface BuildPlan {
  /** In the driver's ids. What is made on the way is missing from it: the key pair, volumes. */
  readonly spec: Omit<ServerSpec, 'boot'> & { readonly boot?: ServerSpec['boot'] }
  /** To be imported below under a name of its own. */
  readonly publicKey?: string
  /** The volume to boot from, when `spec.boot` is absent. */
  readonly bootDisk?: PlannedDisk
  /** To be attached once the server runs. */
  readonly disks: readonly PlannedDisk[]
}

/** Work under way on a server, durable so that a restarted front goes on with it. The names are Nova's task states. */
export type ServerTask = { readonly requestId: string } & (
  | { readonly name: 'spawning' | 'powering-off' | 'powering-on' | 'rebooting' | 'rebooting_hard' | 'deleting' }
  | { readonly name: 'resize_prep'; readonly flavor: EmbeddedFlavor; readonly wasStopped: boolean }
  | { readonly name: 'resize_confirming' | 'resize_reverting' }
  | { readonly name: 'rebuilding'; readonly imageId: string }
  | { readonly name: 'image_snapshot'; readonly imageId: string }
)

export interface ServerFault {
  readonly code: number
  readonly created: string
  readonly message: string
  /** Shown to administrators only, as of code 500. */
  readonly details?: string
}

/** What is Nova's own of a server; what exists below is in the mirror under the same id. */
export interface ServerRecord extends Document {
  readonly projectId: string
  readonly userId: string
  readonly name: string
  readonly hostname: string
  readonly description: string | null
  readonly flavor: EmbeddedFlavor
  /** Null when the server was booted from a volume. */
  readonly imageId: string | null
  readonly keyName: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly tags: readonly string[]
  readonly lockedBy?: 'owner' | 'admin'
  readonly lockedReason?: string
  /** As it came, in base64. */
  readonly userData: string | null
  readonly configDrive: boolean
  /** The zone that its user asked for. */
  readonly pinnedZone: string | null
  readonly diskConfig: 'AUTO' | 'MANUAL'
  readonly accessIPv4: string
  readonly accessIPv6: string
  readonly reservationId: string
  readonly launchIndex: number
  /** The names of the groups asked for: shown until the cloud below says which there are. */
  readonly requestedGroups: readonly string[]
  readonly serverGroupId?: string
  readonly disks: readonly ServerDisk[]
  /** Tags of the interfaces that were given one, by the port's or network's id. */
  readonly interfaceTags: Readonly<Record<string, string>>
  /** The ports that users brought: they outlive their place in the server. */
  readonly userPorts: readonly string[]
  /** The ports that were made for interfaces of the running server: they go with it. */
  readonly madePorts: readonly string[]
  readonly plan?: BuildPlan
  readonly task?: ServerTask
  /** The flavor before a resize that waits for its confirmation, and whether the driver waits for it too. */
  readonly resizedFrom?: EmbeddedFlavor
  readonly fault?: ServerFault
  /** Deleting it failed: it is in error, however well it runs (openstack/nova `nova/compute/manager.py`, `terminate_instance`). */
  readonly undeletable?: true
  readonly createdAt: string
  readonly updatedAt: string
  readonly launchedAt?: string
  readonly deletedAt?: string
}

const byProject = { project: ({ projectId }: ServerRecord) => projectId }

/** The servers that are there, or are on their way in or out. */
export const serverCollection = (store: Store): Collection<ServerRecord> =>
  store.collection<ServerRecord>('compute:servers', byProject)

/** The last servers that are gone: `changes-since` and usage reports tell of them. */
export const deletedServerCollection = (store: Store): Collection<ServerRecord> =>
  store.collection<ServerRecord>('compute:deleted-servers', byProject)
