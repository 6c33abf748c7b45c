import type { CloudSurvey } from './survey-cloud.ts'

/** What a workload or a project makes use of, as far as two clouds may differ in it. */
export type Use =
  | 'network'
  | 'router'
  | 'static-route'
  | 'security-group'
  | 'floating-ip'
  | 'key-pair'
  | 'volume'
  | 'snapshot'
  | 'server'
  | 'image'

/** Two clouds, and what of them matters. */
export interface Comparison {
  readonly from: CloudSurvey
  readonly to: CloudSurvey
  readonly uses: ReadonlySet<Use>
  /** True when more may be in use than can be seen through the contract: a project’s load balancers, objects, stacks. */
  readonly unseen: boolean
}
