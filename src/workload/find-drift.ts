import type { ResourceRecord } from '../journal/journal.ts'
import type { Drift } from './plan.ts'
import type { NodeKind, NodeSpecs } from './resource-node.ts'
import type { Survey } from './survey.ts'

/**
 * What others changed since it was recorded, in the records' order. What a cut-off run has only begun cannot drift, and what it
 * has not finished can only be gone or broken. What came to a security group from elsewhere is told too.
 */
export const findDrift = (records: readonly ResourceRecord[], survey: Survey): readonly Drift[] => {
  const rules = new Set(
    records.flatMap(({ kind, nativeId }) => (kind === 'security-group-rule' && nativeId ? [nativeId] : [])),
  )
  const idOf = new Map(records.map(({ key, nativeId }) => [key, nativeId]))
  const portOf = new Map(records.map(({ key, outputs }) => [key, outputs.portId]))
  return records.flatMap((record): Drift[] => {
    const { nativeId, state } = record
    if (nativeId === undefined || (state !== 'ready' && state !== 'made')) return []
    const kind = record.kind as NodeKind
    const drift = (what: Drift['what'], detail: string): Drift => ({
      key: record.key,
      kind,
      name: record.name,
      nativeId,
      what,
      detail,
    })
    if (!survey.ids.get(kind)?.has(nativeId)) return [drift('gone', goneWords[kind] ?? 'it was deleted')]
    if (survey.broken.has(nativeId)) return [drift('changed', inError)]
    if (state === 'made') return []
    if (kind === 'server') return serverDrift(record, nativeId, survey).map((detail) => drift('changed', detail))
    if (kind === 'floating-ip-association') {
      const { target } = JSON.parse(record.spec) as NodeSpecs['floating-ip-association']
      const expected = 'node' in target ? (portOf.get(target.node) ?? idOf.get(target.node)) : target.id
      const actual = survey.floatingIps.get(nativeId)?.portId
      return actual === expected ? [] : [drift('changed', `it leads to the port ${actual} instead of ${expected}`)]
    }
    if (kind === 'security-group')
      return (survey.groups.get(nativeId)?.rules ?? []).flatMap((rule) =>
        rule.direction === 'egress' || rules.has(rule.id)
          ? []
          : [
              drift(
                'added',
                `a rule lets ${rule.protocol ?? 'everything'} ${rule.portMin === undefined ? '' : `${rule.portMin}-${rule.portMax} `}in from ${rule.remoteCidr ?? rule.remoteGroupId ?? 'everywhere'}`,
              ),
            ],
      )
    return []
  })
}

/** The detail of what is in the state `error`. */
export const inError = 'it is in the state error'

const goneWords: Partial<Record<NodeKind, string>> = {
  'router-subnet': 'the subnet was taken from the router',
  'security-group-rule': 'the rule was removed',
  'floating-ip-association': 'the floating IP was taken from its port',
  attachment: 'the volume was detached',
}

const serverDrift = (record: ResourceRecord, nativeId: string, survey: Survey): readonly string[] => {
  const server = survey.servers.get(nativeId)
  const { flavorId } = JSON.parse(record.spec) as NodeSpecs['server']
  if (!server) return []
  return [
    ...(server.status === 'active' ? [] : [`it is ${server.status}`]),
    ...(server.flavorId === flavorId ? [] : [`its flavor is ${server.flavorId} instead of ${flavorId}`]),
  ]
}
