import { accountQuirks } from './account-quirks.ts'
import { guestQuirks } from './guest-quirks.ts'
import { machineQuirks } from './machine-quirks.ts'
import { networkQuirks } from './network-quirks.ts'
import type { Quirk } from './quirk.ts'

/** The 53 quirks, by their numbers. */
export const allQuirks: readonly Quirk[] = [...accountQuirks, ...networkQuirks, ...machineQuirks, ...guestQuirks].sort(
  (one, other) => one.n - other.n,
)
