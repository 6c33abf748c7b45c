import { isIP } from 'node:net'
import { normalizeCidr, parseCidr } from 'cidr-tools'

export type IpVersion = 4 | 6

export interface IpAddress {
  readonly version: IpVersion
  readonly value: bigint
}

export interface IpRange {
  readonly version: IpVersion
  /** The network's own address and its last one. */
  readonly start: bigint
  readonly end: bigint
  readonly prefix: number
  /** As everyone writes it: host bits cleared, IPv6 compressed in lower case. */
  readonly cidr: string
}

/** The address that this text writes, or undefined when it writes none. */
export const parseIp = (text: string): IpAddress | undefined => {
  const version = isIP(text)
  return version === 4 || version === 6 ? { version, value: parseCidr(text).start } : undefined
}

/** The network that this text writes, or undefined when it writes none. Host bits are cleared. */
export const parseRange = (text: string): IpRange | undefined => {
  const [address = '', prefix, ...rest] = text.split('/')
  const version = isIP(address)
  if ((version !== 4 && version !== 6) || rest.length > 0 || !/^\d{1,3}$/.test(prefix ?? '')) return undefined
  if (Number(prefix) > (version === 4 ? 32 : 128)) return undefined
  const { start, end } = parseCidr(text)
  return {
    version,
    start,
    end,
    prefix: Number(prefix),
    cidr: `${formatIp({ version, value: start })}/${Number(prefix)}`,
  }
}

export const formatIp = ({ version, value }: IpAddress): string => {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16))
  return normalizeCidr(groups.join(':'))
}

export const isWithin = (address: IpAddress, range: { version: IpVersion; start: bigint; end: bigint }): boolean =>
  address.version === range.version && address.value >= range.start && address.value <= range.end

export const overlap = (a: IpRange, b: IpRange): boolean =>
  a.version === b.version && a.start <= b.end && b.start <= a.end

/** The interface's address in an IPv6 network as its MAC address makes it (RFC 4291, appendix A). */
export const eui64Address = (range: IpRange, macAddress: string): string => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = macAddress.split(/[:-]/).map((octet) => Number.parseInt(octet, 16))
  const host = [a ^ 2, b, c, 0xff, 0xfe, d, e, f].reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n)
  return formatIp({ version: 6, value: ((range.start >> 64n) << 64n) | host })
}
