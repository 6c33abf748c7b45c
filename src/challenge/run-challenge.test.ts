import { afterAll, beforeAll, expect, test } from 'vitest'
import { Cloud } from '../cloud/cloud.ts'
import { openDriver } from '../drivers/registry.ts'
import { type EmbeddedCloud, startEmbeddedCloud } from '../embedded/embedded-cloud.ts'
import { classic } from '../embedded/profiles/classic.ts'
import { ovh } from '../embedded/profiles/ovh.ts'
import { openJournal } from '../journal/open-journal.ts'
import { systemClock } from '../lib/clock.ts'
import { systemRandom } from '../lib/random.ts'
import { CloudError } from '../model/cloud-error.ts'
import { networkReach } from '../workload/reach.ts'
import { readWorkload } from '../workload/read-workload.ts'
import { secretSource } from '../workload/secret-source.ts'
import type { ChallengeCloud, ChallengeWorkload } from './challenge-cloud.ts'
import type { ChallengeEvent } from './challenge-event.ts'
import { challengeReportSchema, phaseNames } from './challenge-report.ts'
import { takeInventory } from './inventory.ts'
import { type ChallengeOptions, runChallenge } from './run-challenge.ts'

const clouds: EmbeddedCloud[] = []
const never = new AbortController().signal
const call = { signal: never }

beforeAll(async () => {
  for (const profile of [classic, ovh])
    clouds.push(await startEmbeddedCloud({ profile, clock: systemClock, random: systemRandom, onUnexpected: () => {} }))
})
afterAll(async () => {
  for (const cloud of clouds) await cloud[Symbol.asyncDispose]()
})

const open = async ({ name, entry }: EmbeddedCloud): Promise<Cloud> => {
  const options = { values: { ...entry }, clock: systemClock, random: systemRandom }
  return new Cloud(await openDriver({ kind: 'openstack', options }), { name, clock: systemClock, random: systemRandom })
}

const contender = (embedded: EmbeddedCloud, writtenSettings: readonly string[] = []): ChallengeCloud => ({
  name: embedded.name,
  exclusive: true,
  enter: async () => {
    const cloud = await open(embedded)
    return { cloud, writtenSettings, [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose]() }
  },
})

const workloadOf = (text: string): ChallengeWorkload => {
  const { workload, diagnostics } = readWorkload({ file: 'w.yaml', text })
  if (!workload) throw new Error(JSON.stringify(diagnostics))
  return { name: workload.document.name, workload }
}
const hello = (name: string, more = '') =>
  workloadOf(`
name: ${name}
components:
  web: {expose: [80], listens: [80], probes: {port: {port: 80, timeout: 2}}${more}}
`)

const challenge = async (options: Pick<ChallengeOptions, 'workloads' | 'clouds'> & Partial<ChallengeOptions>) => {
  const events: ChallengeEvent[] = []
  using journal = await openJournal({ path: ':memory:', clock: systemClock })
  const report = await runChallenge({
    journal,
    secrets: secretSource({ env: {}, readFile: () => undefined, key: new Uint8Array(32) }),
    reach: networkReach(fetch),
    clock: systemClock,
    random: systemRandom,
    drain: never,
    stop: never,
    ...options,
    onEvent: (event) => {
      events.push(event)
      options.onEvent?.(event)
    },
  })
  return { report, events }
}

const isEmpty = async (embedded: EmbeddedCloud): Promise<boolean> => {
  await using cloud = await open(embedded)
  const left = [...(await takeInventory(cloud, call)).values()]
  return left.every(({ name }) => !name.includes('--'))
}

test('every workload passes every phase on every cloud, and the report is of its schema', async () => {
  const { report, events } = await challenge({
    workloads: [hello('one'), hello('two')],
    clouds: clouds.map((cloud) => contender(cloud)),
  })
  expect(challengeReportSchema.parse(report)).toEqual(report)
  expect(report.rounds.map(({ cause }) => cause)).toEqual([undefined, undefined, undefined, undefined])
  expect(report.summary).toMatchObject({ rounds: 4, passed: 4, failed: 0, broken: 0, leaked: 0, handSet: 0 })
  for (const round of report.rounds)
    expect(round.phases.map(({ phase, result }) => [phase, result])).toEqual(
      phaseNames.map((phase) => [phase, 'passed']),
    )
  expect(events[0]).toMatchObject({ type: 'challenge.started' })
  expect(events.at(-1)).toMatchObject({ type: 'challenge.finished', report })
  for (const cloud of clouds) expect(await isEmpty(cloud)).toBe(true)
}, 60_000)

test('a probe that is not answered fails the round, which takes down what it made', async () => {
  // Its guests boot for an hour.
  await using slow = await startEmbeddedCloud({
    profile: classic,
    clock: systemClock,
    random: systemRandom,
    latency: { guestBoot: 3_600_000 },
    onUnexpected: () => {},
  })
  const { report } = await challenge({ workloads: [hello('silent')], clouds: [contender(slow)] })
  const [round] = report.rounds
  expect(round).toMatchObject({ verdict: 'failed', leaked: 0 })
  expect(round?.phases.map(({ phase, result }) => `${phase} ${result}`)).toEqual([
    'preflight passed',
    'deploy passed',
    'probe failed',
    're-apply skipped',
    'promises passed',
    'tear-down passed',
    'leak-check passed',
  ])
  expect(round?.cause).toMatch(/silent-x\w+--web-1.*has not booted yet/)
  expect(await isEmpty(slow)).toBe(true)
})

test('what a cloud lacks is found before anything is made', async () => {
  const [cloud] = clouds
  if (!cloud) return expect.unreachable()
  const started: string[] = []
  const { report } = await challenge({
    workloads: [hello('huge', ', resources: {cpus: 4000}')],
    clouds: [contender(cloud)],
    onEvent: (event) => {
      if (event.type === 'round.message') started.push(event.message)
    },
  })
  const [round] = report.rounds
  expect(round).toMatchObject({ verdict: 'failed', leaked: 0 })
  expect(round?.phases.map(({ result }) => result)).toEqual(['failed', ...Array(6).fill('skipped')])
  expect(started).toEqual([])
})

test('a cloud that cannot be logged in to breaks its own rounds and no others', async () => {
  const [cloud] = clouds
  if (!cloud) return expect.unreachable()
  const away: ChallengeCloud = {
    name: 'away',
    exclusive: false,
    enter: () => Promise.reject(new CloudError('unavailable', 'away refuses connections')),
  }
  const { report } = await challenge({ workloads: [hello('one')], clouds: [away, contender(cloud)] })
  expect(report.rounds.map(({ cloud, verdict }) => [cloud, verdict])).toEqual([
    ['away', 'broken'],
    [cloud.name, 'passed'],
  ])
  expect(report.rounds[0]?.cause).toBe('away refuses connections')
})

test('something left on an exclusive cloud is a leak, whatever it is called', async () => {
  const [embedded] = clouds
  if (!embedded) return expect.unreachable()
  await using cloud = await open(embedded)
  let forgotten: Promise<string> | undefined
  const { report } = await challenge({
    workloads: [hello('one')],
    clouds: [contender(embedded)],
    onEvent: (event) => {
      if (event.type === 'phase.started' && event.phase === 'probe')
        forgotten = cloud.securityGroups
          .create({ name: 'forgotten', description: '' }, { ...call, token: 'forgotten' })
          .then(({ id }) => id)
    },
  })
  const id = await forgotten
  expect(report.rounds[0]).toMatchObject({
    verdict: 'failed',
    leaked: 1,
    leaks: [{ kind: 'security-group', id, name: 'forgotten' }],
  })
  for await (const group of cloud.securityGroups.list(call))
    if (group.name === 'forgotten') await cloud.securityGroups.delete(group.id, call)
})

test('a setting that somebody wrote is counted as set by hand', async () => {
  const [cloud] = clouds
  if (!cloud) return expect.unreachable()
  const written = ['auth.password', 'region_name', 'image_format']
  const { report } = await challenge({ workloads: [hello('one')], clouds: [contender(cloud, written)] })
  expect(report.rounds[0]).toMatchObject({ handSet: 1, handSetNames: ['cloud: image_format'] })
})

test.each(['deploy', 'probe'])(
  'asked to stop in its phase %s, a round takes down what it has made and is broken',
  async (phase) => {
    const [cloud] = clouds
    if (!cloud) return expect.unreachable()
    const drain = new AbortController()
    const { report } = await challenge({
      workloads: [hello('one')],
      clouds: [contender(cloud)],
      drain: drain.signal,
      onEvent: (event) => {
        if (event.type === 'phase.started' && event.phase === phase) queueMicrotask(() => drain.abort())
      },
    })
    expect(report.rounds[0]).toMatchObject({ verdict: 'broken', cause: 'interrupted', leaked: 0 })
    expect(await isEmpty(cloud)).toBe(true)
  },
)
