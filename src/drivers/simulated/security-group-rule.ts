import { containsCidr } from 'cidr-tools'
import { parseRange } from '../../model/address-range.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { SecurityGroupId } from '../../model/id.ts'
import type { SecurityGroupRule, SecurityGroupRuleSpec } from '../../model/security-group.ts'

/** IANA's numbers of the protocols that have names here, and the other names that clouds use. */
const names: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  '132': 'sctp',
  'ipv6-icmp': 'icmpv6',
}

/** One name a protocol: in IPv6 `icmp` is `icmpv6`. */
const canonical = (protocol: string, family: SecurityGroupRule['family']): string => {
  const name = names[protocol] ?? protocol
  return name === 'icmp' && family === 'ipv6' ? 'icmpv6' : name
}

const isIcmp = (protocol: string): boolean => protocol === 'icmp' || protocol === 'icmpv6'

/** The rule with its CIDR normalised and its protocol in lower case. Fails with `invalid` when its parts contradict each other. */
export const checkRule = (spec: SecurityGroupRuleSpec): SecurityGroupRuleSpec => {
  const refuse = (why: string) => {
    throw new CloudError('invalid', `the rule ${why}`)
  }
  const protocol = spec.protocol?.toLowerCase()
  const { portMin, portMax, remoteCidr, remoteGroupId } = spec
  if (protocol !== undefined && !/^([a-z][a-z0-9-]*|\d{1,3})$/.test(protocol))
    refuse(`names the protocol ${JSON.stringify(protocol)}, which is neither a name nor a number`)
  if (protocol !== undefined && /^\d/.test(protocol) && Number(protocol) > 255)
    refuse(`names the protocol ${protocol}: the last one is 255`)
  const name = protocol === undefined ? undefined : canonical(protocol, spec.family)
  if (portMin !== undefined || portMax !== undefined) checkPorts(name, portMin, portMax, refuse)
  if (remoteCidr !== undefined && remoteGroupId !== undefined) refuse('names both a remote CIDR and a remote group')
  const range = remoteCidr === undefined ? undefined : parseRange(remoteCidr)
  if (range && (range.version === 4) !== (spec.family === 'ipv4')) refuse(`is for ${spec.family}, ${remoteCidr} is not`)
  if (name === 'icmpv6' && spec.family === 'ipv4') refuse('is for icmpv6 in ipv4')
  return {
    ...spec,
    ...(protocol === undefined ? {} : { protocol }),
    ...(range === undefined ? {} : { remoteCidr: range.cidr }),
  }
}

const checkPorts = (
  protocol: string | undefined,
  portMin: number | undefined,
  portMax: number | undefined,
  refuse: (why: string) => void,
): void => {
  if (protocol === undefined) {
    refuse('names ports without a protocol')
    return
  }
  const most = isIcmp(protocol) ? 255 : 65_535
  for (const port of [portMin, portMax])
    if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > most))
      refuse(`names the port ${port}: ${protocol} has 0 to ${most}`)
  if (isIcmp(protocol)) {
    if (portMin === undefined) refuse(`names a code of ${protocol} without its type`)
  } else if (portMin === undefined || portMax === undefined || portMin > portMax)
    refuse('needs a first port and a last one that is not below it')
}

/** True when both rules allow the same. Their ids and descriptions do not count. */
export const sameRule = (a: SecurityGroupRuleSpec, b: SecurityGroupRuleSpec): boolean =>
  a.direction === b.direction &&
  a.family === b.family &&
  (a.protocol && canonical(a.protocol, a.family)) === (b.protocol && canonical(b.protocol, b.family)) &&
  a.portMin === b.portMin &&
  a.portMax === b.portMax &&
  a.remoteCidr === b.remoteCidr &&
  a.remoteGroupId === b.remoteGroupId

/** A connection as a rule sees it. */
export interface Flow {
  readonly direction: SecurityGroupRule['direction']
  readonly family: SecurityGroupRule['family']
  readonly protocol: 'tcp' | 'udp' | 'icmp'
  /** Absent for ICMP, where it is an echo request. */
  readonly port?: number
  /** The other end. Without an address it is somewhere outside: only a rule for everyone covers it. */
  readonly peer: { readonly address?: string; readonly groupIds: readonly SecurityGroupId[] }
}

/** True when that rule lets the connection through. */
export const allows = (rule: SecurityGroupRule, flow: Flow): boolean =>
  rule.direction === flow.direction &&
  rule.family === flow.family &&
  allowsProtocol(rule, flow) &&
  allowsPeer(rule, flow)

const allowsProtocol = ({ protocol, portMin, portMax, family }: SecurityGroupRule, flow: Flow): boolean => {
  if (protocol === undefined) return true
  if (canonical(protocol, family) !== canonical(flow.protocol, family)) return false
  if (flow.protocol === 'icmp') {
    const echoRequest = family === 'ipv4' ? 8 : 128
    return (portMin === undefined || portMin === echoRequest) && (portMax === undefined || portMax === 0)
  }
  return flow.port !== undefined && flow.port >= (portMin ?? 0) && flow.port <= (portMax ?? 65_535)
}

const allowsPeer = ({ remoteCidr, remoteGroupId }: SecurityGroupRule, { peer }: Flow): boolean => {
  if (remoteGroupId !== undefined) return peer.groupIds.includes(remoteGroupId)
  if (remoteCidr === undefined || remoteCidr.endsWith('/0')) return true
  return peer.address !== undefined && containsCidr(remoteCidr, peer.address)
}
