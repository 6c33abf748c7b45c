import { z } from 'zod'
import { flag, owner, shortText, standardAnswer, text } from './attribute.ts'

/** The body of `POST /v2.0/security-groups` below `security_group` (openstack/neutron `neutron/extensions/securitygroup.py`). */
export const securityGroupCreate = z.strictObject({
  ...owner,
  name: shortText.optional(),
  description: shortText.optional(),
  stateful: flag.optional(),
})

export const securityGroupUpdate = z.strictObject({
  name: shortText.optional(),
  description: shortText.optional(),
  stateful: flag.optional(),
})

const scalar = z.union([z.string(), z.number()]).nullish()

/** The body of `POST /v2.0/security-group-rules` below `security_group_rule`. What the values mean is checked in the order in which Neutron does. */
export const securityGroupRuleCreate = z.strictObject({
  ...owner,
  security_group_id: text,
  direction: z.enum(['ingress', 'egress'], {
    error: ({ input }) => `'${String(input)}' is not in ['ingress', 'egress']`,
  }),
  ethertype: z.unknown().optional(),
  protocol: scalar,
  port_range_min: scalar,
  port_range_max: scalar,
  remote_ip_prefix: text.nullish(),
  remote_group_id: text.nullish(),
  description: shortText.optional(),
})

const { name: _nameless, ...ruleStandard } = standardAnswer
const { tags: _untagged, ...ruleAnswer } = ruleStandard

export const securityGroupRule = z.object({
  ...ruleAnswer,
  security_group_id: z.string(),
  direction: z.enum(['ingress', 'egress']),
  ethertype: z.enum(['IPv4', 'IPv6']),
  protocol: z.string().nullable(),
  port_range_min: z.number().nullable(),
  port_range_max: z.number().nullable(),
  remote_ip_prefix: z.string().nullable(),
  remote_group_id: z.string().nullable(),
  normalized_cidr: z.string().nullable(),
})

export const securityGroup = z.object({
  ...standardAnswer,
  stateful: z.boolean(),
  shared: z.boolean(),
  security_group_rules: z.array(securityGroupRule),
})

export type SecurityGroupCreate = z.output<typeof securityGroupCreate>
export type SecurityGroupUpdate = z.output<typeof securityGroupUpdate>
export type SecurityGroupRuleCreate = z.output<typeof securityGroupRuleCreate>
export type SecurityGroupAnswer = z.output<typeof securityGroup>
export type SecurityGroupRuleAnswer = z.output<typeof securityGroupRule>
