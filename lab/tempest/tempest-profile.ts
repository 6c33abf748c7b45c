import type { EmbeddedProfile } from '../../src/embedded/embedded-profile.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import type { Random } from '../../src/lib/random.ts'

/**
 * The classic cloud, whose operator guards passwords: the figures are small, since a test waits until they are over. Its floating IPs, which this machine really
 * has while a guest is reached at one, come from a range of 198.19.0.0/16 by chance, so that two such clouds get along.
 */
export const tempestProfile = (random: Random): EmbeddedProfile => ({
  ...classic,
  cloud: {
    ...classic.cloud,
    externalNetworks: [{ name: 'public', cidr: `198.19.${Math.floor(random.next() * 256)}.0/24` }],
  },
  front: { ...classic.front, securityCompliance: { lockoutAttempts: 3, lockoutSeconds: 5, uniqueLastPasswords: 2 } },
})
