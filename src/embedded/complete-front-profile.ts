import type { FrontProfile } from '../fronts/openstack/kernel/front-profile.ts'
import { defaultFrontProfile } from './default-front-profile.ts'
import type { FrontDifferences } from './embedded-profile.ts'

/** The front's whole profile: what a profile does not say, single quotas included, is as `defaultFrontProfile` has it. */
export const completeFrontProfile = (differences: FrontDifferences, name: string): FrontProfile => {
  const { compute, network, volume } = defaultFrontProfile.quotas
  const { quotas = {} } = differences
  return {
    ...defaultFrontProfile,
    ...differences,
    name,
    quotas: {
      compute: { ...compute, ...quotas.compute },
      network: { ...network, ...quotas.network },
      volume: { ...volume, ...quotas.volume },
    },
  }
}
