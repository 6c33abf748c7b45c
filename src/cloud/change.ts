import type { Flavor } from '../model/flavor.ts'
import type { FloatingIp } from '../model/floating-ip.ts'
import type { Image } from '../model/image.ts'
import type { KeyPair } from '../model/key-pair.ts'
import type { Network, Port, Router, Subnet } from '../model/network.ts'
import type { ResourceKind } from '../model/resource-kind.ts'
import type { SecurityGroup } from '../model/security-group.ts'
import type { Server } from '../model/server.ts'
import type { Attachment, Snapshot, Volume } from '../model/volume.ts'

/** The kinds of resources that come and go one by one, with the shape of each. */
export interface Resources {
  readonly flavor: Flavor
  readonly image: Image
  readonly 'key-pair': KeyPair
  readonly network: Network
  readonly subnet: Subnet
  readonly router: Router
  readonly port: Port
  readonly 'security-group': SecurityGroup
  readonly 'floating-ip': FloatingIp
  readonly volume: Volume
  readonly attachment: Attachment
  readonly snapshot: Snapshot
  readonly server: Server
}

export type WatchedKind = keyof Resources & ResourceKind

/** One resource's newest state, or the news that it is gone. */
export type Change = {
  readonly [Kind in WatchedKind]:
    | { readonly kind: Kind; readonly id: string; readonly resource: Resources[Kind] }
    | { readonly kind: Kind; readonly id: string; readonly resource: undefined }
}[WatchedKind]
