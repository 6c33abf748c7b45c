import type { Architecture, FlavorTrait } from '../../model/flavor.ts'
import type { DiskFormat, OperatingSystem } from '../../model/image.ts'
import type { QuotaName } from '../../model/quota.ts'
import type { LatencyOptions } from './latency.ts'
import type { Capacity } from './usage.ts'

/** A size of server on offer. Without `id` the cloud invents one. */
export interface FlavorOption {
  readonly id?: string
  readonly name: string
  readonly vcpus: number
  readonly memoryMiB: number
  readonly diskGiB: number
  readonly architecture?: Architecture
  readonly traits?: readonly FlavorTrait[]
  readonly pricePerHour?: { readonly amount: number; readonly currency: string }
  readonly extra?: Readonly<Record<string, string>>
}

/** A public image that is there from the start. Its data is a small note, made by the cloud, with true checksums. */
export interface ImageOption {
  readonly id?: string
  readonly name: string
  readonly operatingSystem?: OperatingSystem
  readonly architecture?: Architecture
  readonly format?: DiskFormat
  readonly minDiskGiB?: number
  readonly minMemoryMiB?: number
  readonly properties?: Readonly<Record<string, string>>
}

/** A network of the cloud's own with one subnet. */
export interface CloudNetworkOption {
  readonly name: string
  readonly cidr: string
}

/** What a simulated cloud is like: plain data, everything optional, so that profiles can be files. */
export interface SimulatedOptions {
  readonly region?: string
  /** Names of the availability zones; the first is where things go that name none. */
  readonly zones?: readonly string[]
  readonly zoneRequired?: boolean
  readonly volumesStayInZone?: boolean
  readonly flavors?: readonly FlavorOption[]
  readonly images?: readonly ImageOption[]
  /** The formats that uploads may have; all when absent. */
  readonly imageFormats?: readonly DiskFormat[]
  /** The most bytes of image data that the cloud keeps, all images together; 1 GiB when absent. */
  readonly imageBytesLimit?: number
  /** Where floating IPs come from and routers have their gateways. */
  readonly externalNetworks?: readonly CloudNetworkOption[]
  /** Shared networks that servers can be put on directly and that are reached from outside. */
  readonly providerNetworks?: readonly CloudNetworkOption[]
  /** False for a cloud where networks, subnets and routers cannot be made: one provider network is then there when none is named. */
  readonly tenantNetworks?: boolean
  /** False for a cloud without floating IPs. A cloud without tenant networks has none in any case. */
  readonly floatingIps?: boolean
  readonly volumeTypes?: ReadonlyArray<{ readonly name: string; readonly description?: string }>
  /** Bytes; Nova's 65,535 less the base64 when absent. */
  readonly userDataLimit?: number
  readonly capacity?: Capacity
  readonly quotas?: Readonly<Partial<Record<QuotaName, number>>>
  /** For how long `get` and `list` do not show what was just made, in milliseconds. */
  readonly consistencyMs?: number
  readonly latency?: LatencyOptions
  readonly pollIntervalMs?: number
}
