import type { SecurityGroupId, SecurityGroupRuleId } from './id.ts'

/** A stateful allow-list: what no rule allows is dropped. */
export interface SecurityGroup {
  readonly id: SecurityGroupId
  readonly name: string
  readonly description: string
  readonly rules: readonly SecurityGroupRule[]
}

export interface SecurityGroupSpec {
  readonly name: string
  readonly description?: string
}

export interface SecurityGroupRule {
  readonly id: SecurityGroupRuleId
  readonly groupId: SecurityGroupId
  readonly direction: 'ingress' | 'egress'
  readonly family: 'ipv4' | 'ipv6'
  /** `tcp`, `udp`, `icmp`, `icmpv6`, another IANA name, or a protocol number as text; absent for every protocol. */
  readonly protocol?: string
  /** For TCP and UDP the first and last port; for ICMP the type and the code. Absent for all. */
  readonly portMin?: number
  readonly portMax?: number
  /** The peers' addresses; absent together with `remoteGroupId` means everyone. */
  readonly remoteCidr?: string
  /** The peers' group: every port in it. */
  readonly remoteGroupId?: SecurityGroupId
  readonly description: string
}

export type SecurityGroupRuleSpec = Omit<SecurityGroupRule, 'id' | 'description'> & { readonly description?: string }
