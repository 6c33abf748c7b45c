import { brokenProfiles } from './broken/broken-profiles.ts'
import type { EmbeddedProfile } from './embedded-profile.ts'
import { auro } from './profiles/auro.ts'
import { binero } from './profiles/binero.ts'
import { bluebox } from './profiles/bluebox.ts'
import { catalyst } from './profiles/catalyst.ts'
import { citycloud } from './profiles/citycloud.ts'
import { classic } from './profiles/classic.ts'
import { conoha } from './profiles/conoha.ts'
import { dreamhost } from './profiles/dreamhost.ts'
import { elastx } from './profiles/elastx.ts'
import { hos4 } from './profiles/hos4.ts'
import { leap } from './profiles/leap.ts'
import { limestonenetworks } from './profiles/limestonenetworks.ts'
import { osic } from './profiles/osic.ts'
import { otc } from './profiles/otc.ts'
import { ovh } from './profiles/ovh.ts'
import { ovhUs } from './profiles/ovh-us.ts'
import { rackspace } from './profiles/rackspace.ts'
import { switchcloud } from './profiles/switchcloud.ts'
import { trystack } from './profiles/trystack.ts'

/** The clouds of the challenge, in the order in which `--embedded N` takes them: the first ones differ the most. */
export const embeddedProfiles: readonly EmbeddedProfile[] = [
  ...[leap, ovh, otc],
  ...[rackspace, dreamhost, bluebox, osic, hos4, trystack],
  ...[elastx, binero, limestonenetworks, ovhUs, catalyst, citycloud, conoha, auro, switchcloud],
]

/** Every profile that can be started by its name. */
const named: readonly EmbeddedProfile[] = [classic, ...embeddedProfiles, ...brokenProfiles]

export const embeddedProfileNames: readonly string[] = named.map(({ name }) => name)

/** The profile of that name; `undefined` when there is none. */
export const embeddedProfile = (name: string): EmbeddedProfile | undefined =>
  named.find((profile) => profile.name === name)
