import type { CloudDescription } from '../model/cloud-description.ts'
import type { ErrorCode, NamedLimits } from '../model/cloud-error.ts'
import type { Flavor } from '../model/flavor.ts'
import type { FloatingIp, FloatingIpPool, FloatingIpSpec } from '../model/floating-ip.ts'
import type {
  AttachmentId,
  FlavorId,
  FloatingIpId,
  ImageId,
  KeyPairId,
  NetworkId,
  PortId,
  RouterId,
  SecurityGroupId,
  SecurityGroupRuleId,
  ServerId,
  SnapshotId,
  SubnetId,
  VolumeId,
} from '../model/id.ts'
import type { DiskFormat, Image, ImageSpec } from '../model/image.ts'
import type { KeyPair, KeyPairSpec } from '../model/key-pair.ts'
import type {
  Network,
  NetworkSpec,
  Port,
  PortChanges,
  PortSpec,
  Route,
  Router,
  RouterSpec,
  Subnet,
  SubnetChanges,
  SubnetSpec,
} from '../model/network.ts'
import type { Region, Zone } from '../model/place.ts'
import type { Probe, ProbeResult } from '../model/probe.ts'
import type { Quotas } from '../model/quota.ts'
import type {
  SecurityGroup,
  SecurityGroupRule,
  SecurityGroupRuleSpec,
  SecurityGroupSpec,
} from '../model/security-group.ts'
import type { Server, ServerSpec, ServerStatus } from '../model/server.ts'
import type {
  Attachment,
  AttachmentSpec,
  Snapshot,
  SnapshotSpec,
  Volume,
  VolumeSpec,
  VolumeType,
} from '../model/volume.ts'
import type { Call, CreateCall } from './call.ts'
import type { Change } from './change.ts'
import type { ContainerDriver, ObjectDriver } from './object-driver.ts'

/**
 * What a cloud must do. A driver translates and nothing else: it waits for nothing, retries nothing, finds nothing by name, and throws its
 * SDK's own errors unwrapped. `Cloud` does all that, once, for every driver.
 *
 * A group that is absent is a thing that the cloud does not have; nothing here throws "not implemented". In every group: a create resolves once
 * the cloud accepted it, any other method on what does not exist (or on text that is no id here) fails with `not_found`, a `list` yields every page
 * and asks for nothing more once its reader stops, and deleting what is gone resolves.
 */
export interface CloudDriver extends AsyncDisposable {
  readonly traits: CloudTraits
  readonly places: PlaceDriver
  readonly flavors: FlavorDriver
  readonly images: ImageDriver
  readonly keyPairs: KeyPairDriver
  readonly networks: NetworkDriver
  readonly subnets: SubnetDriver
  readonly securityGroups: SecurityGroupDriver
  readonly servers: ServerDriver
  readonly routers?: RouterDriver
  readonly ports?: PortDriver
  readonly floatingIps?: FloatingIpDriver
  readonly volumes?: VolumeDriver
  readonly attachments?: AttachmentDriver
  readonly snapshots?: SnapshotDriver
  readonly containers?: ContainerDriver
  /** Present exactly where there are containers. */
  readonly objects?: ObjectDriver
  readonly quotas?: QuotaDriver
  /** Present where a cloud can tell what it is like beside what it offers. */
  readonly description?: DescriptionDriver
  /** Present only on simulated clouds, whose guests no packet can reach. */
  readonly guests?: GuestDriver
  /**
   * Ends the log-in: nothing can be asked afterwards. Tells what became of it: `alive` when the cloud still takes it, `unknown` when it does not say.
   * Absent where there is nothing to end, such as AWS's keys, or where the log-in is somebody else's, such as a token that was handed in.
   */
  logOut?(call: Call): Promise<'ended' | 'alive' | 'unknown'>
  /** Yields what changed, from now on, until the signal aborts. Absent when the cloud must be polled. */
  watch?(call: Call): AsyncIterable<Change>
  /** Names an error that one of these methods threw. */
  classify(error: unknown): ClassifiedError
}

/** What a driver knows of an error of its SDK's. Programs act on the code, people read the message. */
export interface ClassifiedError {
  readonly code: ErrorCode
  /** The cloud's own sentence, without secrets. */
  readonly message: string
  readonly reason?: string
  readonly requestId?: string
  readonly retryAfterMs?: number
  /** The limit that was not kept, where the cloud's refusal names it. */
  readonly limits?: NamedLimits
}

/** Documented differences that absence cannot express: data that callers adapt to instead of asking which cloud this is. */
export interface CloudTraits {
  /** What people call this kind of cloud: `openstack`, `aws`, `simulated`. */
  readonly kind: string
  /** True when nothing behind it is a real machine. Everything shown to a person about it says so. */
  readonly simulated: boolean
  /** The region that this driver is opened for. */
  readonly region: string
  /** True when a server must be `stopped` to be resized. */
  readonly resizeNeedsStop: boolean
  /** True when every server, volume and subnet must name its zone. */
  readonly zoneRequired: boolean
  /** True when a volume can be attached only to servers of its own zone. */
  readonly volumesStayInZone: boolean
  /** Present where a subnet's gateway, DHCP, DNS servers and allocation pools can be chosen; elsewhere the cloud decides them. */
  readonly subnetSettings?: true
  /** Present where a server can boot from a volume that exists. */
  readonly bootFromVolume?: true
  /** Present where a volume can be made from an image. */
  readonly volumesFromImages?: true
  /** Present where a flavor without a disk of its own boots from a volume alone. */
  readonly disklessNeedsVolume?: true
  /** Present where a server can have a config drive, from which its guest reads user data without a metadata service. */
  readonly configDrive?: true
  /** Present where there are no security groups: none can be made or named, and whoever reaches a server's network reaches all that listens on it. */
  readonly withoutSecurityGroups?: true
  /** Present where a new security group lets nothing out until a rule of it does. */
  readonly egressIsExplicit?: true
  /** The most bytes of user data that the cloud takes, before encoding. */
  readonly userDataLimit: number
  /** How long a caller waits between two looks at a resource that is changing, in milliseconds. */
  readonly pollIntervalMs: number
  /**
   * How long after a create a `get` or `list` may not show the resource yet, in milliseconds; 0 for clouds that answer from one store.
   * Reads of one's own creates are retried for so long before `not_found` is believed.
   */
  readonly consistencyWindowMs: number
  /** The disk formats that uploads may have, the one that the cloud likes best first; absent when the cloud does not tell. */
  readonly imageFormats?: readonly DiskFormat[]
}

export interface PlaceDriver {
  regions(call: Call): AsyncIterable<Region>
  zones(call: Call): AsyncIterable<Zone>
}

export interface FlavorDriver {
  list(call: Call): AsyncIterable<Flavor>
  get(id: FlavorId, call: Call): Promise<Flavor>
}

export interface ImageDriver {
  /** The project's own images, those shared with it and the cloud's public ones. */
  list(call: Call): AsyncIterable<Image>
  get(id: ImageId, call: Call): Promise<Image>
  /** Absent when images come and go by other ways than this API. */
  readonly content?: ImageContentDriver
}

export interface ImageContentDriver {
  /** Makes an image without data: `queued`. */
  create(spec: ImageSpec, call: CreateCall): Promise<Image>
  /** Streams the data in; the image is `active` soon after. Fails with `conflict` when the image has data already. */
  upload(id: ImageId, data: ReadableStream<Uint8Array>, call: Call): Promise<void>
  /** Streams the data out, byte for byte what came in. Fails with `conflict` while there is none. */
  download(id: ImageId, call: Call): Promise<ReadableStream<Uint8Array>>
  delete(id: ImageId, call: Call): Promise<void>
}

export interface KeyPairDriver {
  /** Registers a public key. Fails with `already_exists` when the name is taken by another create's key. */
  create(spec: KeyPairSpec, call: CreateCall): Promise<KeyPair>
  list(call: Call): AsyncIterable<KeyPair>
  get(id: KeyPairId, call: Call): Promise<KeyPair>
  delete(id: KeyPairId, call: Call): Promise<void>
}

export interface NetworkDriver {
  /** Absent when the cloud forbids tenant networks and only the shared ones can be used. */
  create?(spec: NetworkSpec, call: CreateCall): Promise<Network>
  list(call: Call): AsyncIterable<Network>
  get(id: NetworkId, call: Call): Promise<Network>
  /** Fails with `conflict` while ports of servers or routers are on it. Its subnets go with it. */
  delete(id: NetworkId, call: Call): Promise<void>
}

export interface SubnetDriver {
  create?(spec: SubnetSpec, call: CreateCall): Promise<Subnet>
  list(call: Call): AsyncIterable<Subnet>
  get(id: SubnetId, call: Call): Promise<Subnet>
  /** Absent when the cloud's subnets stay as they were made. Then they have no host routes either. */
  update?(id: SubnetId, changes: SubnetChanges, call: Call): Promise<Subnet>
  /** Fails with `conflict` while addresses of it are in use. */
  delete(id: SubnetId, call: Call): Promise<void>
}

export interface RouterDriver {
  create(spec: RouterSpec, call: CreateCall): Promise<Router>
  list(call: Call): AsyncIterable<Router>
  get(id: RouterId, call: Call): Promise<Router>
  /** `undefined` takes the gateway away; fails with `conflict` while floating IPs need it. */
  setGateway(id: RouterId, externalNetworkId: NetworkId | undefined, call: Call): Promise<Router>
  /** Repeating it resolves. */
  attachSubnet(id: RouterId, subnetId: SubnetId, call: Call): Promise<Router>
  /** Makes a free port, with the address that it has, a side of the router. Absent where the cloud makes a router's ports itself. */
  attachPort?(id: RouterId, portId: PortId, call: Call): Promise<Router>
  /** Replaces all static routes. Absent when the cloud's routers have none. */
  setRoutes?(id: RouterId, routes: readonly Route[], call: Call): Promise<Router>
  /** Repeating it resolves; fails with `conflict` while floating IPs need it. */
  detachSubnet(id: RouterId, subnetId: SubnetId, call: Call): Promise<Router>
  /** Fails with `conflict` while subnets are attached. */
  delete(id: RouterId, call: Call): Promise<void>
}

export interface PortDriver {
  create(spec: PortSpec, call: CreateCall): Promise<Port>
  list(call: Call): AsyncIterable<Port>
  get(id: PortId, call: Call): Promise<Port>
  setSecurityGroups(id: PortId, groups: readonly SecurityGroupId[], call: Call): Promise<Port>
  /** Absent when a port keeps the addresses that it was made with. */
  update?(id: PortId, changes: PortChanges, call: Call): Promise<Port>
  /** Plugs a free port into a server that runs already, or takes it out; absent where only a create can. */
  attach?(id: PortId, serverId: ServerId, call: Call): Promise<Port>
  detach?(id: PortId, call: Call): Promise<Port>
  delete(id: PortId, call: Call): Promise<void>
}

export interface SecurityGroupDriver {
  create(spec: SecurityGroupSpec, call: CreateCall): Promise<SecurityGroup>
  list(call: Call): AsyncIterable<SecurityGroup>
  get(id: SecurityGroupId, call: Call): Promise<SecurityGroup>
  /** A rule that the group has already gives that rule. */
  addRule(spec: SecurityGroupRuleSpec, call: CreateCall): Promise<SecurityGroupRule>
  removeRule(id: SecurityGroupRuleId, call: Call): Promise<void>
  /**
   * Fails with `conflict` while a server uses it. Other groups' rules that name it are in its way on some clouds (AWS) and go with it on others
   * (openstack/neutron neutron/db/models/securitygroup.py, `remote_group_id`); none is left that names what is gone.
   */
  delete(id: SecurityGroupId, call: Call): Promise<void>
}

export interface FloatingIpDriver {
  pools(call: Call): AsyncIterable<FloatingIpPool>
  create(spec: FloatingIpSpec, call: CreateCall): Promise<FloatingIp>
  list(call: Call): AsyncIterable<FloatingIp>
  get(id: FloatingIpId, call: Call): Promise<FloatingIp>
  /** `undefined` takes it away from its port. Repeating it resolves. */
  associate(
    id: FloatingIpId,
    target: { portId: PortId; fixedAddress?: string } | undefined,
    call: Call,
  ): Promise<FloatingIp>
  delete(id: FloatingIpId, call: Call): Promise<void>
}

export interface VolumeDriver {
  create(spec: VolumeSpec, call: CreateCall): Promise<Volume>
  list(call: Call): AsyncIterable<Volume>
  get(id: VolumeId, call: Call): Promise<Volume>
  types(call: Call): AsyncIterable<VolumeType>
  /** Makes an `available` volume larger. Absent when the cloud cannot. */
  extend?(id: VolumeId, sizeGiB: number, call: Call): Promise<Volume>
  /** Copies what is on an `available` volume into a new image; fails with `conflict` when it is anything else. Absent when the cloud cannot. */
  createImage?(
    id: VolumeId,
    spec: {
      readonly name: string
      readonly format: DiskFormat
      readonly properties?: Readonly<Record<string, string>>
    },
    call: CreateCall,
  ): Promise<Image>
  /** Fails with `conflict` while it is attached or a snapshot depends on it. */
  delete(id: VolumeId, call: Call): Promise<void>
}

export interface AttachmentDriver {
  /** Resolves once the cloud accepts; the volume is `in_use` soon after. Fails with `conflict` when it is attached elsewhere. */
  create(spec: AttachmentSpec, call: CreateCall): Promise<Attachment>
  list(call: Call): AsyncIterable<Attachment>
  get(id: AttachmentId, call: Call): Promise<Attachment>
  /** Resolves once the cloud accepts; fails with `conflict` while the volume is still being attached. */
  delete(id: AttachmentId, call: Call): Promise<void>
}

export interface SnapshotDriver {
  create(spec: SnapshotSpec, call: CreateCall): Promise<Snapshot>
  list(call: Call): AsyncIterable<Snapshot>
  get(id: SnapshotId, call: Call): Promise<Snapshot>
  delete(id: SnapshotId, call: Call): Promise<void>
}

export interface ServerDriver {
  /** Resolves once the cloud accepts it; the server may still be `building`. */
  create(spec: ServerSpec, call: CreateCall): Promise<Server>
  list(call: Call): AsyncIterable<Server>
  get(id: ServerId, call: Call): Promise<Server>
  /** The status that `get` would show, for those who wait for it. Absent where that would cost as much. */
  status?(id: ServerId, call: Call): Promise<ServerStatus>
  delete(id: ServerId, call: Call): Promise<void>
  /** Each resolves once the cloud accepts it, and resolves too when the server is so already. */
  start(id: ServerId, call: Call): Promise<void>
  stop(id: ServerId, call: Call): Promise<void>
  reboot(id: ServerId, kind: 'soft' | 'hard', call: Call): Promise<void>
  /**
   * The server comes back in its new size, `active` or `stopped` as it was before, or `resize_pending` on clouds that want a confirmation.
   * Fails with `conflict` when it is not `stopped` and the cloud's `traits.resizeNeedsStop`.
   */
  resize(id: ServerId, flavorId: FlavorId, call: Call): Promise<void>
  /** Present exactly on clouds that leave a resized server `resize_pending`. */
  readonly confirmation?: {
    confirm(id: ServerId, call: Call): Promise<void>
    revert(id: ServerId, call: Call): Promise<void>
  }
  /** Writes the root disk anew from the image; interfaces, volumes and addresses stay. Comes back `active` or `stopped` as it was. Absent when the cloud cannot. */
  rebuild?(id: ServerId, imageId: ImageId, call: Call): Promise<void>
  /** What the guest wrote to its console, its newest part; empty when it wrote nothing yet. Absent when the cloud cannot tell. */
  consoleLog?(id: ServerId, call: Call): Promise<string>
  /** Replaces all metadata that users set. */
  setMetadata(id: ServerId, metadata: Readonly<Record<string, string>>, call: Call): Promise<Server>
  /** Captures the root disk as a new image. Absent when the cloud cannot. */
  createImage?(
    id: ServerId,
    spec: { readonly name: string; readonly properties?: Readonly<Record<string, string>> },
    call: CreateCall,
  ): Promise<Image>
}

export interface QuotaDriver {
  get(call: Call): Promise<Quotas>
}

export interface DescriptionDriver {
  /** Asks anew at every call, all parts at the same time. Makes and changes nothing; a part that the cloud refuses to tell is absent. */
  read(call: Call): Promise<CloudDescription>
}

export interface GuestDriver {
  /** Decides from the cloud's own state whether the probe would get through. */
  probe(probe: Probe, call: Call): Promise<ProbeResult>
}
