import type { Front } from '../kernel/front.ts'
import { KeyPairs } from './key-pairs.ts'
import { Quotas } from './quotas.ts'
import { Relations } from './relations.ts'
import { ServerGroups } from './server-groups.ts'
import { ServerViews } from './server-view.ts'
import { ServerWork } from './server-work.ts'
import { Servers } from './servers.ts'
import { Zones } from './zones.ts'

/** What Nova's routes of one front share. */
export interface Compute {
  readonly front: Front
  readonly servers: Servers
  readonly work: ServerWork
  readonly views: ServerViews
  readonly relations: Relations
  readonly zones: Zones
  readonly keyPairs: KeyPairs
  readonly quotas: Quotas
  readonly serverGroups: ServerGroups
}

export const openCompute = (front: Front): Compute => {
  const servers = new Servers(front)
  const relations = new Relations(front)
  const zones = new Zones(front)
  const keyPairs = new KeyPairs(front)
  const serverGroups = new ServerGroups(front, servers)
  return {
    front,
    servers,
    work: new ServerWork(front, servers, keyPairs),
    views: new ServerViews(front, servers, relations, zones),
    relations,
    zones,
    keyPairs,
    quotas: new Quotas(front, servers),
    serverGroups,
  }
}
