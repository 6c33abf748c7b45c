import type { Call } from './call.ts'
import type { Resources } from './change.ts'
import type { GroupName, Groups } from './groups.ts'

/** The group that each kind of resource lives in. */
export const groupOf = {
  flavor: 'flavors',
  image: 'images',
  'key-pair': 'keyPairs',
  network: 'networks',
  subnet: 'subnets',
  router: 'routers',
  port: 'ports',
  'security-group': 'securityGroups',
  'floating-ip': 'floatingIps',
  volume: 'volumes',
  attachment: 'attachments',
  snapshot: 'snapshots',
  server: 'servers',
} as const satisfies { readonly [Kind in keyof Resources]: GroupName }

/** What every group of resources can do. */
export interface Reader<Resource> {
  get(id: string, call: Call): Promise<Resource>
  list(call: Call): AsyncIterable<Resource>
}

/** The group of that kind as a reader; `undefined` when the cloud has no such group. */
export const readerOf = <Kind extends keyof Resources>(
  groups: Groups,
  kind: Kind,
): Reader<Resources[Kind]> | undefined => groups[groupOf[kind]] as Reader<Resources[Kind]> | undefined
