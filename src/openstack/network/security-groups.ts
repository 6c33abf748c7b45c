import { securityGroupAnswer } from '../../wire/openstack/network/answers.ts'
import type { SecurityGroupCreate, SecurityGroupUpdate } from '../../wire/openstack/network/security-group.ts'
import { resource } from '../session/resource.ts'

/** Neutron's security groups: `/v2.0/security-groups`. */
export const securityGroups = resource<typeof securityGroupAnswer, SecurityGroupCreate, SecurityGroupUpdate>({
  collection: 'security_groups',
  member: 'security_group',
  answer: securityGroupAnswer,
})
