import type { SecurityGroupRule } from '../../../model/security-group.ts'
import type { SecurityGroupAnswer, SecurityGroupRuleAnswer } from '../../../wire/openstack/network/security-group.ts'
import { idAbove } from './id-above.ts'
import type { Present } from './make.ts'
import type { NetworkContext } from './network-context.ts'
import type { View } from './resource.ts'
import { protocolAbove } from './security-group-rule-plan.ts'
import { standardAttributes } from './standard-attributes.ts'

/** OpenStack's id of a rule: the same each time. */
export const ruleIdOf = (rule: SecurityGroupRule): string => idAbove('security-group-rule', rule.id)

export const ruleAnswer = (
  context: NetworkContext,
  group: Present<'security-group'>,
  rule: SecurityGroupRule,
): SecurityGroupRuleAnswer => {
  const id = ruleIdOf(rule)
  const extra = context.extra('security-group-rule', id)
  const { projectId = '' } = group
  const { remoteGroupId } = rule
  const createdAt = extra?.createdAt ?? context.extra('security-group', group.id)?.createdAt ?? group.createdAt
  return {
    id,
    project_id: projectId,
    tenant_id: projectId,
    security_group_id: group.id,
    direction: rule.direction,
    ethertype: rule.family === 'ipv4' ? 'IPv4' : 'IPv6',
    protocol: protocolAbove(rule.protocol),
    port_range_min: rule.portMin ?? null,
    port_range_max: rule.portMax ?? null,
    remote_ip_prefix: extra?.remoteIpPrefix ?? rule.remoteCidr ?? null,
    remote_group_id:
      remoteGroupId === undefined
        ? null
        : (context.front.mirror.idOf('security-group', remoteGroupId) ?? remoteGroupId),
    normalized_cidr: rule.remoteCidr ?? null,
    description: extra?.description ?? rule.description,
    revision_number: extra?.revision ?? 0,
    created_at: createdAt,
    updated_at: extra?.updatedAt ?? createdAt,
  }
}

export const securityGroupView = (context: NetworkContext, record: Present<'security-group'>): View => {
  const { native, id } = record
  const value: SecurityGroupAnswer = {
    ...standardAttributes(record, context.extra('security-group', id), native),
    stateful: true,
    shared: false,
    security_group_rules: native.rules.map((rule) => ruleAnswer(context, record, rule)),
  }
  return { id, projectId: record.projectId, everyones: false, value }
}
