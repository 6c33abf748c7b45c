import assert from 'node:assert/strict'
import { beforeAll, describe, expect, test } from 'vitest'
import { openStackOnEmbedded } from '../../lab/embedded/openstack-harness.ts'
import type { ChallengeWorkload } from '../../src/challenge/challenge-cloud.ts'
import { examination } from '../../src/cloud/contract/examine.ts'
import { allRules } from '../../src/cloud/contract/rules.ts'
import { soundProfile } from '../../src/embedded/broken/broken-profile.ts'
import { brokenProfiles } from '../../src/embedded/broken/broken-profiles.ts'
import type { EmbeddedProfile } from '../../src/embedded/embedded-profile.ts'
import { embeddedProfiles } from '../../src/embedded/embedded-profiles.ts'
import { challengeOn, shippedWorkloads } from './challenge-on.ts'

let workloads: readonly ChallengeWorkload[]
beforeAll(async () => {
  workloads = await shippedWorkloads()
})

const byRule = brokenProfiles.filter(({ breach }) => 'rule' in breach.caughtBy)
const byChallenge = brokenProfiles.filter(({ breach }) => !('rule' in breach.caughtBy))
const good = embeddedProfiles.slice(1, 3)

test('there are more than twenty, each with a name of its own that no good cloud has', () => {
  const names = [...embeddedProfiles, ...brokenProfiles].map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(brokenProfiles.length).toBeGreaterThanOrEqual(24)
})

describe('a challenge fails the cloud for its own breach', () => {
  test.each(byChallenge.map((profile) => [profile.name, profile] as const))('%s', async (name, profile) => {
    const { caughtBy } = profile.breach
    assert.ok('phase' in caughtBy)
    // What never ends is waited for that long.
    const patienceMs = caughtBy.phase === 'tear-down' ? 8000 : 20_000
    const report = await challengeOn({ profiles: [profile], workloads, patienceMs })
    const failed = report.rounds.filter(({ verdict }) => verdict !== 'passed')
    expect(failed.length, 'at least one round fails').toBeGreaterThan(0)
    for (const round of failed) {
      expect(round.verdict).toBe('failed')
      expect(round.cloud).toBe(name)
      expect(round.cause).toMatch(caughtBy.cause)
      expect(round.phases.filter(({ result }) => result === 'failed').map(({ phase }) => phase)).toContain(
        caughtBy.phase,
      )
      if (round.cause?.startsWith('promise broken: '))
        expect(round.cause).toContain(`promise broken: ${caughtBy.promise}: `)
    }
  })
})

describe('a rule of the contract finds the breach', () => {
  test.each(byRule.map((profile) => [profile.name, profile] as const))('%s', async (_, profile) => {
    const { caughtBy } = profile.breach
    assert.ok('rule' in caughtBy)
    const verdict = await verdictOn(profile, caughtBy.rule)
    assert.equal(verdict.verdict, 'broken', JSON.stringify(verdict))
    expect(verdict.reason).toMatch(caughtBy.reason)
    expect(await verdictOn(soundProfile, caughtBy.rule)).toEqual({ verdict: 'kept' })
  })
})

const verdictOn = async (profile: EmbeddedProfile, name: string) => {
  const harness = openStackOnEmbedded(profile)
  const opened = await harness.open()
  await using driver = opened.driver
  const rule = allRules.find(([each]) => each === name)?.[1]
  assert.ok(rule)
  return await examination({ ...opened, driver }, { cloud: harness.cloud, limitMs: 6000 }).examine(rule)
}

test('beside them the good clouds of the same challenge pass', async () => {
  const report = await challengeOn({
    profiles: [...good, ...byChallenge.slice(3, 7)],
    workloads,
    patienceMs: 30_000,
  })
  const names = new Set(good.map(({ name }) => name))
  for (const { cloud, verdict, cause } of report.rounds)
    if (names.has(cloud)) expect([cloud, verdict, cause]).toEqual([cloud, 'passed', undefined])
  expect(new Set(report.rounds.filter(({ verdict }) => verdict === 'failed').map(({ cloud }) => cloud))).toEqual(
    new Set(byChallenge.slice(3, 7).map(({ name }) => name)),
  )
})
