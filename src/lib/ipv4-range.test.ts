import { describe, expect, it } from 'vitest'
import {
  formatIpv4,
  formatIpv4Range,
  ipv4RangesOverlap,
  parseIpv4Range,
  prefixFor,
  sizeOfPrefix,
  splitIpv4Range,
} from './ipv4-range.ts'

describe('IPv4 ranges', () => {
  it('are read as what they lie in, and written back', () => {
    expect(formatIpv4Range(parseIpv4Range('198.18.4.7/24'))).toBe('198.18.4.0/24')
    expect(formatIpv4Range(parseIpv4Range('255.255.255.255/32'))).toBe('255.255.255.255/32')
    expect(formatIpv4(parseIpv4Range('0.0.0.0/0').base)).toBe('0.0.0.0')
    for (const wrong of ['198.18.0.0', '198.18.0.256/24', '198.18.0.0/33', 'a/24'])
      expect(() => parseIpv4Range(wrong)).toThrow(RangeError)
  })

  it('have the size that their prefix says, and the longest prefix that has room', () => {
    for (const addresses of [1, 2, 3, 256, 257, 65_536]) {
      expect(sizeOfPrefix(prefixFor(addresses))).toBeGreaterThanOrEqual(addresses)
      expect(sizeOfPrefix(prefixFor(addresses) + 1)).toBeLessThan(addresses)
    }
  })

  it('are cut into parts that do not overlap', () => {
    const parts = splitIpv4Range(parseIpv4Range('198.18.0.0/22'), 3)
    expect(parts.map(formatIpv4Range)).toEqual(['198.18.0.0/24', '198.18.1.0/24', '198.18.2.0/24'])
    const [one, other] = parts
    expect(one && other && ipv4RangesOverlap(one, other)).toBe(false)
    expect(one && ipv4RangesOverlap(one, parseIpv4Range('198.18.0.0/16'))).toBe(true)
  })
})
