import type { Cloud } from '../cloud/cloud.ts'
import type { ExchangeLog } from '../openstack/http/exchange-log.ts'
import type { Workload } from '../workload/workload.ts'

/** A cloud that takes part, logged in to. */
interface EnteredCloud extends AsyncDisposable {
  readonly cloud: Cloud
  /** Paths of the settings that somebody wrote to reach it. */
  readonly writtenSettings: readonly string[]
}

/** A cloud that is to take part. */
export interface ChallengeCloud {
  readonly name: string
  /** True when nobody else uses it: then whatever it has more at the end than at the start was left behind. */
  readonly exclusive: boolean
  /** What was last said to its API, from before the log-in on; absent where nobody listens, as on AWS. */
  readonly exchanges?: ExchangeLog
  /** Logs in. What it throws breaks the rounds on this cloud, and no others. */
  enter(): Promise<EnteredCloud>
}

/** A workload that is to run on every cloud, unchanged. */
export interface ChallengeWorkload {
  readonly name: string
  readonly workload: Workload
}
