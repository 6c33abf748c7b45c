import type { EmbeddedProfile } from './embedded-profile.ts'
import { classic } from './profiles/classic.ts'
import { flat } from './profiles/flat.ts'
import { zoned } from './profiles/zoned.ts'

/** The embedded clouds that can be started by name, in the order in which `--embedded N` takes them. */
export const embeddedProfiles: readonly EmbeddedProfile[] = [classic, flat, zoned]
