import type { ResourceRecord } from '../journal/journal.ts'
import type { Plan, Update } from './plan.ts'
import type { NodeKind, ResourceNode } from './resource-node.ts'

interface OperationOf {
  readonly id: string
  readonly after: readonly string[]
  readonly node: { readonly key: string; readonly kind: NodeKind; readonly name: string }
}

/** One step of a plan: a replacement has two, a deletion and a creation. */
export type PlannedOperation = OperationOf &
  (
    | { readonly action: 'create'; readonly wanted: ResourceNode }
    | {
        readonly action: 'update'
        readonly wanted: ResourceNode
        readonly nativeId: string
        readonly updates: readonly Update[]
      }
    | { readonly action: 'delete' }
  )

/**
 * The steps of a plan with their order: a node after those that it depends on, a deletion after those of all that depended on it, a node's making
 * after the deletion of what it replaces.
 */
export const planOperations = (plan: Plan, records: readonly ResourceRecord[]): readonly PlannedOperation[] => {
  const making = (key: string) => `make ${key}`
  const deleting = (key: string) => `delete ${key}`
  const dependants = new Map<string, string[]>()
  for (const { key, dependsOn } of records)
    for (const dependency of dependsOn) {
      const list = dependants.get(dependency)
      if (list) list.push(key)
      else dependants.set(dependency, [key])
    }
  const deletion = (key: string, kind: NodeKind, name: string): PlannedOperation => ({
    action: 'delete',
    id: deleting(key),
    after: (dependants.get(key) ?? []).map(deleting),
    node: { key, kind, name },
  })
  return plan.changes.flatMap((change): PlannedOperation[] => {
    if (change.action === 'unchanged') return []
    if (change.action === 'delete') return [deletion(change.key, change.kind, change.name)]
    const { node: wanted } = change
    const node = { key: wanted.key, kind: wanted.kind, name: wanted.name }
    const after = wanted.dependsOn.map(making)
    if (change.action === 'update')
      return [
        {
          action: 'update',
          id: making(node.key),
          after,
          node,
          wanted,
          nativeId: change.nativeId,
          updates: change.updates,
        },
      ]
    const create: PlannedOperation = {
      action: 'create',
      id: making(node.key),
      after: [...after, deleting(node.key)],
      node,
      wanted,
    }
    return change.action === 'replace' ? [deletion(node.key, wanted.kind, wanted.name), create] : [create]
  })
}
