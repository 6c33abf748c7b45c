import { expect, test } from 'vitest'
import { compareProfiles } from './compare-profiles.ts'

const small = { name: 'small', vcpus: 1, memoryMiB: 1024, diskGiB: 10 }
const profile = {
  cloud: { region: 'north', flavors: [small, { ...small, name: 'large' }], zones: ['a', 'b'] },
  front: { maxMicroversions: { compute: '2.96' } },
  tls: 'none',
} as const

test('a profile is like itself, in whatever order its lists are', () => {
  const { cloud } = profile
  const turned = { ...cloud, flavors: [...cloud.flavors].reverse(), zones: ['b', 'a'] }
  expect(compareProfiles(profile, { ...profile, cloud: turned })).toEqual([])
})

test('what is other, missing and added is told by its place', () => {
  const other = {
    cloud: { region: 'north', flavors: [{ ...small, vcpus: 2 }], zones: ['a', 'c'] },
    front: { maxMicroversions: { compute: '2.79' } },
    tls: 'self-signed',
  } as const
  expect(compareProfiles(profile, other)).toEqual([
    { key: 'cloud.flavors[small].vcpus', here: 1, there: 2 },
    { key: 'cloud.flavors[large]', here: { ...small, name: 'large' } },
    { key: 'cloud.zones[b]', here: 'b' },
    { key: 'cloud.zones[c]', there: 'c' },
    { key: 'front.maxMicroversions.compute', here: '2.96', there: '2.79' },
    { key: 'tls', here: 'none', there: 'self-signed' },
  ])
})
