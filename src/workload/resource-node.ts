import type { FlavorId, ImageId, NetworkId, ZoneId } from '../model/id.ts'

/** What a node stands for: a resource, or a join of two (a subnet at a router, a floating IP at a port). In the order in which plans show them. */
export const nodeKinds = [
  'key-pair',
  'network',
  'subnet',
  'router',
  'router-subnet',
  'security-group',
  'security-group-rule',
  'port',
  'floating-ip',
  'volume',
  'server',
  'attachment',
  'floating-ip-association',
] as const
export type NodeKind = (typeof nodeKinds)[number]

/** Another node's resource, or one that the cloud had already. */
export type Reference = { readonly node: string } | { readonly id: string }

/** What a resource tells once it is there. `address` is its private address, `publicAddress` the one that outside reaches. */
export type OutputName = 'address' | 'publicAddress' | 'portId' | 'poolId' | 'id'
export type Outputs = Readonly<Partial<Record<OutputName, string>>>

/** Text with places that are filled in when the resource is made. Secrets stand in it by name alone. */
export type TextPart = string | { readonly node: string; readonly output: OutputName } | { readonly secret: string }
export type TemplateText = readonly TextPart[]

/** What a guest does at its first boot, before the ids and addresses in it are known. */
export interface GuestSetup {
  readonly hostname: string
  readonly files: ReadonlyArray<{
    readonly path: string
    readonly content: TemplateText
    readonly mode: string
    readonly owner: string
  }>
  readonly packages: readonly string[]
  readonly run: readonly TemplateText[]
  readonly mounts: ReadonlyArray<{
    readonly volume: Reference
    readonly directory: string
    readonly filesystem: 'ext4' | 'xfs'
  }>
}

/** What to do on clouds with several external networks. */
interface OtherPools {
  /** Taken, in this order, where the first one has no room. */
  readonly orElse?: readonly NetworkId[]
  /** The floating IP that decides: an address and the router that it comes in by are on the same external network. */
  readonly samePoolAs?: Reference
}

export interface NodeSpecs {
  readonly 'key-pair': { readonly name: string; readonly publicKey: string }
  readonly network: { readonly name: string; readonly range: string }
  readonly subnet: {
    readonly name: string
    readonly network: Reference
    readonly cidr: string
    readonly zoneId?: ZoneId
  }
  readonly router: { readonly name: string; readonly externalNetworkId?: NetworkId } & OtherPools
  readonly 'router-subnet': { readonly router: Reference; readonly subnet: Reference }
  readonly 'security-group': { readonly name: string; readonly description: string }
  readonly 'security-group-rule': {
    readonly group: Reference
    readonly protocol: 'tcp' | 'udp'
    readonly portMin: number
    readonly portMax: number
    readonly remoteCidr?: string
    readonly remoteGroup?: Reference
    readonly description: string
  }
  readonly port: {
    readonly name: string
    readonly network: Reference
    readonly subnet?: Reference
    readonly securityGroups: readonly Reference[]
  }
  readonly 'floating-ip': { readonly poolId: NetworkId; readonly description: string } & OtherPools
  readonly volume: {
    readonly name: string
    readonly sizeGiB: number
    readonly type?: string
    readonly zoneId?: ZoneId
  }
  readonly server: {
    readonly name: string
    readonly flavorId: FlavorId
    readonly imageId: ImageId
    /** Present when the server boots from a volume that is made with it and goes with it. */
    readonly bootVolumeGiB?: number
    readonly interfaces: ReadonlyArray<
      | { readonly port: Reference }
      | { readonly network: Reference; readonly subnet?: Reference; readonly address?: string }
    >
    readonly securityGroups: readonly Reference[]
    readonly keyPair?: Reference
    readonly zoneId?: ZoneId
    readonly metadata: Readonly<Record<string, string>>
    /** Present when its own address is the one that outside reaches. */
    readonly publicAddress?: 'own'
    /** What `imageId` was chosen for: as long as it stays the same, so does the image. */
    readonly system: string
    readonly guest: GuestSetup
  }
  readonly attachment: { readonly volume: Reference; readonly server: Reference }
  readonly 'floating-ip-association': { readonly floatingIp: Reference; readonly target: Reference }
}

interface NodeOf<Kind extends NodeKind> {
  /** Its address in plans, journals and events, the same for every deployment of the workload: `server/web-1`. */
  readonly key: string
  readonly kind: Kind
  /** What the cloud calls it; for kinds without a name, what people call it. */
  readonly name: string
  readonly component?: string
  /** Keys of the nodes that must be there before this one is made, and may go only after it. */
  readonly dependsOn: readonly string[]
  readonly spec: NodeSpecs[Kind]
}

/** One resource that a deployment wants, in terms of others that it wants. */
export type ResourceNode<Kind extends NodeKind = NodeKind> = { readonly [K in Kind]: NodeOf<K> }[Kind]
