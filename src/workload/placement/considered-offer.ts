import type { QuotaName } from '../../model/quota.ts'

/** One cloud and region that a workload could go to, and what it would be there. Plain data, for tables and documents. */
export interface ConsideredOffer {
  /** As clouds.yaml names it, or `aws:REGION`; a pattern that nothing fits, as it was written. */
  readonly cloud: string
  /** Empty as long as the cloud did not tell. */
  readonly region: string
  /** Absent when the cloud did not answer. */
  readonly kind?: string
  readonly simulated?: boolean
  readonly components: readonly OfferedComponent[]
  /** Of all servers together; absent when a component has no flavor here. */
  readonly vcpus?: number
  readonly memoryMiB?: number
  /** Of all servers together, without volumes, addresses and traffic; absent where the cloud tells no prices. */
  readonly pricePerHour?: { readonly amount: number; readonly currency: string }
  /** How many times the workload fits into what is left of the quotas, and the quota that ends first; absent where no limits are told. */
  readonly quotaRoom?: { readonly times: number; readonly quota: QuotaName }
  readonly verdict: 'chosen' | 'possible' | 'rejected'
  /** Why not, when it is rejected; empty otherwise. */
  readonly reasons: readonly string[]
}

/** What the servers of one component are on one cloud. */
interface OfferedComponent {
  readonly component: string
  readonly count: number
  readonly flavor: string
  /** Where they go, each zone once; empty where the cloud decides. */
  readonly zones: readonly string[]
}
