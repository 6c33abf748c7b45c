import type { EmbeddedProfile } from '../../src/embedded/embedded-profile.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'

/** The classic cloud, whose operator guards passwords. The figures are small, since a test waits until they are over. */
export const tempestProfile: EmbeddedProfile = {
  ...classic,
  front: { ...classic.front, securityCompliance: { lockoutAttempts: 3, lockoutSeconds: 5, uniqueLastPasswords: 2 } },
}
