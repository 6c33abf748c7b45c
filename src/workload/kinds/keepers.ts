import type { NodeKind } from '../resource-node.ts'
import { attachmentKeeper } from './attachment.ts'
import { floatingIpKeeper } from './floating-ip.ts'
import { floatingIpAssociationKeeper } from './floating-ip-association.ts'
import type { Keeper } from './keeper.ts'
import { keyPairKeeper } from './key-pair.ts'
import { networkKeeper } from './network.ts'
import { portKeeper } from './port.ts'
import { routerKeeper } from './router.ts'
import { routerSubnetKeeper } from './router-subnet.ts'
import { securityGroupKeeper } from './security-group.ts'
import { securityGroupRuleKeeper } from './security-group-rule.ts'
import { serverKeeper } from './server.ts'
import { subnetKeeper } from './subnet.ts'
import { volumeKeeper } from './volume.ts'

const keepers: { readonly [Kind in NodeKind]: Keeper<Kind> } = {
  'key-pair': keyPairKeeper,
  network: networkKeeper,
  subnet: subnetKeeper,
  router: routerKeeper,
  'router-subnet': routerSubnetKeeper,
  'security-group': securityGroupKeeper,
  'security-group-rule': securityGroupRuleKeeper,
  port: portKeeper,
  'floating-ip': floatingIpKeeper,
  volume: volumeKeeper,
  server: serverKeeper,
  attachment: attachmentKeeper,
  'floating-ip-association': floatingIpAssociationKeeper,
}

/** The keeper of a kind. */
export const keeperOf = <Kind extends NodeKind>(kind: Kind): Keeper<Kind> => keepers[kind]
