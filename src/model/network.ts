import type { NetworkId, PortId, RouterId, SecurityGroupId, ServerId, SubnetId, ZoneId } from './id.ts'

export type NetworkStatus = 'building' | 'active' | 'error'

/** A private layer-2 segment, or a cloud's isolated address space (a VPC) that plays this part. */
export interface Network {
  readonly id: NetworkId
  readonly name: string
  readonly status: NetworkStatus
  /** True when floating IPs come from it and routers may have their gateway on it. */
  readonly external: boolean
  /** True when it belongs to the cloud and others use it too. */
  readonly shared: boolean
  /** True for the one that the cloud, or the user's configuration of it, means to be taken when none is named. */
  readonly default?: boolean
  /** True where the user's configuration says that its addresses are reached from outside, false where it says that they are not. */
  readonly reachable?: boolean
  readonly mtu?: number
}

export interface NetworkSpec {
  readonly name: string
  /**
   * The range that the network's subnets will come from, such as `10.20.0.0/16`. Clouds whose networks are an address space of their own
   * (a VPC) reserve it at once; others do not need it and ignore it.
   */
  readonly range?: string
}

export interface Subnet {
  readonly id: SubnetId
  readonly networkId: NetworkId
  readonly name: string
  readonly cidr: string
  readonly ipVersion: 4 | 6
  /** Absent when the subnet has no gateway. */
  readonly gatewayIp?: string
  readonly dhcp: boolean
  readonly dnsServers: readonly string[]
  /** Inclusive ranges of the addresses that the cloud may hand out: what the cloud keeps for itself is outside them. */
  readonly allocationPools: ReadonlyArray<{ readonly start: string; readonly end: string }>
  /** Routes beside the default one that DHCP tells the guests. */
  readonly hostRoutes?: readonly Route[]
  /** Where the subnet lives, on clouds that bind subnets to zones. */
  readonly zoneId?: ZoneId
}

export interface SubnetSpec {
  readonly name: string
  readonly networkId: NetworkId
  readonly cidr: string
  /** `null` for no gateway; absent for the first address. */
  readonly gatewayIp?: string | null
  readonly dhcp?: boolean
  readonly dnsServers?: readonly string[]
  readonly allocationPools?: ReadonlyArray<{ readonly start: string; readonly end: string }>
  readonly zoneId?: ZoneId
}

/** What of a subnet can be changed after its making; what is absent stays as it is. */
export interface SubnetChanges {
  /** `null` takes the gateway away. */
  readonly gatewayIp?: string | null
  readonly dhcp?: boolean
  readonly dnsServers?: readonly string[]
  readonly hostRoutes?: readonly Route[]
  readonly allocationPools?: ReadonlyArray<{ readonly start: string; readonly end: string }>
}

/** Packets for `destination`, a CIDR, go to the machine at `nextHop`. */
export interface Route {
  readonly destination: string
  readonly nextHop: string
}

/** Joins subnets with each other and, through its gateway, with an external network. */
export interface Router {
  readonly id: RouterId
  readonly name: string
  readonly status: NetworkStatus
  readonly externalNetworkId?: NetworkId
  /** The router's own addresses on the external network. */
  readonly externalAddresses: readonly string[]
  readonly subnetIds: readonly SubnetId[]
  /** Static routes beside those to its subnets and its gateway. */
  readonly routes?: readonly Route[]
}

export interface RouterSpec {
  readonly name: string
  readonly externalNetworkId?: NetworkId
}

export type PortStatus = 'down' | 'building' | 'active' | 'error'

/** A server's (or router's) connection to a network. */
export interface Port {
  readonly id: PortId
  readonly name: string
  readonly networkId: NetworkId
  readonly status: PortStatus
  readonly macAddress: string
  readonly fixedIps: ReadonlyArray<{ readonly subnetId: SubnetId; readonly address: string }>
  readonly securityGroupIds: readonly SecurityGroupId[]
  /** The server that the port is plugged into. */
  readonly serverId?: ServerId
  /** The router that the port is a side of. */
  readonly routerId?: RouterId
  /** What holds the port: a server, a router's inner or outer side, a floating IP, the cloud's own services. */
  readonly owner: 'none' | 'server' | 'router' | 'router_gateway' | 'floating_ip' | 'service'
}

export interface PortSpec {
  readonly name: string
  readonly networkId: NetworkId
  /** Absent for one address from any of the network's subnets; an empty list for none. */
  readonly fixedIps?: ReadonlyArray<{ readonly subnetId?: SubnetId; readonly address?: string }>
  readonly macAddress?: string
  /** Absent for the cloud's default group, where it has one; an empty list for none. */
  readonly securityGroupIds?: readonly SecurityGroupId[]
}

/** What of a port can be changed after its making; what is absent stays as it is. */
export interface PortChanges {
  /** All the addresses that the port shall have: those that it keeps are named by their address. */
  readonly fixedIps?: ReadonlyArray<{ readonly subnetId?: SubnetId; readonly address?: string }>
}
