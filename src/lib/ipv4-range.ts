/** A range of IPv4 addresses that a prefix stands for. */
export interface Ipv4Range {
  /** The lowest address, as a number. */
  readonly base: number
  readonly prefix: number
}

/** Reads `198.18.4.7/24` as the range that it lies in; throws `RangeError` for anything else. */
export const parseIpv4Range = (cidr: string): Ipv4Range => {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr)
  const [, ...numbers] = (match ?? []).map(Number)
  const prefix = numbers.pop() ?? Number.NaN
  if (!match || prefix > 32 || numbers.some((byte) => byte > 255)) throw new RangeError(`${cidr} is no IPv4 range`)
  const address = numbers.reduce((sum, byte) => sum * 256 + byte, 0)
  return { base: address - (address % sizeOfPrefix(prefix)), prefix }
}

/** How many addresses a prefix stands for. */
export const sizeOfPrefix = (prefix: number): number => 2 ** (32 - prefix)

/** The longest prefix with room for so many addresses. */
export const prefixFor = (addresses: number): number => 32 - Math.ceil(Math.log2(Math.max(1, addresses)))

export const formatIpv4Range = ({ base, prefix }: Ipv4Range): string => `${formatIpv4(base)}/${prefix}`

/** The address with that number, in dotted form. */
export const formatIpv4 = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')

/** Cuts a range into at least so many equal parts, and gives the first of them. */
export const splitIpv4Range = ({ base, prefix }: Ipv4Range, parts: number): readonly Ipv4Range[] => {
  const smaller = prefix + Math.ceil(Math.log2(parts))
  return Array.from({ length: parts }, (_, index) => ({ base: base + index * sizeOfPrefix(smaller), prefix: smaller }))
}

export const ipv4RangesOverlap = (one: Ipv4Range, other: Ipv4Range): boolean =>
  one.base < other.base + sizeOfPrefix(other.prefix) && other.base < one.base + sizeOfPrefix(one.prefix)
