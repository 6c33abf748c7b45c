import type { ServerId } from './id.ts'

/** A question about a guest: does a connection from there reach this port, and what does it answer? */
export interface Probe {
  readonly from: 'outside' | { readonly serverId: ServerId }
  readonly to: { readonly address: string }
  readonly protocol: 'tcp' | 'udp' | 'icmp'
  /** Absent for ICMP. */
  readonly port?: number
}

export interface ProbeResult {
  readonly reached: boolean
  /** When not reached: what is in the way, by name (a missing rule, no route, no floating IP, a guest that does not listen). */
  readonly reason?: string
  /** True when the answer was decided from a simulated cloud's state and no packet was sent. */
  readonly simulated: boolean
}
