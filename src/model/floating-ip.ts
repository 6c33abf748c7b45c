import type { FloatingIpId, NetworkId, PortId } from './id.ts'

/** A public address of the project's own, that can be moved from port to port. */
export interface FloatingIp {
  readonly id: FloatingIpId
  readonly poolId: NetworkId
  readonly address: string
  /** Absent while the address points at nothing. */
  readonly portId?: PortId
  readonly fixedAddress?: string
  readonly description: string
}

/** Where floating IPs come from: in OpenStack an external network. */
export interface FloatingIpPool {
  readonly id: NetworkId
  readonly name: string
}

export interface FloatingIpSpec {
  readonly poolId: NetworkId
  readonly description?: string
}
