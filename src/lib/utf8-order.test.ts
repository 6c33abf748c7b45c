import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareUtf8, utf8Length } from './utf8-order.ts'

const names = fc.string({ unit: 'binary', maxLength: 6 })

it('the order is that of the bytes, also beyond the basic plane', () => {
  fc.assert(
    fc.property(names, names, (one, other) => {
      expect(Math.sign(compareUtf8(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)))
    }),
  )
  expect(compareUtf8('\uffee', '\u{1f600}')).toBeLessThan(0)
})

it('text with half a surrogate pair has no UTF-8', () => {
  expect(['', 'ä港', '\u{1f600}', 'a\ud83d', '\ude00'].map(utf8Length)).toEqual([0, 5, 4, undefined, undefined])
})
