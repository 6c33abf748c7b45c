import type { RuleName } from '../rules.ts'
import type { BreakDriver } from './breaking.ts'
import { imageBreakers, keyPairBreakers } from './image-breakers.ts'
import { networkBreakers, subnetBreakers } from './network-breakers.ts'
import { containerBreakers, objectBreakers, objectListBreakers } from './object-breakers.ts'
import { driverBreakers, placeBreakers } from './place-breakers.ts'
import { floatingIpBreakers, portBreakers, routerBreakers } from './router-breakers.ts'
import { securityGroupBreakers } from './security-group-breakers.ts'
import { serverBreakers, serverPowerBreakers } from './server-breakers.ts'
import {
  attachmentBreakers,
  guestBreakers,
  quotaBreakers,
  snapshotBreakers,
  volumeBreakers,
} from './volume-breakers.ts'

/** For every rule a driver broken on purpose that the rule must catch. A rule without one does not compile. */
export const breakers: { readonly [Name in RuleName]: BreakDriver } = {
  ...driverBreakers,
  ...placeBreakers,
  ...imageBreakers,
  ...keyPairBreakers,
  ...networkBreakers,
  ...subnetBreakers,
  ...routerBreakers,
  ...portBreakers,
  ...securityGroupBreakers,
  ...floatingIpBreakers,
  ...serverBreakers,
  ...serverPowerBreakers,
  ...volumeBreakers,
  ...attachmentBreakers,
  ...snapshotBreakers,
  ...containerBreakers,
  ...objectBreakers,
  ...objectListBreakers,
  ...quotaBreakers,
  ...guestBreakers,
}
