import type { SecurityGroupId } from '../../../model/id.ts'
import type { SecurityGroupRuleSpec } from '../../../model/security-group.ts'
import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { extrasOf } from './extras.ts'
import { hasSecurityGroups } from './has-security-groups.ts'
import { addRules, egressToAll } from './security-group-rule-set.ts'

const description = 'Default security group'

/**
 * The project's `default` group, made on first use as Neutron does: everything may go out, and its members reach each other. Below it is called
 * `os-default-` and the project's first eight characters, because other clouds keep the name `default` to themselves. Calls at the same time give
 * the same group.
 */
export const defaultSecurityGroupOf = async (
  front: Front,
  projectId: string,
): Promise<MirrorRecord<'security-group'>> => {
  const { mirror, store } = front
  const extras = extrasOf(front, 'security-group')
  const known = knownDefault(front, projectId)
  if (known) return finished(front, known.id)

  const spec = { name: `os-default-${projectId.slice(0, 8)}`, description }
  const now = front.timestamp()
  const { id } = store.transaction(() => {
    const reserved = mirror.reserve('security-group', spec, { projectId })
    extras.put({
      id: reserved.id,
      revision: 1,
      createdAt: now,
      updatedAt: now,
      name: 'default',
      defaultOf: projectId,
      unfinished: true,
    })
    return reserved
  })
  return finished(front, id)
}

/**
 * The group with the rules that a new one comes with, made now if that was interrupted. Throws the cloud's refusal when it cannot be made; the
 * group is then gone.
 */
export const finished = async (front: Front, id: string): Promise<MirrorRecord<'security-group'>> => {
  const { mirror } = front
  const extras = extrasOf(front, 'security-group')
  const made = await mirror.realize('security-group', id)
  const { unfinished, ...extra } = extras.get(id) ?? { id, revision: 1 }
  if (!unfinished) return made
  const groupId = mirror.nativeId('security-group', id)
  // The operator's template of a new group's rules (openstack/neutron `neutron/db/securitygroups_default_rules_db.py`) may have none for egress.
  const outwards = front.driver.traits.egressIsExplicit ? [] : egressToAll(groupId)
  await addRules(front, [...outwards, ...(extra.defaultOf === undefined ? [] : inwards(front, groupId))])
  extras.put(extra)
  return mirror.get('security-group', id) ?? made
}

/** From members of the group; from everywhere where this cloud has no security groups, since the one below would filter. */
const inwards = ({ profile }: Front, groupId: SecurityGroupId): readonly SecurityGroupRuleSpec[] => {
  const isFiltered = hasSecurityGroups(profile)
  return (['ipv4', 'ipv6'] as const).map((family) => ({
    groupId,
    direction: 'ingress',
    family,
    ...(isFiltered ? { remoteGroupId: groupId } : {}),
  }))
}

/** The one made here or, in a project that took over an existing cloud, the cloud's own. */
const knownDefault = (front: Front, projectId: string): MirrorRecord<'security-group'> | undefined => {
  const { mirror } = front
  const extras = extrasOf(front, 'security-group')
  for (const { id } of extras.by('defaultOf', projectId)) {
    const record = mirror.get('security-group', id)
    if (record) return record
  }
  // One that filters would not do where nothing is filtered.
  if (!hasSecurityGroups(front.profile)) return undefined
  for (const record of mirror.list('security-group', projectId))
    if (record.native?.name === 'default' && !extras.get(record.id)) {
      const now = front.timestamp()
      extras.put({ id: record.id, revision: 1, createdAt: record.createdAt, updatedAt: now, defaultOf: projectId })
      return record
    }
  return undefined
}
