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

/** A network of the cloud's own with one subnet. It is reached from outside exactly when its range is no private one, whatever its name says. */
export interface CloudNetworkOption {
  readonly name: string
  readonly cidr: string
  /** True for the one that the cloud marks as its default: Neutron's `is_default`, which it tells of external networks alone. */
  readonly default?: boolean
  /** The most addresses that it hands out, its own gateway aside; all of the range when absent, and with 0 it is full from the start. */
  readonly addresses?: number
}

/** A kind of volume on offer. The first one is the default. */
export interface VolumeTypeOption {
  readonly name: string
  readonly description?: string
  /** The least and the most GiB that a volume of this type may have, Cinder's extra specs `provisioning:min_vol_size` and `provisioning:max_vol_size`. */
  readonly minGiB?: number
  readonly maxGiB?: number
}

/** What a simulated cloud is like: plain data, everything optional, so that profiles can be files. */
export interface SimulatedOptions {
  readonly region?: string
  /** Names of the availability zones; the first is where things go that name none. */
  readonly zones?: readonly string[]
  readonly zoneRequired?: boolean
  readonly volumesStayInZone?: boolean
  /** The volumes' zones where they have names of their own, as when Nova and Cinder are set up apart; the servers' zones when absent. */
  readonly volumeZones?: readonly string[]
  readonly flavors?: readonly FlavorOption[]
  readonly images?: readonly ImageOption[]
  /** The formats that uploads may have; all when absent. */
  readonly imageFormats?: readonly DiskFormat[]
  /** The most bytes of image data that the cloud keeps, all images together; 1 GiB when absent. */
  readonly imageBytesLimit?: number
  /** False for a cloud without containers and objects. */
  readonly objectStorage?: boolean
  /** The most bytes of object data that the cloud keeps, all objects together; 10 GiB when absent. */
  readonly objectBytesLimit?: number
  /** Where floating IPs come from and routers have their gateways. */
  readonly externalNetworks?: readonly CloudNetworkOption[]
  /** Shared networks that servers can be put on directly. From each of them the internet can be reached. */
  readonly providerNetworks?: readonly CloudNetworkOption[]
  /** False for a cloud where networks, subnets and routers cannot be made: one provider network is then there when none is named. */
  readonly tenantNetworks?: boolean
  /** False for a cloud without floating IPs. A cloud without tenant networks has none in any case. */
  readonly floatingIps?: boolean
  /** False for a cloud where networks can be made and routers cannot. It has no floating IPs then either. */
  readonly routers?: boolean
  /** So many floating IPs, of the first external network, are the account's from the start. With a quota of the same number no other can be had. */
  readonly reservedFloatingIps?: number
  /** False for a cloud that has no use for security groups: everything that a guest listens on is reached by everyone who reaches its network. No front shows them. */
  readonly securityGroups?: boolean
  /** `explicit`: a new security group lets nothing out. `open`, the default: it lets everything out. */
  readonly egress?: 'open' | 'explicit'
  /** False for a cloud without a metadata service: user data reaches a guest on a config drive alone, and a guest without one sets nothing up. */
  readonly metadataService?: boolean
  /** True where a flavor without a disk boots from a volume alone, Nova's policy `os_compute_api:servers:create:zero_disk_flavor`. */
  readonly disklessNeedsVolume?: boolean
  readonly volumeTypes?: readonly VolumeTypeOption[]
  /** Bytes; Nova's 65,535 less the base64 when absent. */
  readonly userDataLimit?: number
  readonly capacity?: Capacity
  readonly quotas?: Readonly<Partial<Record<QuotaName, number>>>
  /** For how long `get` and `list` do not show what was just made, in milliseconds. */
  readonly consistencyMs?: number
  readonly latency?: LatencyOptions
  readonly pollIntervalMs?: number
}
