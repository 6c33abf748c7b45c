import { asId } from '../../model/id.ts'
import type { SecurityGroupRule, SecurityGroupRuleSpec } from '../../model/security-group.ts'
import type { SecurityGroupRuleRequest } from '../../openstack/network/security-group-rules.ts'
import type { SecurityGroupRuleSeen } from '../../wire/openstack/network/answers.ts'

/** A rule in the model's words. Older Neutrons' -1 for "any" is left out. */
export const ruleOf = (rule: SecurityGroupRuleSeen): SecurityGroupRule => {
  const protocol = protocolOf(rule.protocol)
  const [min, max] = [bound(rule.port_range_min), bound(rule.port_range_max)]
  const { remote_ip_prefix: cidr, remote_group_id: group } = rule
  return {
    id: asId(rule.id),
    groupId: asId(rule.security_group_id),
    direction: rule.direction,
    family: rule.ethertype === 'IPv6' ? 'ipv6' : 'ipv4',
    ...(protocol === undefined ? {} : { protocol }),
    ...(min === undefined ? {} : { portMin: min }),
    ...(max === undefined ? {} : { portMax: max }),
    ...(cidr ? { remoteCidr: cidr } : {}),
    ...(group ? { remoteGroupId: asId<'security-group'>(group) } : {}),
    description: rule.description ?? '',
  }
}

/** What Neutron is asked for, for a rule. */
export const ruleRequest = (spec: SecurityGroupRuleSpec): SecurityGroupRuleRequest => ({
  security_group_id: spec.groupId,
  direction: spec.direction,
  ethertype: spec.family === 'ipv6' ? 'IPv6' : 'IPv4',
  ...(spec.protocol === undefined ? {} : { protocol: spec.protocol }),
  ...(spec.portMin === undefined ? {} : { port_range_min: spec.portMin }),
  ...(spec.portMax === undefined ? {} : { port_range_max: spec.portMax }),
  ...(spec.remoteCidr === undefined ? {} : { remote_ip_prefix: spec.remoteCidr }),
  ...(spec.remoteGroupId === undefined ? {} : { remote_group_id: spec.remoteGroupId }),
  ...(spec.description === undefined ? {} : { description: spec.description }),
})

/** True when the rule lets through what the spec asks for: Neutron takes every address and no address for the same. */
export const isSameRule = (rule: SecurityGroupRule, spec: SecurityGroupRuleSpec): boolean =>
  rule.direction === spec.direction &&
  rule.family === spec.family &&
  rule.protocol === protocolOf(spec.protocol) &&
  rule.portMin === spec.portMin &&
  rule.portMax === spec.portMax &&
  peers(rule.remoteCidr) === peers(spec.remoteCidr) &&
  rule.remoteGroupId === spec.remoteGroupId

const peers = (cidr: string | undefined): string | undefined =>
  cidr === '0.0.0.0/0' || cidr === '::/0' ? undefined : cidr

/** Neutron's other names and numbers of the protocols that the model names (openstack/neutron-lib `neutron_lib/constants.py`). */
const protocols: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  'ipv6-icmp': 'icmpv6',
}

const protocolOf = (protocol: string | number | null | undefined): string | undefined => {
  if (protocol === null || protocol === undefined || protocol === '' || protocol === 'any') return undefined
  const name = String(protocol).toLowerCase()
  return protocols[name] ?? name
}

const bound = (port: number | null | undefined): number | undefined =>
  port === null || port === undefined || port < 0 ? undefined : port
