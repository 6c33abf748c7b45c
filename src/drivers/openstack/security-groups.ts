import type { SecurityGroupDriver } from '../../cloud/driver.ts'
import { findFirst } from '../../lib/async-iterable.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { SecurityGroup } from '../../model/security-group.ts'
import { securityGroupRules } from '../../openstack/network/security-group-rules.ts'
import { securityGroups } from '../../openstack/network/security-groups.ts'
import type { SecurityGroupSeen } from '../../wire/openstack/network/answers.ts'
import { unless } from './classify.ts'
import { createMarked, translated } from './neutron-group.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { isSameRule, ruleOf, ruleRequest } from './security-group-rule-view.ts'
import { plainDescription } from './token-mark.ts'

/** Security groups are Neutron's. A new one comes with the two rules that Neutron gives it: everything may go out. */
export const securityGroupGroup = (cloud: OpenStackCloud): SecurityGroupDriver => {
  const { network, projectId } = cloud
  return {
    async create({ name, description = '' }, call) {
      const body = (marked: string) => ({ name, description: marked })
      return groupOf(await createMarked(cloud, 'security-group', securityGroups, body, call, description))
    },
    list: (call) => translated(cloud, securityGroups, { project_id: projectId }, groupOf, call),
    get: async (id, call) => groupOf(await securityGroups.get(network, id, call)),
    addRule: (spec, call) =>
      unless(
        ['already_exists', 'conflict'],
        async () => ruleOf(await securityGroupRules.create(network, ruleRequest(spec), call)),
        async () => {
          const query = { security_group_id: spec.groupId, direction: spec.direction }
          const there = securityGroupRules.list(network, query, call)
          const same = await findFirst(there, (rule) => isSameRule(ruleOf(rule), spec))
          return same && ruleOf(same)
        },
      ),
    removeRule: (id, call) => securityGroupRules.delete(network, id, call),
    async delete(id, call) {
      // Neutron would take the rules of other groups that name this one away with it.
      const naming = securityGroupRules.list(network, { remote_group_id: id }, call)
      const other = await findFirst(naming, ({ security_group_id }) => security_group_id !== id)
      if (other)
        throw new CloudError('conflict', `a rule of the security group ${other.security_group_id} names ${id}`, {
          resource: { kind: 'security-group', id },
        })
      await securityGroups.delete(network, id, call)
    },
  }
}

const groupOf = ({ id, name, description, security_group_rules }: SecurityGroupSeen): SecurityGroup => ({
  id: asId(id),
  name,
  description: plainDescription(description),
  rules: security_group_rules.map(ruleOf),
})
