import { parseAddress, parseRange } from './address-range.ts'

/**
 * Ranges that no packet from elsewhere reaches: private ones (RFC 1918), those of carriers' own networks (RFC 6598), link-local ones (RFC 3927, RFC 4291), loopback, and
 * IPv6's unique local ones (RFC 4193).
 */
const privateRanges = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
].map(parseRange)

/** True for an address that cannot be reached from outside of its own network, whatever that network is called. Fails with `invalid` for what is no address. */
export const isPrivateAddress = (address: string): boolean => {
  const { version, value } = parseAddress(address)
  return privateRanges.some((range) => range.version === version && range.first <= value && value <= range.last)
}

/** True when all of the CIDR's addresses are private. Fails with `invalid` for what is no CIDR. */
export const isPrivateRange = (cidr: string): boolean => {
  const { version, first, last } = parseRange(cidr)
  return privateRanges.some((range) => range.version === version && range.first <= first && last <= range.last)
}
