import type { SecurityGroupId } from '../../../model/id.ts'
import type { SecurityGroupRule, SecurityGroupRuleSpec } from '../../../model/security-group.ts'
import type { Front } from '../kernel/front.ts'

/** The two rules that Neutron gives every new group: everything may go out. */
export const egressToAll = (groupId: SecurityGroupId): readonly SecurityGroupRuleSpec[] =>
  (['ipv4', 'ipv6'] as const).map((family) => ({ groupId, direction: 'egress', family }))

/** Adds the rules to a group of the cloud below; those that it has already stay single. The mirror shows them when this resolves. */
export const addRules = async (front: Front, specs: readonly SecurityGroupRuleSpec[]): Promise<SecurityGroupRule[]> => {
  const rules: SecurityGroupRule[] = []
  for (const spec of specs) {
    const token = front.newId()
    const rule = await front.mirror.act((driver, call) => driver.securityGroups.addRule(spec, { ...call, token }))
    showRule(front, rule)
    rules.push(rule)
  }
  return rules
}

const showRule = ({ mirror }: Front, rule: SecurityGroupRule): void => {
  const group = mirror.byNative('security-group', rule.groupId)?.native
  if (!group || group.rules.some(({ id }) => id === rule.id)) return
  mirror.apply({ kind: 'security-group', id: group.id, resource: { ...group, rules: [...group.rules, rule] } })
}

/** Takes rules away below and in the mirror. */
export const removeRules = async ({ mirror }: Front, rules: readonly SecurityGroupRule[]): Promise<void> => {
  for (const rule of rules) {
    await mirror.act((driver, call) => driver.securityGroups.removeRule(rule.id, call))
    const group = mirror.byNative('security-group', rule.groupId)?.native
    if (group?.rules.some(({ id }) => id === rule.id))
      mirror.apply({
        kind: 'security-group',
        id: group.id,
        resource: { ...group, rules: group.rules.filter(({ id }) => id !== rule.id) },
      })
  }
}
