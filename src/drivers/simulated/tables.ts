import type { Resources, WatchedKind } from '../../cloud/change.ts'
import type { Clock } from '../../lib/clock.ts'
import { Table } from './table.ts'
import type { Weight } from './usage.ts'

interface TablesRules {
  readonly clock: Clock
  readonly consistencyMs: number
  changed<Kind extends WatchedKind>(
    kind: Kind,
    before: Resources[Kind] | undefined,
    after: Resources[Kind] | undefined,
  ): void
}

/** One table a kind, each with the indexes that keep every check from being a search. */
export const tables = (rules: TablesRules) => {
  const table = <Kind extends WatchedKind, Index extends string>(
    kind: Kind,
    indexes: Readonly<Record<Index, (resource: Resources[Kind]) => ReadonlyArray<string | undefined>>>,
  ) => new Table<Kind, Index>({ ...rules, kind, indexes })
  return {
    flavors: table('flavor', { name: ({ name }) => [name] }),
    images: table('image', { name: ({ name }) => [name] }),
    keyPairs: table('key-pair', { name: ({ name }) => [name] }),
    networks: table('network', { name: ({ name }) => [name] }),
    subnets: table('subnet', { network: ({ networkId }) => [networkId] }),
    routers: table('router', {
      subnet: ({ subnetIds }) => subnetIds,
      externalNetwork: ({ externalNetworkId }) => [externalNetworkId],
    }),
    ports: table('port', {
      network: ({ networkId }) => [networkId],
      subnet: ({ fixedIps }) => fixedIps.map(({ subnetId }) => subnetId),
      address: ({ fixedIps }) => fixedIps.map(({ address }) => address),
      mac: ({ networkId, macAddress }) => [`${networkId} ${macAddress}`],
      server: ({ serverId }) => [serverId],
      router: ({ routerId }) => [routerId],
      group: ({ securityGroupIds }) => securityGroupIds,
    }),
    securityGroups: table('security-group', {
      name: ({ name }) => [name],
      mentions: ({ id, rules: all }) =>
        all.map(({ remoteGroupId }) => (remoteGroupId === id ? undefined : remoteGroupId)),
    }),
    floatingIps: table('floating-ip', { port: ({ portId }) => [portId], address: ({ address }) => [address] }),
    volumes: table('volume', { image: ({ imageId }) => [imageId] }),
    attachments: table('attachment', {
      volume: ({ volumeId }) => [volumeId],
      server: ({ serverId }) => [serverId],
    }),
    snapshots: table('snapshot', { volume: ({ volumeId }) => [volumeId] }),
    servers: table('server', { name: ({ name }) => [name] }),
  }
}

export type Tables = ReturnType<typeof tables>

interface Owner {
  readonly own: ReadonlySet<string>
  readonly tables: Tables
}

type Scales = { readonly [Kind in WatchedKind]?: (resource: Resources[Kind], tables: Tables) => Weight }

const scales: Scales = {
  server: ({ flavorId, status }, { flavors }) => {
    if (status === 'error') return { servers: 1 }
    const { vcpus, memoryMiB } = flavors.get(flavorId)
    return { servers: 1, vcpus, memoryMiB }
  },
  'key-pair': () => ({ keyPairs: 1 }),
  network: () => ({ networks: 1 }),
  subnet: () => ({ subnets: 1 }),
  router: () => ({ routers: 1 }),
  port: () => ({ ports: 1 }),
  'security-group': ({ rules }) => ({ securityGroups: 1, securityGroupRules: rules.length }),
  'floating-ip': () => ({ floatingIps: 1 }),
  volume: ({ sizeGiB }) => ({ volumes: 1, volumeGiB: sizeGiB }),
  snapshot: () => ({ snapshots: 1 }),
}

/** How much of each quota the resource takes: nothing when it is absent or the cloud's own. */
export const weigh = <Kind extends WatchedKind>(
  { own, tables: all }: Owner,
  kind: Kind,
  resource: Resources[Kind] | undefined,
): Weight => (resource && !own.has(resource.id) ? (scales[kind]?.(resource, all) ?? {}) : {})
