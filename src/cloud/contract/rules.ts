import { attachmentRules } from './attachment-rules.ts'
import { containerRules } from './container-rules.ts'
import { driverRules } from './driver-rules.ts'
import { flavorRules } from './flavor-rules.ts'
import { floatingIpRules } from './floating-ip-rules.ts'
import { guestRules } from './guest-rules.ts'
import { imageRules } from './image-rules.ts'
import { keyPairRules } from './key-pair-rules.ts'
import { networkRules } from './network-rules.ts'
import { objectListRules } from './object-list-rules.ts'
import { objectRules } from './object-rules.ts'
import { placeRules } from './place-rules.ts'
import { portRules } from './port-rules.ts'
import { quotaRules } from './quota-rules.ts'
import { routerRules } from './router-rules.ts'
import type { Rule, Rules } from './rule.ts'
import { securityGroupRules } from './security-group-rules.ts'
import { serverPowerRules } from './server-power-rules.ts'
import { serverRules } from './server-rules.ts'
import { snapshotRules } from './snapshot-rules.ts'
import { subnetRules } from './subnet-rules.ts'
import { volumeRules } from './volume-rules.ts'

/** Everything that every driver keeps, by the sentences that say it. What stands before the colon is the group. */
const rules = {
  ...driverRules,
  ...placeRules,
  ...flavorRules,
  ...imageRules,
  ...keyPairRules,
  ...networkRules,
  ...subnetRules,
  ...routerRules,
  ...portRules,
  ...securityGroupRules,
  ...floatingIpRules,
  ...serverRules,
  ...serverPowerRules,
  ...volumeRules,
  ...attachmentRules,
  ...snapshotRules,
  ...containerRules,
  ...objectRules,
  ...objectListRules,
  ...quotaRules,
  ...guestRules,
} satisfies Rules

export type RuleName = keyof typeof rules

/** Rules that one cloud is not held to, each with the reason. A name that is no rule's does not compile. */
export type Skips = { readonly [Name in RuleName]?: string }

/** Every rule with its name, in the order in which they are shown. */
export const allRules = Object.entries(rules) as ReadonlyArray<readonly [RuleName, Rule]>
