import { describe, expect, it } from 'vitest'
import { pooled, type Random, seededRandom } from './random.ts'

/** Counts up, so that every byte can be told from the others. */
const counting = (): Random => {
  let next = 0
  return { next: () => 0, bytes: (count) => Uint8Array.from({ length: count }, () => next++) }
}

describe('a pooled generator', () => {
  it('gives every byte once, however many are asked for', () => {
    const random = pooled(counting(), 8)
    const given = [3, 5, 2, 7, 20, 8, 1].map((count) => random.bytes(count))
    expect(given.map(({ length }) => length)).toEqual([3, 5, 2, 7, 20, 8, 1])
    const all = given.flatMap((bytes) => [...bytes])
    expect(new Set(all).size).toBe(all.length)
  })

  it('is as repeatable as what it draws from', () => {
    const drawn = () => Array.from({ length: 5 }, (_, at) => pooled(seededRandom(7), 16).bytes(at))
    expect(drawn()).toEqual(drawn())
  })
})
