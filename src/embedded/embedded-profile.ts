import type { SimulatedOptions } from '../drivers/simulated/simulated-options.ts'
import type { FrontProfile } from '../fronts/openstack/kernel/front-profile.ts'

/** One embedded cloud's peculiarities, as data: what its cloud below is like, and what its operator decided about OpenStack. */
export interface EmbeddedProfile {
  readonly name: string
  /** One line for people: what sets this cloud apart. */
  readonly description: string
  /** Which real clouds are like this, and where that is written. */
  readonly sources: readonly string[]
  readonly cloud: SimulatedOptions
  /** What differs from `defaultFrontProfile`. */
  readonly front: Partial<Omit<FrontProfile, 'name'>>
  /** `self-signed` serves HTTPS with a certificate that nobody but its own clouds.yaml vouches for. */
  readonly tls: 'none' | 'self-signed'
}
