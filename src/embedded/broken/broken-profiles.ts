import { brokenAccounts } from './broken-accounts.ts'
import { brokenDisks } from './broken-disks.ts'
import { brokenNetworks } from './broken-networks.ts'
import type { BrokenProfile } from './broken-profile.ts'
import { brokenServers } from './broken-servers.ts'

/** The embedded clouds that are broken on purpose, each in one way. They are started by name alone and belong to no number of clouds. */
export const brokenProfiles: readonly BrokenProfile[] = [
  ...brokenServers,
  ...brokenNetworks,
  ...brokenDisks,
  ...brokenAccounts,
]
