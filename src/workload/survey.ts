import type { Call } from '../cloud/call.ts'
import type { Cloud } from '../cloud/cloud.ts'
import type { ResourceRecord } from '../journal/journal.ts'
import type { Clock } from '../lib/clock.ts'
import type { FloatingIp } from '../model/floating-ip.ts'
import type { Router } from '../model/network.ts'
import type { SecurityGroup } from '../model/security-group.ts'
import type { Server } from '../model/server.ts'
import { routerSubnetId } from './kinds/router-subnet.ts'
import type { NodeKind } from './resource-node.ts'

/** What a cloud has of the kinds that were asked for, by native id. */
export interface Survey {
  /** Ids of everything of that kind, joins and rules included. */
  readonly ids: ReadonlyMap<NodeKind, ReadonlySet<string>>
  readonly servers: ReadonlyMap<string, Server>
  readonly groups: ReadonlyMap<string, SecurityGroup>
  readonly floatingIps: ReadonlyMap<string, FloatingIp>
  /** Ids of resources that are in the state `error`. */
  readonly broken: ReadonlySet<string>
}

/**
 * Lists what a deployment's records say it has, all kinds at the same time. A cloud that shows its state late is asked again when something made a
 * moment ago is missing, before it is believed to be gone.
 */
export const surveyCloud = async (
  cloud: Cloud,
  records: readonly ResourceRecord[],
  clock: Clock,
  call: Call,
): Promise<Survey> => {
  const kinds = new Set(records.map(({ kind }) => kind as NodeKind))
  const survey = await listKinds(cloud, kinds, call)
  const windowMs = cloud.traits.consistencyWindowMs
  let youngest = Number.NEGATIVE_INFINITY
  for (const { kind, nativeId, changedAt } of records)
    if (nativeId !== undefined && !survey.ids.get(kind as NodeKind)?.has(nativeId))
      youngest = Math.max(youngest, changedAt)
  const wait = youngest + windowMs - clock.now()
  if (!(wait > 0)) return survey
  await clock.sleep(wait, call.signal)
  return listKinds(cloud, kinds, call)
}

const listKinds = async (cloud: Cloud, kinds: ReadonlySet<NodeKind>, call: Call): Promise<Survey> => {
  const ids = new Map<NodeKind, Set<string>>()
  const broken = new Set<string>()
  const servers = new Map<string, Server>()
  const groups = new Map<string, SecurityGroup>()
  const floatingIps = new Map<string, FloatingIp>()
  const has = (...wanted: NodeKind[]) => wanted.some((kind) => kinds.has(kind))
  const note = async <Item extends { readonly id: string }>(
    kind: NodeKind,
    items: AsyncIterable<Item> | undefined,
    each: (item: Item) => void = () => {},
  ) => {
    const found = new Set<string>()
    ids.set(kind, found)
    for await (const item of items ?? []) {
      found.add(item.id)
      if ('status' in item && item.status === 'error') broken.add(item.id)
      each(item)
    }
  }
  const joins = new Set<string>()
  const rules = new Set<string>()
  const associations = new Set<string>()
  await Promise.all([
    has('key-pair') && note('key-pair', cloud.keyPairs.list(call)),
    has('network') && note('network', cloud.networks.list(call)),
    has('subnet') && note('subnet', cloud.subnets.list(call)),
    has('router', 'router-subnet') &&
      note('router', cloud.routers?.list(call), (router: Router) => {
        for (const subnetId of router.subnetIds) joins.add(routerSubnetId(router.id, subnetId))
      }),
    has('security-group', 'security-group-rule') &&
      note('security-group', cloud.securityGroups.list(call), (group: SecurityGroup) => {
        groups.set(group.id, group)
        for (const rule of group.rules) rules.add(rule.id)
      }),
    has('port') && note('port', cloud.ports?.list(call)),
    has('floating-ip', 'floating-ip-association') &&
      note('floating-ip', cloud.floatingIps?.list(call), (floatingIp: FloatingIp) => {
        floatingIps.set(floatingIp.id, floatingIp)
        if (floatingIp.portId !== undefined) associations.add(floatingIp.id)
      }),
    has('volume') && note('volume', cloud.volumes?.list(call)),
    has('server') && note('server', cloud.servers.list(call), (server: Server) => servers.set(server.id, server)),
    has('attachment') && note('attachment', cloud.attachments?.list(call)),
  ])
  ids.set('router-subnet', joins)
  ids.set('security-group-rule', rules)
  ids.set('floating-ip-association', associations)
  return { ids, servers, groups, floatingIps, broken }
}
