import type { ResourceRecord } from '../journal/journal.ts'
import { inError } from './find-drift.ts'
import type { Drift, PlannedChange, Refusal, Update } from './plan.ts'
import { referencesIn } from './references-in.ts'
import type { NodeKind, NodeSpecs, ResourceNode } from './resource-node.ts'
import { sortNodes } from './sort-nodes.ts'

/**
 * What has to be done so that what is recorded becomes what is wanted. A node whose dependency is made anew is made anew too. Time in proportion to the
 * nodes and their references.
 */
export const compareNodes = (
  wanted: readonly ResourceNode[],
  records: readonly ResourceRecord[],
  drift: readonly Drift[],
): { readonly changes: readonly PlannedChange[]; readonly refusals: readonly Refusal[] } => {
  const recorded = new Map(records.map((record) => [record.key, record]))
  const drifted = new Map(drift.filter(({ what }) => what !== 'added').map((each) => [each.key, each]))
  const remade = new Set<string>()
  const refusals: Refusal[] = []
  const changes: PlannedChange[] = []
  for (const node of sortNodes(wanted)) {
    const change = compare(node, recorded.get(node.key), drifted.get(node.key), remade)
    if (change.action === 'replace' || (change.action === 'create' && recorded.get(node.key)?.state === 'ready'))
      remade.add(node.key)
    const before = recorded.get(node.key)
    if (change.action === 'replace' && node.kind === 'volume' && before?.state === 'ready' && before.holdsData)
      refusals.push(dataLoss(node, change.forcedBy))
    changes.push(change)
  }
  const keys = new Set(wanted.map(({ key }) => key))
  for (const record of [...records].reverse()) if (!keys.has(record.key)) changes.push(deletionOf(record))
  return { changes, refusals }
}

/** The deletion of what a record stands for. */
export const deletionOf = ({ key, kind, name, nativeId }: ResourceRecord): PlannedChange => ({
  action: 'delete',
  key,
  kind: kind as NodeKind,
  name,
  ...(nativeId === undefined ? {} : { nativeId }),
})

/** Why a create is in a plan that only finishes what an earlier run began. */
export const cutOff = 'a run was cut off while making it'

const compare = (
  node: ResourceNode,
  record: ResourceRecord | undefined,
  drift: Drift | undefined,
  remade: ReadonlySet<string>,
): PlannedChange => {
  const { key } = node
  if (!record) return { action: 'create', key, node }
  const spec = JSON.stringify(node.spec)
  const nativeId = record.nativeId ?? ''
  if (record.state === 'deleting')
    return { action: 'replace', key, node, nativeId, forcedBy: ['its deletion was begun'] }
  if (record.state !== 'ready') {
    if (record.spec === spec && !drift) return { action: 'create', key, node, because: cutOff }
    return { action: 'replace', key, node, nativeId, forcedBy: [drift?.detail ?? cutOff] }
  }
  if (drift?.what === 'gone') return { action: 'create', key, node, because: drift.detail }
  if (drift?.detail === inError) return { action: 'replace', key, node, nativeId, forcedBy: [drift.detail] }
  const cause = [...cascading(node)].find((each) => remade.has(each))
  if (cause !== undefined) return { action: 'replace', key, node, nativeId, forcedBy: [`${cause} is made anew`] }
  const changed = changedFields(record.spec, node.spec)
  const updates: readonly Update[] = [...(drift ? driftUpdates(node, drift) : []), ...fieldUpdates(node.kind, changed)]
  if (drift && node.kind !== 'server') return { action: 'replace', key, node, nativeId, forcedBy: [drift.detail] }
  const fixed = changed.filter((field) => !fieldUpdates(node.kind, [field]).length)
  if (fixed.length > 0) return { action: 'replace', key, node, nativeId, forcedBy: fixed }
  if (updates.length > 0) return { action: 'update', key, node, nativeId, updates: [...new Set(updates)] }
  return { action: 'unchanged', key, kind: node.kind, name: node.name, nativeId }
}

/** A public address must be taken away before the router's side that carries it can go. */
const cascading = (node: ResourceNode): Iterable<string> =>
  node.kind === 'floating-ip-association' ? node.dependsOn : referencesIn(node.spec)

const changedFields = (before: string, after: object): readonly string[] => {
  if (before === JSON.stringify(after)) return []
  const old = JSON.parse(before) as Readonly<Record<string, unknown>>
  const now = after as Readonly<Record<string, unknown>>
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (field) => JSON.stringify(old[field]) !== JSON.stringify(now[field]),
  )
}

const fieldUpdates = (kind: NodeKind, fields: readonly string[]): readonly Update[] => {
  if (kind !== 'server') return []
  return fields.flatMap((field): Update[] => {
    if (field === ('flavorId' satisfies keyof NodeSpecs['server'])) return ['flavor']
    if (field === ('metadata' satisfies keyof NodeSpecs['server'])) return ['metadata']
    return []
  })
}

const driftUpdates = (node: ResourceNode, { detail }: Drift): readonly Update[] => {
  if (node.kind !== 'server') return []
  return detail.startsWith('its flavor') ? ['flavor'] : ['start']
}

const dataLoss = (node: ResourceNode, forcedBy: readonly string[]): Refusal => ({
  subject: node.key,
  reason: `its ${forcedBy.join(' and ')} cannot be changed without losing its data`,
  hint: 'write it as it was, or give the new volume another name and move the data',
})
