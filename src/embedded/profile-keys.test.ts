import { expect, it } from 'vitest'
import { z } from 'zod'
import type { JsonSchema } from '../lib/json-schema.ts'
import { brokenProfiles } from './broken/broken-profiles.ts'
import type { EmbeddedProfile } from './embedded-profile.ts'
import { embeddedProfileSchema } from './embedded-profile-schema.ts'
import { embeddedProfiles } from './embedded-profiles.ts'

/** Keys that no profile sets, and what they are for. */
const others: Readonly<Record<string, string>> = {
  'cloud.flavors.id': 'for tests that must know it beforehand',
  'cloud.images.id': 'for tests that must know it beforehand',
  'cloud.flavors.pricePerHour': 'OpenStack has no price list; other fronts over this cloud do',
  'cloud.flavors.traits': 'no source tells of special flavors; the cloud classic has one by default',
  'cloud.flavors.extra': 'no source tells of extra specs that would change a choice',
  'cloud.images.properties': 'no source tells of properties that would change a choice',
  'cloud.images.minMemoryMiB': 'no source tells of images with a least memory',
  'cloud.imageBytesLimit': 'the memory of the machine that serves, not the cloud',
  'cloud.objectBytesLimit': 'the disk of the machine that serves, not the cloud',
  'cloud.objectStorage': 'no source tells of a cloud without it',
  'cloud.pollIntervalMs': 'for tests that wait',
  'cloud.capacity': 'a cloud that is full is no cloud for two workloads; failover is tested with it',
  'cloud.consistencyMs':
    'the front’s lateReadsMs says it of OpenStack’s services; the simulated driver’s own tests have it',
  'cloud.latency': 'how slow a cloud is, which --latency says for all of them',
  'cloud.volumeTypes.description': 'for people',
  'cloud.volumeTypes.maxGiB': 'no source tells of one',
  'front.securityCompliance': 'no workload gets a password wrong; Tempest is run with it (lab/tempest)',
  'front.maxMicroversions.placement': 'no workload asks Placement',
}

/** Every path to a key, without what records and lists are numbered or named by. */
const keysOf = (schema: JsonSchema, above = ''): readonly string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([key, below]) => {
    const path = above === '' ? key : `${above}.${key}`
    return [path, ...keysOf(below.items ?? below, path)]
  })

const isSet = (profile: EmbeddedProfile, path: string): boolean => {
  let found: readonly unknown[] = [profile]
  for (const step of path.split('.'))
    found = found
      .flatMap((value) => (Array.isArray(value) ? value : [value]))
      .flatMap((value) => (typeof value === 'object' && value !== null && step in value ? [value[step as never]] : []))
  return found.length > 0
}

const keys = keysOf(z.toJSONSchema(embeddedProfileSchema, { io: 'input' }) as JsonSchema)
const unset = keys.filter((key) => ![...embeddedProfiles, ...brokenProfiles].some((profile) => isSet(profile, key)))
const isExcused = (key: string) => Object.keys(others).some((path) => key === path || key.startsWith(`${path}.`))

it('every key is set by some profile, or has a reason why by none', () => {
  expect(unset.filter((key) => !isExcused(key))).toEqual([])
})

it('no reason outlives its key', () => {
  expect(
    Object.keys(others).filter((path) => !unset.some((key) => key === path || key.startsWith(`${path}.`))),
  ).toEqual([])
})

it.each(embeddedProfiles.map((profile) => [profile.name, profile] as const))('%s could be a file', (_name, profile) => {
  expect(embeddedProfileSchema.parse(JSON.parse(JSON.stringify(profile)))).toEqual(profile)
})

it('there are eighteen, no two alike, and each says where it is written of', () => {
  expect(new Set(embeddedProfiles.map(({ name }) => name)).size).toBe(18)
  for (const { name, sources, quirks = [] } of embeddedProfiles) {
    expect([name, sources.length > 0, quirks.length > 0]).toEqual([name, true, true])
    expect([name, quirks]).toEqual([name, [...new Set(quirks)].sort((one, other) => one - other)])
  }
})
