import type { Call } from '../../cloud/call.ts'
import type { Resources } from '../../cloud/change.ts'
import type { Cloud } from '../../cloud/cloud.ts'
import { readerOf } from '../../cloud/reader.ts'
import type { ResourceRecord } from '../../journal/journal.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { Server } from '../../model/server.ts'
import type { NodeKind, NodeSpecs, OutputName, Reference } from '../../workload/resource-node.ts'
import { type ServerState, serverStates } from '../../workload/status-of.ts'

/** The kinds of nodes that are resources of their own, to be got and listed. */
export const seenKinds = [
  'key-pair',
  'network',
  'subnet',
  'router',
  'security-group',
  'port',
  'floating-ip',
  'volume',
  'server',
  'attachment',
] as const satisfies ReadonlyArray<NodeKind & keyof Resources>
type SeenKind = (typeof seenKinds)[number]

/** Something that a deployment made: what was asked for, and what the cloud shows of it. */
interface Seen<Kind extends SeenKind = SeenKind> {
  /** As people know it: `server/web-1`. */
  readonly key: string
  readonly id: string
  readonly spec: NodeSpecs[Kind]
  /** Absent when the cloud does not find it. */
  readonly got?: Resources[Kind]
  /** Absent when no page of its list shows it. */
  readonly listed?: Resources[Kind]
}

/** What a deployment asked for, beside what its cloud shows of it at one moment. */
export interface Deployed {
  readonly cloud: Cloud
  readonly of: <Kind extends SeenKind>(kind: Kind) => ReadonlyArray<Seen<Kind>>
  /** Specs of what has no get and no list of its own, by their keys. */
  readonly joins: <Kind extends Exclude<NodeKind, SeenKind>>(
    kind: Kind,
  ) => ReadonlyArray<{ readonly key: string; readonly id: string; readonly spec: NodeSpecs[Kind] }>
  /** All that a list of the kind shows, others' too. */
  readonly list: <Kind extends SeenKind>(kind: Kind) => ReadonlyArray<Resources[Kind]>
  /** The servers with the addresses at which they are reached. */
  readonly servers: readonly ServerState[]
  readonly id: (reference: Reference) => string | undefined
  readonly output: (reference: Reference, name: OutputName) => string | undefined
}

/** Looks at all that the records say was made: lists first, then each by itself. Makes nothing. */
export const lookAt = async (cloud: Cloud, records: readonly ResourceRecord[], call: Call): Promise<Deployed> => {
  const lists = new Map<SeenKind, ReadonlyMap<string, { readonly id: string }>>()
  const seen = new Map<SeenKind, readonly Seen[]>()
  const byKey = new Map(records.map((record) => [record.key, record]))
  await Promise.all(
    seenKinds.map(async (kind) => {
      const mine = records.filter((record) => record.kind === kind && record.nativeId !== undefined)
      if (mine.length === 0) return
      const listed = new Map<string, { readonly id: string }>()
      for await (const each of readerOf(cloud, kind)?.list(call) ?? []) listed.set(each.id, each)
      lists.set(kind, listed)
      seen.set(kind, await Promise.all(mine.map((record) => lookAtOne(cloud, kind, record, listed, call))))
    }),
  )
  const servers = (seen.get('server') ?? []).flatMap(({ id, got }) => (got ? [[id, got as Server] as const] : []))
  const recordOf = (reference: Reference) => ('node' in reference ? byKey.get(reference.node) : undefined)
  return {
    cloud,
    of: (kind) => (seen.get(kind) ?? []) as never,
    joins: (kind) =>
      records.flatMap((record) =>
        record.kind === kind && record.nativeId !== undefined
          ? [{ key: record.key, id: record.nativeId, spec: JSON.parse(record.spec) as never }]
          : [],
      ),
    list: (kind) => [...(lists.get(kind)?.values() ?? [])] as never,
    servers: serverStates(records, { servers: new Map(servers) }),
    id: (reference) => ('id' in reference ? reference.id : recordOf(reference)?.nativeId),
    output: (reference, name) => recordOf(reference)?.outputs[name],
  }
}

const lookAtOne = async (
  cloud: Cloud,
  kind: SeenKind,
  { key, nativeId = '', spec }: ResourceRecord,
  list: ReadonlyMap<string, object>,
  call: Call,
): Promise<Seen> => {
  const listed = list.get(nativeId) as Resources[SeenKind] | undefined
  const got = await unlessMissing(readerOf(cloud, kind)?.get(asId(nativeId), call))
  return {
    key,
    id: nativeId,
    spec: JSON.parse(spec),
    ...(got ? { got } : {}),
    ...(listed ? { listed } : {}),
  }
}

const unlessMissing = async <Result>(work: Promise<Result> | undefined): Promise<Result | undefined> => {
  try {
    return await work
  } catch (error) {
    if (error instanceof CloudError && error.code === 'not_found') return undefined
    throw error
  }
}
