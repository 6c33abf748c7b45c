import type { ErrorCode, NamedLimits } from './cloud-error.ts'
import type {
  FlavorId,
  ImageId,
  KeyPairId,
  NetworkId,
  PortId,
  SecurityGroupId,
  ServerId,
  SubnetId,
  VolumeId,
  ZoneId,
} from './id.ts'

const serverStatuses = [
  'building',
  'active',
  'stopping',
  'stopped',
  'starting',
  'rebooting',
  'resizing',
  /** Runs in its new size and waits for a confirmation or a way back. */
  'resize_pending',
  'paused',
  'suspended',
  'shelved',
  'rescued',
  'deleting',
  'error',
  'unknown',
] as const
export type ServerStatus = (typeof serverStatuses)[number]

export interface ServerInterface {
  /** Absent on clouds that show no ports. */
  readonly portId?: PortId
  readonly networkId: NetworkId
  readonly subnetId?: SubnetId
  readonly address: string
  readonly macAddress?: string
  /** The public address that leads here, if one does. */
  readonly publicAddress?: string
}

/** A virtual machine. */
export interface Server {
  readonly id: ServerId
  readonly name: string
  readonly status: ServerStatus
  /** Why `status` is `error`, in the cloud's words. */
  readonly fault?: string
  /** The limit that was not kept, where the fault names one. */
  readonly limits?: NamedLimits
  /** What `fault` amounts to, where the cloud can be understood: `no_capacity` when no host had room. */
  readonly faultCode?: ErrorCode
  readonly flavorId: FlavorId
  /** Absent when the server was booted from a volume. */
  readonly imageId?: ImageId
  readonly keyPairId?: KeyPairId
  readonly interfaces: readonly ServerInterface[]
  readonly securityGroupIds: readonly SecurityGroupId[]
  readonly zoneId?: ZoneId
  readonly metadata: Readonly<Record<string, string>>
  /** ISO 8601. */
  readonly createdAt?: string
}

export type ServerInterfaceSpec =
  | { readonly portId: PortId }
  | { readonly networkId: NetworkId; readonly subnetId?: SubnetId; readonly address?: string }

export interface ServerSpec {
  readonly name: string
  readonly flavorId: FlavorId
  /** What it boots from: an image's copy on the flavor's own disk, a new volume made from an image, or an existing volume. */
  readonly boot:
    | { readonly imageId: ImageId }
    | { readonly imageId: ImageId; readonly volumeGiB: number; readonly deleteOnTermination: boolean }
    | { readonly volumeId: VolumeId }
  readonly interfaces: readonly ServerInterfaceSpec[]
  /** Applied to the interfaces that are made from a network; ports bring their own. Absent for the cloud's default group. */
  readonly securityGroupIds?: readonly SecurityGroupId[]
  readonly keyPairId?: KeyPairId
  /** For cloud-init, as text; the driver encodes it as its cloud wants it. */
  readonly userData?: string
  readonly zoneId?: ZoneId
  readonly metadata?: Readonly<Record<string, string>>
  /** Ask for a config drive instead of the metadata service, where the cloud has both. */
  readonly configDrive?: boolean
}
