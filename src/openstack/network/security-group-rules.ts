import { securityGroupRuleAnswer } from '../../wire/openstack/network/answers.ts'
import type { SecurityGroupRuleCreate } from '../../wire/openstack/network/security-group.ts'
import { resource } from '../session/resource.ts'

/** What Neutron is asked for; the direction of wire types, without what only a front has to read. */
export type SecurityGroupRuleRequest = Omit<SecurityGroupRuleCreate, 'ethertype'> & {
  readonly ethertype: 'IPv4' | 'IPv6'
}

/** The rules of Neutron's security groups: `/v2.0/security-group-rules`. They are never changed. */
export const securityGroupRules = resource<typeof securityGroupRuleAnswer, SecurityGroupRuleRequest>({
  collection: 'security_group_rules',
  member: 'security_group_rule',
  answer: securityGroupRuleAnswer,
})
