import { expect, it } from 'vitest'
import { volumeSize, volumeTypeOf } from './volume-size.ts'

it('a volume has what is wanted, or the least of its type', () => {
  expect(volumeSize(1, undefined, undefined)).toBe(1)
  expect(volumeSize(1, { minGiB: 10 }, undefined)).toBe(10)
  expect(volumeSize(20, { minGiB: 10 }, undefined)).toBe(20)
})

it('one that there is already is not made anew because a minimum came up later', () => {
  expect(volumeSize(1, { minGiB: 10 }, 1)).toBe(1)
  expect(volumeSize(5, { minGiB: 10 }, 1)).toBe(10)
})

it('a volume without a type has the default one', () => {
  const types = [
    { name: 'slow', description: '', default: false, minGiB: 1 },
    { name: 'fast', description: '', default: true, minGiB: 2 },
  ]
  expect(volumeTypeOf(types, undefined)?.name).toBe('fast')
  expect(volumeTypeOf(types, 'slow')?.name).toBe('slow')
  expect(volumeTypeOf(types, 'none')).toBeUndefined()
})
