import { isIP } from 'node:net'
import type { SecurityGroupRule } from '../../../model/security-group.ts'
import type { SecurityGroupRuleCreate } from '../../../wire/openstack/network/security-group.ts'
import { parseRange } from './ip-range.ts'
import { neutronError } from './neutron-error.ts'

/** IANA's numbers by the names that Neutron takes (openstack/neutron-lib `neutron_lib/constants.py`, `IP_PROTOCOL_MAP`). */
const protocolNumbers: Readonly<Record<string, number>> = {
  ah: 51,
  dccp: 33,
  egp: 8,
  esp: 50,
  gre: 47,
  hopopt: 0,
  icmp: 1,
  igmp: 2,
  ip: 0,
  ipip: 4,
  'ipv6-encap': 41,
  'ipv6-frag': 44,
  'ipv6-icmp': 58,
  icmpv6: 58,
  'ipv6-nonxt': 59,
  'ipv6-opts': 60,
  'ipv6-route': 43,
  ospf: 89,
  pgm: 113,
  rsvp: 46,
  sctp: 132,
  tcp: 6,
  udp: 17,
  udplite: 136,
  vrrp: 112,
}

const withPorts = new Set([6, 17, 33, 132, 136])
const icmp = new Set([1, 58])
const onlyIpv6 = new Set([41, 43, 44, 58, 59, 60])

/** What a rule's body means, checked. */
export interface RulePlan {
  readonly direction: 'ingress' | 'egress'
  readonly family: 'ipv4' | 'ipv6'
  /** As the contract spells it; absent for all. */
  readonly protocol?: string
  readonly portMin?: number
  readonly portMax?: number
  readonly remoteCidr?: string
  /** The remote prefix as the caller wrote it. */
  readonly remoteIpPrefix?: string
}

const invalid = (type: string, message: string) => neutronError('invalid', type, message)

/** Throws Neutron's own 400 for each mistake, in the order of openstack/neutron `neutron/db/securitygroups_db.py`. */
export const planRule = (body: SecurityGroupRuleCreate): RulePlan => {
  const family = familyOf(body.ethertype)
  const protocol = protocolOf(body.protocol)
  const min = portOf(body.port_range_min)
  const max = portOf(body.port_range_max)
  const prefix = prefixOf(body.remote_ip_prefix)
  if (prefix !== undefined && body.remote_group_id != null)
    throw invalid(
      'SecurityGroupMultipleRemoteEntites',
      'Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.',
    )
  if (protocol !== undefined && family === 'ipv4' && onlyIpv6.has(numberOf(protocol)))
    throw invalid('SecurityGroupEthertypeConflictWithProtocol', `Invalid ethertype IPv4 for protocol ${protocol}.`)
  checkPorts(protocol, min, max)
  const range = prefix === undefined ? undefined : parseRange(prefix)
  if (range && (range.version === 4) !== (family === 'ipv4'))
    throw invalid(
      'SecurityGroupRuleParameterConflict',
      `Conflicting value ethertype ${family === 'ipv4' ? 'IPv4' : 'IPv6'} for CIDR ${prefix}`,
    )
  const whole = min === 1 && max === 65_535
  return {
    direction: body.direction,
    family,
    ...(protocol === undefined ? {} : { protocol: below(protocol, family) }),
    ...(min === undefined || whole ? {} : { portMin: min }),
    ...(max === undefined || whole ? {} : { portMax: max }),
    ...(range && prefix !== undefined ? { remoteCidr: range.cidr, remoteIpPrefix: prefix } : {}),
  }
}

const familyOf = (value: unknown): 'ipv4' | 'ipv6' => {
  if (value === undefined) return 'ipv4'
  const word = typeof value === 'string' ? value.toLowerCase() : ''
  if (word === 'ipv4' || word === 'ipv6') return word
  throw invalid(
    'SecurityGroupRuleInvalidEtherType',
    `Security group rule for ethertype '${String(value)}' not supported. Allowed values are ['IPv4', 'IPv6'].`,
  )
}

const protocolOf = (value: string | number | null | undefined): string | undefined => {
  if (value === null || value === undefined || value === 'any') return undefined
  const word = String(value).toLowerCase()
  if (/^\d{1,3}$/.test(word) && Number(word) <= 255) return word
  if (word in protocolNumbers) return word
  throw invalid(
    'SecurityGroupRuleInvalidProtocol',
    `Security group rule protocol ${value} not supported. Only protocol values [None, 'any', ${Object.keys(
      protocolNumbers,
    )
      .map((name) => `'${name}'`)
      .join(', ')}] and integer representations [0 to 255] are supported.`,
  )
}

const numberOf = (protocol: string): number => protocolNumbers[protocol] ?? Number(protocol)

const portOf = (value: string | number | null | undefined): number | undefined => {
  if (value === null || value === undefined) return undefined
  const port = typeof value === 'number' ? value : /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw invalid('SecurityGroupInvalidPortValue', `Invalid value for port ${value}`)
}

const prefixOf = (value: string | null | undefined): string | undefined => {
  if (!value) return undefined
  const version = isIP(value)
  const prefix = version === 0 ? value : `${value}/${version === 4 ? 32 : 128}`
  if (parseRange(prefix)) return prefix
  throw invalid('InvalidCIDR', `Invalid CIDR ${value} given as IP prefix.`)
}

const checkPorts = (protocol: string | undefined, min: number | undefined, max: number | undefined): void => {
  if (min === undefined && max === undefined) return
  if (protocol === undefined)
    throw invalid('SecurityGroupProtocolRequiredWithPorts', 'Must also specify protocol if port range is given.')
  const number = numberOf(protocol)
  if (withPorts.has(number)) {
    if (min === 0 || max === 0) throw invalid('SecurityGroupInvalidPortValue', 'Invalid value for port 0')
    if (min === undefined || max === undefined || min > max)
      throw invalid('SecurityGroupInvalidPortRange', 'For TCP/UDP protocols, port_range_min must be <= port_range_max')
    return
  }
  if (!icmp.has(number))
    throw invalid(
      'SecurityGroupInvalidProtocolForPort',
      `Ports cannot be specified for protocol ${protocol}. Ports are only supported for DCCP, SCTP, TCP, UDP, UDPLITE.`,
    )
  for (const [value, field, attribute] of [
    [min, 'type', 'port_range_min'],
    [max, 'code', 'port_range_max'],
  ] as const)
    if (value !== undefined && value > 255)
      throw invalid(
        'SecurityGroupInvalidIcmpValue',
        `Invalid value for ICMP ${field} (${attribute}) ${value}. It must be 0 to 255.`,
      )
  if (min === undefined)
    throw invalid(
      'SecurityGroupMissingIcmpType',
      `ICMP code (port-range-max) ${max} is provided but ICMP type (port-range-min) is missing.`,
    )
}

/** Neutron's `ipv6-icmp`, and `icmp` in IPv6, are the contract's `icmpv6`. */
const below = (protocol: string, family: 'ipv4' | 'ipv6'): string =>
  family === 'ipv6' && ['icmp', 'icmpv6', 'ipv6-icmp'].includes(protocol) ? 'icmpv6' : protocol

/** The contract's protocol in Neutron's word. */
export const protocolAbove = (protocol: string | undefined): string | null =>
  protocol === undefined ? null : protocol === 'icmpv6' ? 'ipv6-icmp' : protocol

/** True when both allow the same, whatever the protocol is called. */
export const isSameRule = (
  a: Omit<SecurityGroupRule, 'id' | 'groupId' | 'description'>,
  b: Omit<SecurityGroupRule, 'id' | 'groupId' | 'description'>,
): boolean =>
  a.direction === b.direction &&
  a.family === b.family &&
  (a.protocol === undefined ? undefined : numberOf(a.protocol)) ===
    (b.protocol === undefined ? undefined : numberOf(b.protocol)) &&
  a.portMin === b.portMin &&
  a.portMax === b.portMax &&
  a.remoteCidr === b.remoteCidr &&
  a.remoteGroupId === b.remoteGroupId
