import type { SecurityGroupDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { SecurityGroupId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { SecurityGroup, SecurityGroupRule } from '../../model/security-group.ts'
import { checkRule, sameRule } from './security-group-rule.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

const defaultName = 'default'

/** The group of every port that names none. */
export const defaultGroup = (cloud: SimulatedCloud): SecurityGroup => {
  const [group] = cloud.tables.securityGroups.by('name', defaultName)
  if (!group) throw new CloudError('internal', 'the default security group is missing')
  return group
}

/** Makes the default group, whose members reach each other. */
export const seedDefaultGroup = (cloud: SimulatedCloud): void => {
  const groupId: SecurityGroupId = asId(cloud.newId())
  const fromItself = (['ipv4', 'ipv6'] as const).map((family) =>
    newRule(cloud, { groupId, direction: 'ingress', family, remoteGroupId: groupId }),
  )
  putGroup(cloud, { id: groupId, name: defaultName, description: 'Default security group' }, fromItself)
}

const newRule = (
  cloud: SimulatedCloud,
  rule: Omit<SecurityGroupRule, 'id' | 'description'> & { readonly description?: string },
): SecurityGroupRule => {
  const id = asId<'security-group-rule'>(cloud.newId())
  cloud.ruleGroups.set(id, rule.groupId)
  return { ...rule, id, description: rule.description ?? '' }
}

const putGroup = (
  cloud: SimulatedCloud,
  group: Omit<SecurityGroup, 'rules'>,
  rules: readonly SecurityGroupRule[],
): void => {
  const families = cloud.options.egress === 'explicit' ? [] : (['ipv4', 'ipv6'] as const)
  const outwards = families.map((family) => newRule(cloud, { groupId: group.id, direction: 'egress', family }))
  cloud.tables.securityGroups.put({ ...group, rules: [...outwards, ...rules] })
}

/** Security groups and their rules. A new group lets nothing in, and everything out unless the options say that egress is explicit. */
export const securityGroups = (cloud: SimulatedCloud): SecurityGroupDriver => {
  const { securityGroups: table, ports } = cloud.tables
  return {
    create: ({ name, description = '' }, call) =>
      cloud.create(table, call, (id) => {
        if (name === '') throw new CloudError('invalid', 'a security group needs a name')
        if (name === defaultName) throw new CloudError('already_exists', 'the default security group exists already')
        cloud.usage.admit({ securityGroups: 1, securityGroupRules: cloud.options.egress === 'explicit' ? 0 : 2 })
        putGroup(cloud, { id: asId(id), name, description }, [])
      }),
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    addRule: (spec, call) =>
      cloud.answer(call, () => {
        const known = cloud.tokens.find('security-group-rule', call.token)
        const made = known === undefined ? undefined : findRule(cloud, known)
        if (made) return made
        const group = table.get(spec.groupId)
        const wanted = checkRule(spec)
        if (wanted.remoteGroupId !== undefined) table.get(wanted.remoteGroupId)
        const twin = group.rules.find((rule) => sameRule(rule, wanted))
        if (!twin) cloud.usage.admit({ securityGroupRules: 1 })
        const rule = twin ?? newRule(cloud, wanted)
        if (!twin) table.put({ ...group, rules: [...group.rules, rule] })
        cloud.tokens.remember('security-group-rule', call.token, rule.id)
        return rule
      }),
    removeRule: (id, call) =>
      cloud.answer(call, () => {
        const group = table.find(cloud.ruleGroups.get(id) ?? '')
        if (!group) return
        forgetRule(cloud, id)
        table.put({ ...group, rules: group.rules.filter((rule) => rule.id !== id) })
      }),
    delete: (id, call) =>
      cloud.answer(call, () => {
        const group = table.find(id)
        if (!group) return
        const refuse = (why: string) => {
          throw new CloudError('conflict', `the security group ${group.name} ${why}`, {
            resource: { kind: 'security-group', id },
          })
        }
        if (group.name === defaultName) refuse('stays: it is the default one')
        if (ports.has('group', id)) refuse(`is in use by the port ${ports.by('group', id)[0]?.id}`)
        if (table.has('mentions', id)) refuse(`is named by a rule of ${table.by('mentions', id)[0]?.name}`)
        for (const rule of group.rules) forgetRule(cloud, rule.id)
        table.remove(id)
      }),
  }
}

const forgetRule = (cloud: SimulatedCloud, id: SecurityGroupRule['id']): void => {
  cloud.ruleGroups.delete(id)
  cloud.tokens.forget(id)
}

const findRule = (cloud: SimulatedCloud, id: string): SecurityGroupRule | undefined => {
  const groupId = cloud.ruleGroups.get(asId(id))
  return cloud.tables.securityGroups.find(groupId ?? '')?.rules.find((rule) => rule.id === id)
}
