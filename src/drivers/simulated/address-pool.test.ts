import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAddress, parseRange } from '../../model/address-range.ts'
import { AddressPool } from './address-pool.ts'
import { planGateway, planSpans } from './subnet-plan.ts'

const cidr = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 20, max: 30 }))
  .map(([third, prefix]) => `198.18.${third}.0/${prefix}`)

test('every address is handed out once, inside the range and never the gateway, until none is left', () => {
  fc.assert(
    fc.property(cidr, (text) => {
      const range = parseRange(text)
      const gateway = planGateway(range, undefined)
      const pool = new AddressPool(range, planSpans(range, gateway, undefined))
      const seen = new Set<string>()
      for (let next = pool.takeAny(); next !== undefined; next = pool.takeAny()) {
        const { value } = parseAddress(next)
        expect(seen.has(next)).toBe(false)
        expect(value > range.first && value < range.last).toBe(true)
        seen.add(next)
      }
      expect(seen.has(gateway ?? '')).toBe(false)
      expect(BigInt(seen.size)).toBe(range.last - range.first - 2n)
    }),
    { numRuns: 40 },
  )
})

test('takes and returns in any order never give one address to two holders', () => {
  const step = fc.oneof(fc.constant('take' as const), fc.nat({ max: 20 }))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const range = parseRange('198.18.0.0/28')
      const pool = new AddressPool(range, planSpans(range, planGateway(range, null), undefined))
      const held: string[] = []
      for (const each of steps) {
        if (each === 'take') {
          const address = pool.takeAny()
          if (address === undefined) expect(held).toHaveLength(14)
          else {
            expect(held).not.toContain(address)
            held.push(address)
          }
        } else {
          const [given] = held.splice(each % Math.max(1, held.length), 1)
          if (given !== undefined) pool.giveBack(given)
        }
        expect(pool.taken).toBe(held.length)
      }
    }),
  )
})

test('IPv6 ranges are handed out in their shortest form', () => {
  const range = parseRange('fd00:0:0:1::/64')
  const pool = new AddressPool(range, planSpans(range, planGateway(range, undefined), undefined))
  expect(pool.takeAny()).toBe('fd00:0:0:1::2')
})
