import type { Cloud } from '../../cloud/cloud.ts'
import type { Clock } from '../../lib/clock.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { withDeadline } from '../deadline.ts'
import { type CloudOffer, readOffer } from '../offer.ts'
import type { Workload } from '../workload.ts'
import type { Candidate } from './candidates.ts'
import type { ConsideredOffer } from './considered-offer.ts'
import { fitOffer } from './fit-offer.ts'
import { rankOffers } from './rank-offers.ts'

export interface ConsiderClouds {
  readonly workload: Workload
  /** The deployment's name. */
  readonly name: string
  readonly candidates: readonly Candidate[]
  /** Logs in; whoever opened it closes it. */
  readonly open: (candidate: Candidate, signal: AbortSignal) => Promise<Cloud>
  readonly clock: Clock
  readonly signal: AbortSignal
  /** How long one cloud may take to log in and tell what it has; 20 seconds when absent. */
  readonly timeLimitMs?: number
}

/** An offer that was considered, with the cloud that made it, where that answered. */
export interface Considered {
  readonly offer: ConsideredOffer
  readonly cloud?: Cloud
  readonly read?: CloudOffer
}

/**
 * Asks all candidates at the same time what they have, and fits the workload to each. In the order of preference, the best possible one chosen. A cloud that does
 * not let its user in, fails or is late is rejected with that as its reason; it holds up the others no longer than the time limit.
 */
export const considerClouds = async (options: ConsiderClouds): Promise<readonly Considered[]> => {
  const considered = await Promise.all(options.candidates.map((candidate) => consider(options, candidate)))
  const offers = considered.map(({ offer }) => offer)
  const found = (offer: ConsideredOffer) =>
    considered.find(({ offer: { cloud, region } }) => cloud === offer.cloud && region === offer.region)
  return rankOffers(options.workload.document, offers).map((offer) => ({ ...found(offer), offer }))
}

const consider = async (
  { workload, name, open, clock, signal, timeLimitMs = 20_000 }: ConsiderClouds,
  candidate: Candidate,
): Promise<Considered> => {
  const unasked = {
    cloud: candidate.cloud,
    region: candidate.region ?? '',
    components: [],
    verdict: 'rejected',
  } as const
  if (candidate.reasons.length > 0) return { offer: { ...unasked, reasons: candidate.reasons } }
  const late = `it did not answer within ${Math.round(timeLimitMs / 1000)} seconds`
  try {
    return await withDeadline({ clock, signal, milliseconds: timeLimitMs }, late, async (within) => {
      const cloud = await open(candidate, within)
      const read = await readOffer(cloud, { signal: within })
      return { offer: fitOffer(workload, read, name), cloud, read }
    })
  } catch (error) {
    if (signal.aborted || !(error instanceof CloudError)) throw error
    // Some errors begin with the cloud's name, which stands beside the reason already.
    const named = `${candidate.cloud}: `
    const reason = error.message.startsWith(named) ? error.message.slice(named.length) : error.message
    return { offer: { ...unasked, reasons: [reason] } }
  }
}
