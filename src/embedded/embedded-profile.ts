import type { SimulatedOptions } from '../drivers/simulated/simulated-options.ts'
import type { FrontProfile } from '../fronts/openstack/kernel/front-profile.ts'
import type { Breach } from './broken/breach.ts'

/** One embedded cloud's peculiarities, as data: what its cloud below is like, and what its operator decided about OpenStack. */
export interface EmbeddedProfile {
  readonly name: string
  /** One line for people: what sets this cloud apart. */
  readonly description: string
  /** Which real clouds are like this, and where that is written. */
  readonly sources: readonly string[]
  /** What no source says of this vendor, and was added so that some cloud shows it. */
  readonly invented?: readonly string[]
  /** The numbers of the quirks (`src/embedded/quirks.ts`) that this cloud shows. */
  readonly quirks?: readonly number[]
  readonly cloud: SimulatedOptions
  readonly front: FrontDifferences
  /** `self-signed` serves HTTPS with a certificate that nobody but its own clouds.yaml vouches for. */
  readonly tls: 'none' | 'self-signed'
  /** What its customers are told to write, where that is not the plainest. */
  readonly customer?: CustomerSettings
  /** Present only on clouds that are broken on purpose. */
  readonly breach?: Breach
}

/** What differs from `defaultFrontProfile`; of its quotas too only what differs. */
export type FrontDifferences = Partial<Omit<FrontProfile, 'name' | 'quotas'>> & {
  readonly quotas?: Partial<FrontProfile['quotas']>
}

/** How a cloud's customers are called there, and what their clouds.yaml says and leaves out. */
export interface CustomerSettings {
  /** `demo` when absent; any text, as the vendor's accounts are named. */
  readonly userName?: string
  /** `demo` when absent. */
  readonly projectName?: string
  /** What follows Keystone's address in `auth_url`: `root` and `root/` for nothing and a slash; `v3` when absent. */
  readonly authUrl?: 'root' | 'root/' | 'v2.0' | 'v3' | 'v3/'
  /** `unset` where clouds.yaml names no domain. */
  readonly domain?: 'unset'
  /** `unset` where clouds.yaml names no region. */
  readonly region?: 'unset'
}
