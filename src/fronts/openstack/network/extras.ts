import type { Ipv6Mode } from '../../../wire/openstack/network/subnet.ts'
import type { Front } from '../kernel/front.ts'
import type { Collection, Document } from '../store/store.ts'

/** What Neutron keeps of every resource and the cloud below need not know. */
export interface Extra extends Document {
  readonly revision: number
  readonly createdAt?: string
  readonly updatedAt?: string
  /** Absent: the name below holds. */
  readonly name?: string
  readonly description?: string
  readonly tags?: readonly string[]
  /** Absent means up. */
  readonly adminStateUp?: boolean
  readonly zoneHints?: readonly string[]
}

interface NetworkExtra extends Extra {
  readonly shared?: boolean
}

interface SubnetExtra extends Extra {
  readonly ipv6RaMode?: Ipv6Mode
  readonly ipv6AddressMode?: Ipv6Mode
  readonly subnetPoolId?: string
}

interface PortExtra extends Extra {
  readonly deviceId?: string
  readonly deviceOwner?: string
  readonly host?: string
  readonly profile?: Readonly<Record<string, unknown>>
}

interface SecurityGroupExtra extends Extra {
  /** The project whose `default` group this is. */
  readonly defaultOf?: string
  /** True until the rules that a new group comes with are there. */
  readonly unfinished?: boolean
}

interface SecurityGroupRuleExtra extends Extra {
  /** As the caller wrote it, host bits and all, where the cloud below keeps it otherwise. */
  readonly remoteIpPrefix?: string
}

/** Each kind of resource with what is kept of it here. */
export interface Extras {
  readonly network: NetworkExtra
  readonly subnet: SubnetExtra
  readonly port: PortExtra
  readonly router: Extra
  readonly 'floating-ip': Extra
  readonly 'security-group': SecurityGroupExtra
  readonly 'security-group-rule': SecurityGroupRuleExtra
}

export type ExtraKind = keyof Extras

/** Where a kind's extras are kept. The same collection each time. */
export const extrasOf = <Kind extends ExtraKind>(front: Front, kind: Kind): Collection<Extras[Kind]> =>
  front.store.collection<Extras[Kind]>(`network:${kind}`, {
    defaultOf: (extra) => ('defaultOf' in extra ? extra.defaultOf : undefined),
  })
