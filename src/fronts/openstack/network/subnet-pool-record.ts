import type { Front } from '../kernel/front.ts'
import type { Collection } from '../store/store.ts'
import type { Extra } from './extras.ts'
import type { IpVersion } from './ip-range.ts'

/** A pool of addresses that subnets are cut from: Neutron's alone, no cloud below knows of it. */
export interface SubnetPoolRecord extends Extra {
  readonly projectId: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly prefixes: readonly string[]
  readonly ipVersion: IpVersion
  readonly minPrefix: number
  readonly maxPrefix: number
  readonly defaultPrefix: number
  readonly defaultQuota: number | null
  readonly isDefault: boolean
  readonly shared: boolean
}

export const subnetPoolsOf = (front: Front): Collection<SubnetPoolRecord> =>
  front.store.collection<SubnetPoolRecord>('network:subnet-pool', { project: (pool) => pool.projectId })
