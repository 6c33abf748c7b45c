import { overlap } from '../../../model/address-range.ts'
import type { Ipv6Mode } from '../../../wire/openstack/network/subnet.ts'
import type { IpRange } from './ip-range.ts'
import { formatIp, isWithin, parseIp, parseRange } from './ip-range.ts'
import { invalidInput, neutronError } from './neutron-error.ts'

export interface AllocationPool {
  readonly start: string
  readonly end: string
}

/** The subnet's range. Throws 400 as openstack/neutron `neutron/db/db_base_plugin_v2.py` does for what cannot be one. */
export const checkedRange = (cidr: string, ipVersion: number, dhcp: boolean): IpRange => {
  const range = parseRange(cidr)
  if (!range)
    throw neutronError(
      'invalid',
      'HTTPBadRequest',
      `Invalid input for cidr. Reason: '${cidr}' is not a valid IP subnet.`,
    )
  if (range.version !== ipVersion) throw invalidInput(`cidr '${cidr}' does not match the ip_version '${ipVersion}'`)
  if (range.prefix === 0) throw invalidInput('0 is not allowed as CIDR prefix length')
  const [address = ''] = cidr.split('/')
  if (parseIp(address)?.value !== range.first)
    throw neutronError(
      'invalid',
      'HTTPBadRequest',
      `Invalid input for cidr. Reason: '${cidr}' isn't a recognized IP subnet cidr, '${range.cidr}' is recommended.`,
    )
  if (dhcp && range.prefix > (range.version === 4 ? 30 : 126))
    throw invalidInput('Subnet has a prefix length that is incompatible with DHCP service enabled')
  return range
}

/** `null` for no gateway, the first address when none was named. Throws 400 for an address that cannot be one. */
export const plannedGateway = (range: IpRange, asked: string | null | undefined): string | null => {
  if (asked === null) return null
  if (asked === undefined) return formatIp({ version: range.version, value: range.first + 1n })
  const gateway = parseIp(asked)
  if (gateway?.version !== range.version)
    throw invalidInput(`gateway_ip '${asked}' does not match the ip_version '${range.version}'`)
  const isNetworks =
    range.version === 4 && range.prefix < 31 && (gateway.value === range.first || gateway.value === range.last)
  if (isNetworks || !isWithin(gateway, range)) throw invalidInput('Gateway is not valid on subnet')
  return formatIp(gateway)
}

/** Throws unless each pool lies in the subnet, none meets another, and the gateway is in none. */
export const checkPools = (range: IpRange, pools: readonly AllocationPool[], gateway: string | null): void => {
  const spans = pools.map(({ start, end }) => {
    const [first, last] = [parseIp(start), parseIp(end)]
    if (
      !first ||
      !last ||
      first.version !== range.version ||
      last.version !== range.version ||
      last.value < first.value
    )
      throw neutronError('invalid', 'InvalidAllocationPool', `The allocation pool ${start}-${end} is not valid.`)
    if (!isWithin(first, hostsOf(range)) || !isWithin(last, hostsOf(range)))
      throw neutronError(
        'invalid',
        'OutOfBoundsAllocationPool',
        `The allocation pool ${start}-${end} spans beyond the subnet cidr ${range.cidr}.`,
      )
    return { version: range.version, first: first.value, last: last.value, text: `${start}-${end}` }
  })
  for (const [index, span] of spans.entries())
    for (const other of spans.slice(index + 1))
      if (overlap(span, other))
        throw neutronError(
          'conflict',
          'OverlappingAllocationPools',
          `Found overlapping allocation pools: ${span.text} ${other.text} for subnet ${range.cidr}.`,
        )
  const address = gateway === null ? undefined : parseIp(gateway)
  const taken = address && spans.find((span) => isWithin(address, span))
  if (taken)
    throw neutronError(
      'conflict',
      'GatewayConflictWithAllocationPools',
      `Gateway ip ${gateway} conflicts with allocation pool ${taken.text}.`,
    )
}

/** The addresses that hosts may have: not the network's own and, in IPv4, not the broadcast address. */
const hostsOf = ({ version, first, last, prefix }: IpRange): Pick<IpRange, 'version' | 'first' | 'last'> =>
  version === 4 && prefix >= 31
    ? { version, first, last }
    : { version, first: first + 1n, last: version === 4 ? last - 1n : last }

/** Throws 400 for IPv6 modes that contradict each other or the subnet. */
export const checkIpv6Modes = (
  { ipv6_ra_mode: raMode, ipv6_address_mode: addressMode }: Ipv6Modes,
  range: IpRange,
  dhcp: boolean,
): void => {
  if (!raMode && !addressMode) return
  if (range.version === 4)
    throw invalidInput(`${raMode ? 'ipv6_ra_mode' : 'ipv6_address_mode'} is not valid when ip_version is 4`)
  if (!dhcp) throw invalidInput('ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False')
  if (raMode && addressMode && raMode !== addressMode)
    throw invalidInput(
      `ipv6_ra_mode set to '${raMode}' with ipv6_address_mode set to '${addressMode}' is not valid. If both attributes are set, they must be the same value`,
    )
  if (isAutomatic(addressMode ?? raMode) && range.prefix !== 64)
    throw invalidInput(
      `Invalid CIDR ${range.cidr} for IPv6 address mode. OpenStack uses the EUI-64 address format, which requires the prefix to be /64`,
    )
}

export interface Ipv6Modes {
  readonly ipv6_ra_mode?: Ipv6Mode | null | undefined
  readonly ipv6_address_mode?: Ipv6Mode | null | undefined
}

/** True when hosts make their addresses themselves, from their MAC addresses. */
export const isAutomatic = (mode: Ipv6Mode | null | undefined): boolean =>
  mode === 'slaac' || mode === 'dhcpv6-stateless'
