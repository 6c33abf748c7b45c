import type { SecurityGroupRule as Ec2Rule, IpPermission } from '@aws-sdk/client-ec2'
import { asId } from '../../model/id.ts'
import type { SecurityGroupRule, SecurityGroupRuleSpec } from '../../model/security-group.ts'

const everyone = { ipv4: '0.0.0.0/0', ipv6: '::/0' } as const

/** A rule of the contract's as EC2 takes it. `groupIn` gives the id of the named group in the VPC that the rule is for. */
export const asPermission = (
  { protocol, portMin, portMax, family, remoteCidr, remoteGroupId, description }: SecurityGroupRuleSpec,
  groupIn: (groupId: string) => string,
): IpPermission => {
  const Description = description === undefined || description === '' ? {} : { Description: description }
  const cidr = remoteCidr ?? everyone[family]
  return {
    IpProtocol: protocol ?? '-1',
    ...(protocol === undefined
      ? {}
      : { FromPort: portMin ?? (isIcmp(protocol) ? -1 : 0), ToPort: portMax ?? (isIcmp(protocol) ? -1 : 65_535) }),
    ...(remoteGroupId
      ? { UserIdGroupPairs: [{ GroupId: groupIn(remoteGroupId), ...Description }] }
      : family === 'ipv4'
        ? { IpRanges: [{ CidrIp: cidr, ...Description }] }
        : { Ipv6Ranges: [{ CidrIpv6: cidr, ...Description }] }),
  }
}

/** EC2's rule in the contract's words. A rule for a group holds for both families; it is told as IPv4's. */
export const asRule = (rule: Ec2Rule): SecurityGroupRule => {
  const protocol =
    rule.IpProtocol === '-1' || rule.IpProtocol === undefined ? undefined : (names[rule.IpProtocol] ?? rule.IpProtocol)
  const cidr = rule.CidrIpv4 ?? rule.CidrIpv6
  const whole = protocol !== undefined && !isIcmp(protocol) && rule.FromPort === 0 && rule.ToPort === 65_535
  const port = (value: number | undefined) =>
    value === undefined || value === -1 || protocol === undefined || whole ? undefined : value
  const [portMin, portMax] = [port(rule.FromPort), port(rule.ToPort)]
  return {
    id: asId<'security-group-rule'>(rule.SecurityGroupRuleId ?? ''),
    groupId: asId<'security-group'>(rule.GroupId ?? ''),
    direction: rule.IsEgress ? 'egress' : 'ingress',
    family: rule.CidrIpv6 === undefined ? 'ipv4' : 'ipv6',
    ...(protocol === undefined ? {} : { protocol }),
    ...(portMin === undefined ? {} : { portMin }),
    ...(portMax === undefined ? {} : { portMax }),
    ...(cidr === undefined || cidr === everyone.ipv4 || cidr === everyone.ipv6 ? {} : { remoteCidr: cidr }),
    ...(rule.ReferencedGroupInfo?.GroupId === undefined
      ? {}
      : { remoteGroupId: asId<'security-group'>(rule.ReferencedGroupInfo.GroupId) }),
    description: rule.Description ?? '',
  }
}

/** IANA's numbers for what EC2 answers by number (protocol-numbers registry). */
const names: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' }

const isIcmp = (protocol: string): boolean => protocol === 'icmp' || protocol === 'icmpv6'

/** True when both say the same, whatever their ids and descriptions. */
export const sameRule = (a: SecurityGroupRuleSpec, b: SecurityGroupRuleSpec): boolean =>
  a.direction === b.direction &&
  a.family === b.family &&
  a.protocol === b.protocol &&
  a.portMin === b.portMin &&
  a.portMax === b.portMax &&
  (a.remoteCidr ?? everyone[a.family]) === (b.remoteCidr ?? everyone[b.family]) &&
  a.remoteGroupId === b.remoteGroupId
