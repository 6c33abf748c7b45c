import type { SecurityGroupRule } from '../../../model/security-group.ts'
import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { extrasOf } from '../network/extras.ts'
import { securityGroupNameOf } from './names.ts'

/** A security group in Nova's old words, which know only what comes in (openstack/nova `nova/api/openstack/compute/security_groups.py`). */
export const securityGroupView = (front: Front, group: MirrorRecord<'security-group'>): object => ({
  id: group.id,
  name: securityGroupNameOf(front, group),
  description: extrasOf(front, 'security-group').get(group.id)?.description ?? group.native?.description ?? '',
  tenant_id: group.projectId ?? '',
  rules: (group.native?.rules ?? [])
    .filter(({ direction }) => direction === 'ingress')
    .map((rule) => ruleView(front, group, rule)),
})

const ruleView = (front: Front, group: MirrorRecord<'security-group'>, rule: SecurityGroupRule): object => {
  const remote =
    rule.remoteGroupId === undefined ? undefined : front.mirror.byNative('security-group', rule.remoteGroupId)
  const isWide = rule.protocol === undefined || (rule.portMin === undefined && rule.portMax === undefined)
  return {
    id: rule.id,
    parent_group_id: group.id,
    ip_protocol: rule.protocol ?? null,
    from_port: isWide ? (rule.protocol === undefined ? null : -1) : (rule.portMin ?? -1),
    to_port: isWide ? (rule.protocol === undefined ? null : -1) : (rule.portMax ?? -1),
    group: remote ? { name: securityGroupNameOf(front, remote), tenant_id: remote.projectId ?? '' } : {},
    ip_range: remote ? {} : { cidr: rule.remoteCidr ?? (rule.family === 'ipv6' ? '::/0' : '0.0.0.0/0') },
  }
}
