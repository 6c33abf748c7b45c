import type { EmbeddedProfile } from '../embedded-profile.ts'
import type { Breach } from './breach.ts'

/** An embedded cloud that breaks one promise on purpose. */
export type BrokenProfile = EmbeddedProfile & { readonly breach: Breach }

type Kind = Pick<EmbeddedProfile, 'cloud' | 'front'>

/** What a cloud is like beside its breach: it has everything that a workload may want. */
export const soundCloud: Kind['cloud'] = {
  region: 'RegionOne',
  zones: ['north', 'south'],
  externalNetworks: [{ name: 'public', cidr: '198.18.0.0/20' }],
}

/** The same cloud without a breach. */
export const soundProfile: EmbeddedProfile = {
  name: 'sound',
  description: 'what the broken clouds are like but for their breach',
  sources: [],
  invented: [],
  quirks: [],
  cloud: soundCloud,
  front: { region: 'RegionOne' },
  tls: 'none',
}

/** A sound cloud, broken in one way. Its description says so. */
export const broken = (name: string, breach: Breach, front: Kind['front'] = {}): BrokenProfile => ({
  ...soundProfile,
  name,
  description: `broken on purpose: ${breach.instead}`,
  front: { ...soundProfile.front, ...front },
  breach,
})
