import type { Call } from '../cloud/call.ts'
import type { Cloud } from '../cloud/cloud.ts'
import { collect } from '../lib/async-iterable.ts'
import type { CloudDescription } from '../model/cloud-description.ts'
import type { Subnet } from '../model/network.ts'
import { type CloudOffer, readOffer } from '../workload/offer.ts'

/**
 * All that is known of one cloud in one region without making anything there: plain data, as it was at one moment.
 * - `offer`: what a workload is fitted to: traits, flavors, images, zones, shared and external networks, pools, volume types, quotas with their use.
 * - `description`: services, microversions, extensions, trust, limits, permissions; absent where the driver has none (AWS).
 * - `subnets`: those of the offer's networks, as far as the cloud shows them: their ranges, DNS servers and gateways.
 * - `ownImages`: whether users bring their own here.
 */
export interface CloudSurvey {
  readonly offer: CloudOffer
  readonly description?: CloudDescription
  readonly subnets: readonly Subnet[]
  readonly ownImages: boolean
}

/** Asks a cloud for everything of a survey at the same time. Makes and changes nothing. */
export const surveyCloud = async (cloud: Cloud, call: Call): Promise<CloudSurvey> => {
  const [offer, description, subnets] = await Promise.all([
    readOffer(cloud, call),
    cloud.description?.read(call),
    collect(cloud.subnets.list(call)),
  ])
  const theirs = new Set(offer.networks.map(({ id }) => id))
  return {
    offer,
    ...(description ? { description } : {}),
    subnets: subnets.filter(({ networkId }) => theirs.has(networkId)),
    ownImages: cloud.images.content !== undefined,
  }
}
