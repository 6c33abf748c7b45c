import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Utf8Map } from './utf8-map.ts'
import { compareUtf8 } from './utf8-order.ts'

const keysOf = (map: Utf8Map<unknown>): string[] => {
  const keys: string[] = []
  for (let key = map.firstFrom(''); key !== undefined; key = map.firstAfter(key)) keys.push(key)
  return keys
}

it('what was set and not deleted is there, in order', () => {
  const key = fc.string({ unit: fc.constantFrom('a', '/', 'ä', '\uffee', '\u{1f600}'), maxLength: 3 })
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 40 }), (steps) => {
      const map = new Utf8Map<number>()
      const model = new Map<string, number>()
      for (const [index, [name, isSet]] of steps.entries()) {
        if (isSet) map.set(name, index)
        else map.delete(name)
        if (isSet) model.set(name, index)
        else model.delete(name)
      }
      expect(keysOf(map)).toEqual([...model.keys()].sort(compareUtf8))
      expect([map.size, [...model.keys()].map((name) => map.get(name))]).toEqual([model.size, [...model.values()]])
    }),
    { numRuns: 50 },
  )
})

it('the same holds for many more keys than fit a block', () => {
  const map = new Utf8Map<true>()
  const name = (index: number) => `name-${(index * 7919) % 10_007}`
  for (let index = 0; index < 10_007; index += 1) map.set(name(index), true)
  for (let index = 0; index < 10_007; index += 2) map.delete(name(index))
  const left = Array.from({ length: 5003 }, (_, index) => name(2 * index + 1))
  expect(keysOf(map)).toEqual(left.sort(compareUtf8))
})

it('a place is found whether or not a key is there', () => {
  const map = new Utf8Map<true>()
  for (const key of ['a', 'b/1', 'b/2', 'c']) map.set(key, true)
  expect([map.firstFrom('a'), map.firstAfter('a'), map.firstFrom('aa')]).toEqual(['a', 'b/1', 'b/1'])
  expect([map.firstPast('b/'), map.firstPast('bb'), map.firstPast('c'), map.firstAfter('c')]).toEqual([
    'c',
    'c',
    undefined,
    undefined,
  ])
})
