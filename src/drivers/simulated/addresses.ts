import { isIP } from 'node:net'
import { normalizeCidr, parseCidr } from 'cidr-tools'
import { CloudError } from '../../model/cloud-error.ts'

/** A CIDR range as numbers; `first` is the network's own address. */
export interface AddressRange {
  readonly cidr: string
  readonly version: 4 | 6
  readonly first: bigint
  readonly last: bigint
}

/** Reads a CIDR, normalised to its network address. Fails with `invalid` when it is none. */
export const parseRange = (cidr: string): AddressRange => {
  const [address = '', prefix, ...rest] = cidr.split('/')
  const version = isIP(address)
  const bits = version === 4 ? 32 : 128
  if (version === 0 || prefix === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bits)
    throw new CloudError('invalid', `${JSON.stringify(cidr)} is not a CIDR such as 198.18.0.0/24`)
  const { start, end } = parseCidr(cidr)
  return { cidr: normalizeCidr(cidr), version: version === 4 ? 4 : 6, first: start, last: end }
}

/** Reads one address. Fails with `invalid` when it is none. */
export const parseAddress = (address: string): { readonly version: 4 | 6; readonly value: bigint } => {
  const version = isIP(address)
  if (version === 0 || address.includes('%'))
    throw new CloudError('invalid', `${JSON.stringify(address)} is not an IP address`)
  return { version: version === 4 ? 4 : 6, value: parseCidr(address).start }
}

/** The address in its canonical form: dotted for IPv4, RFC 5952 for IPv6. */
export const formatAddress = (value: bigint, version: 4 | 6): string => {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  const groups = Array.from({ length: 8 }, (_, group) => ((value >> BigInt(112 - 16 * group)) & 0xffffn).toString(16))
  return normalizeCidr(groups.join(':'))
}

/** True when the ranges share an address. */
export const overlap = (
  a: Pick<AddressRange, 'first' | 'last' | 'version'>,
  b: Pick<AddressRange, 'first' | 'last' | 'version'>,
): boolean => a.version === b.version && a.first <= b.last && b.first <= a.last

/** True when the address may belong to a host there: not the network's own and, in IPv4, not the broadcast address. */
export const isHostAddress = (range: AddressRange, value: bigint): boolean => {
  if (value < range.first || value > range.last) return false
  if (range.last - range.first < 2n) return true
  return value !== range.first && (range.version === 6 || value !== range.last)
}
