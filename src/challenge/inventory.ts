import type { Call } from '../cloud/call.ts'
import type { WatchedKind } from '../cloud/change.ts'
import type { Cloud } from '../cloud/cloud.ts'
import type { Leak } from './challenge-report.ts'

interface Listed {
  readonly id: string
  readonly name?: string
}

/** What a project has at one moment, by kind and id, as the cloud's own lists tell. */
export type Inventory = ReadonlyMap<string, Leak>

/** Lists everything of the project that a deployment could leave behind. Images and flavors, which no deployment makes, are not among it. */
export const takeInventory = async (cloud: Cloud, call: Call): Promise<Inventory> => {
  const lists: ReadonlyArray<readonly [WatchedKind, { list(call: Call): AsyncIterable<Listed> } | undefined]> = [
    ['server', cloud.servers],
    ['attachment', cloud.attachments],
    ['volume', cloud.volumes],
    ['snapshot', cloud.snapshots],
    ['floating-ip', cloud.floatingIps],
    ['port', cloud.ports],
    ['router', cloud.routers],
    ['subnet', cloud.subnets],
    ['network', cloud.networks],
    ['security-group', cloud.securityGroups],
    ['key-pair', cloud.keyPairs],
  ]
  const found = new Map<string, Leak>()
  await Promise.all(
    lists.map(async ([kind, group]) => {
      for await (const { id, name = '' } of group?.list(call) ?? []) found.set(`${kind} ${id}`, { kind, id, name })
    }),
  )
  return found
}

/** What the cloud has now and had not before. */
export const addedTo = (before: Inventory, after: Inventory): readonly Leak[] =>
  [...after].filter(([key]) => !before.has(key)).map(([, resource]) => resource)
