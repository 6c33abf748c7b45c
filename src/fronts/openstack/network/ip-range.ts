import { isIP } from 'node:net'
import type { AddressRange } from '../../../model/address-range.ts'
import { formatAddress, parseAddress, parseRange as readRange } from '../../../model/address-range.ts'

export type IpVersion = 4 | 6

export interface IpAddress {
  readonly version: IpVersion
  readonly value: bigint
}

/** A range of the model's with its prefix length. */
export interface IpRange extends AddressRange {
  readonly prefix: number
}

/** The address that this text writes, or undefined when it writes none. */
export const parseIp = (text: string): IpAddress | undefined =>
  isIP(text) === 0 || text.includes('%') ? undefined : parseAddress(text)

/** The network that this text writes, or undefined when it writes none. Host bits are cleared. */
export const parseRange = (text: string): IpRange | undefined => {
  const [address = '', prefix = ''] = text.split('/')
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  if (!/^[^/]+[/]\d{1,3}$/.test(text) || Number(prefix) > most) return undefined
  return { ...readRange(text), prefix: Number(prefix) }
}

export const formatIp = ({ version, value }: IpAddress): string => formatAddress(value, version)

export const isWithin = (address: IpAddress, range: Pick<AddressRange, 'version' | 'first' | 'last'>): boolean =>
  address.version === range.version && address.value >= range.first && address.value <= range.last

/** The interface's address in an IPv6 network as its MAC address makes it (RFC 4291, appendix A). */
export const eui64Address = (range: IpRange, macAddress: string): string => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = macAddress.split(/[:-]/).map((octet) => Number.parseInt(octet, 16))
  const host = [a ^ 2, b, c, 0xff, 0xfe, d, e, f].reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n)
  return formatIp({ version: 6, value: ((range.first >> 64n) << 64n) | host })
}
