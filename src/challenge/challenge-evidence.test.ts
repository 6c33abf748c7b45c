import { afterAll, beforeAll, expect, it } from 'vitest'
import { Cloud } from '../cloud/cloud.ts'
import { openDriver } from '../drivers/registry.ts'
import { parseFaultPlan } from '../drivers/simulated/fault-plan.ts'
import { type EmbeddedCloud, type EmbeddedCloudOptions, startEmbeddedCloud } from '../embedded/embedded-cloud.ts'
import { classic } from '../embedded/profiles/classic.ts'
import { openJournal } from '../journal/open-journal.ts'
import { systemClock } from '../lib/clock.ts'
import { systemRandom } from '../lib/random.ts'
import type { Exchange } from '../openstack/http/exchange.ts'
import { openExchangeLog } from '../openstack/http/exchange-log.ts'
import { networkReach } from '../workload/reach.ts'
import { readWorkload } from '../workload/read-workload.ts'
import { secretSource } from '../workload/secret-source.ts'
import type { ChallengeCloud } from './challenge-cloud.ts'
import { challengeReportSchema } from './challenge-report.ts'
import { runChallenge } from './run-challenge.ts'

const never = new AbortController().signal
const key = new Uint8Array(32).fill(7)
const secrets = secretSource({ env: {}, readFile: () => undefined, key })
const text = `
name: shop
secrets:
  pass_phrase: { generate: 24 }
components:
  web:
    listens: [80]
    expose: [80]
    files: { /etc/shop: "\${secrets.pass_phrase}" }
    volumes: { data: { size: 10 GiB, mount: /srv } }
    probes: { port: { port: 80, timeout: 2 } }
`

/** Runs the workload on one embedded cloud where requests of this sort fail, hearing all that is said to it. */
const challenge = async (embedded: EmbeddedCloud) => {
  const exchanges: Exchange[] = []
  const tokens = new Set<string>()
  const userData = new Set<string>()
  const { record, ...log } = openExchangeLog()
  const fetch = async (request: Request) => {
    const body = request.headers.get('content-type') === 'application/json' ? await request.clone().text() : ''
    for (const [, data = ''] of body.matchAll(/"user_data":"([^"]+)"/g)) userData.add(data)
    const response = await globalThis.fetch(request)
    const token = response.headers.get('x-subject-token')
    if (token) tokens.add(token)
    return response
  }
  const cloud: ChallengeCloud = {
    name: embedded.name,
    exclusive: true,
    exchanges: log,
    enter: async () => {
      const onExchange = (exchange: Exchange) => {
        exchanges.push(exchange)
        record(exchange)
      }
      const options = { values: { ...embedded.entry }, fetch, clock: systemClock, random: systemRandom, onExchange }
      const entered = new Cloud(await openDriver({ kind: 'openstack', options }), {
        name: embedded.name,
        clock: systemClock,
        random: systemRandom,
      })
      return { cloud: entered, writtenSettings: [], [Symbol.asyncDispose]: () => entered[Symbol.asyncDispose]() }
    },
  }
  const { workload } = readWorkload({ file: 'shop.yaml', text })
  if (!workload) throw new Error('the workload of this test is wrong')
  using journal = await openJournal({ path: ':memory:', clock: systemClock })
  const report = await runChallenge({
    workloads: [{ name: 'shop', workload }],
    clouds: [cloud],
    journal,
    secrets,
    reach: networkReach(globalThis.fetch),
    machine: { portolan: '1.2.3', node: '20', platform: 'linux x64' },
    clock: systemClock,
    random: systemRandom,
    drain: never,
    stop: never,
  })
  return { report, exchanges, tokens, userData }
}

let good: Awaited<ReturnType<typeof challenge>>
/** Its every request for a server was answered with an error. */
let refused: Awaited<ReturnType<typeof challenge>>
/** Its server was accepted, and found no host. */
let unplaced: Awaited<ReturnType<typeof challenge>>
const embedded: EmbeddedCloud[] = []

beforeAll(async () => {
  const start = async (more: Partial<EmbeddedCloudOptions> = {}) => {
    const options = { profile: classic, clock: systemClock, random: systemRandom, onUnexpected: () => {} }
    const cloud = await startEmbeddedCloud({ ...options, ...more })
    embedded.push(cloud)
    return cloud
  }
  const refusals = Array.from({ length: 20 }, (_, index) => ({
    ...({ method: 'POST', path: '/servers', kind: 'error' } as const),
    call: index + 1,
  }))
  const faults = parseFaultPlan([{ operation: 'servers.create', call: 1, kind: 'error', code: 'no_capacity' }])
  const [first, second, third] = await Promise.all([
    start().then(challenge),
    start({ httpFaults: refusals }).then(challenge),
    start({ faults }).then(challenge),
  ])
  good = first
  refused = second
  unplaced = third
}, 60_000)
afterAll(async () => {
  for (const cloud of embedded) await cloud[Symbol.asyncDispose]()
})

it('shows a failed phase with the request that was refused, and its answer', () => {
  const phases = refused.report.rounds[0]?.phases ?? []
  const evidence = phases.find(({ phase }) => phase === 'deploy')?.evidence?.at(-1)
  expect(evidence).toMatchObject({
    shows: 'error',
    service: 'compute',
    method: 'POST',
    url: expect.stringMatching(/\/servers$/),
    status: 503,
    request: { headers: { 'content-type': 'application/json' }, body: expect.stringContaining('"flavorRef"') },
    answer: { body: expect.stringContaining('A planned fault') },
  })
  expect(phases.filter(({ result }) => result === 'passed').every((phase) => !phase.evidence)).toBe(true)
})

it('shows a resource that came to nothing with the answer that says so', () => {
  const deploy = unplaced.report.rounds[0]?.phases.find(({ phase }) => phase === 'deploy')
  const evidence = deploy?.evidence?.at(-1)
  expect(evidence).toMatchObject({ shows: 'names', service: 'compute', method: 'GET', status: 200 })
  expect(JSON.parse(evidence?.answer.body ?? '')).toMatchObject({ server: { status: 'ERROR' } })
})

it('holds what was deployed, as a graph, and what was chosen', () => {
  const { topology, choices } = good.report.rounds[0] ?? {}
  const kinds = topology?.nodes.map(({ kind }) => kind).sort()
  expect(kinds).toEqual(
    ['cloud-network', 'floating-ip', 'network', 'router', 'security-group', 'server', 'subnet', 'volume'].sort(),
  )
  const keys = new Set(topology?.nodes.map(({ key }) => key))
  for (const { from, to } of topology?.edges ?? []) expect([keys.has(from), keys.has(to)]).toEqual([true, true])
  expect(topology?.edges.map(({ kind }) => kind).sort()).toEqual(
    ['attached', 'from', 'gateway', 'guarded', 'has', 'leads', 'plugged', 'routes'].sort(),
  )
  const server = topology?.nodes.find(({ kind }) => kind === 'server')
  expect(server).toMatchObject({ state: 'ready', image: 'debian-12', addresses: [expect.stringMatching(/^10\./)] })
  expect(server?.flavor).toBe(choices?.components[0]?.flavor.name)
  expect(topology?.nodes.find(({ kind }) => kind === 'security-group')?.rules).toEqual(['80/tcp from 0.0.0.0/0'])
  expect(topology?.nodes.find(({ kind }) => kind === 'cloud-network')?.name).not.toMatch(/^[0-9a-f-]{36}$/)
})

it('holds what there was of a deployment that failed', () => {
  const { topology } = unplaced.report.rounds[0] ?? {}
  expect(topology?.nodes.some(({ kind }) => kind === 'network')).toBe(true)
  expect(topology?.nodes.find(({ kind }) => kind === 'server')?.state).not.toBe('ready')
})

it('says when, of what and by what it was run, and each phase when it began', () => {
  const { environment, rounds } = good.report
  expect(environment).toMatchObject({
    portolan: '1.2.3',
    workloads: [{ name: 'shop', hash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
  })
  const starts = rounds[0]?.phases.map(({ startedAt }) => startedAt ?? '') ?? []
  expect(starts).toEqual([...starts].sort())
  expect(starts[0]).toMatch(/^\d{4}-.*Z$/)
})

it('comes back from JSON as it was', () => {
  for (const { report } of [good, refused, unplaced])
    expect(challengeReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
})

it('has no password, token, user data or generated secret in it, nor in anything that was heard', () => {
  for (const { report, exchanges, tokens, userData } of [good, refused, unplaced]) {
    const server = report.rounds[0]?.topology?.nodes.find(({ kind }) => kind === 'security-group')
    const deployment = server?.name.split('--')[0] ?? ''
    const generated = secrets.resolve(deployment, 'pass_phrase', { generate: 24 }) ?? ''
    expect([...userData].map((data) => Buffer.from(data, 'base64').toString()).join()).toContain(generated)
    expect(tokens.size).toBeGreaterThan(0)
    const told = JSON.stringify([report, exchanges.map((exchange) => ({ ...exchange, ...exchange.messages() }))])
    const passwords = embedded.flatMap(({ entry }) => JSON.stringify(entry.auth).match(/(?<="password":")[^"]+/g) ?? [])
    expect(passwords.length).toBeGreaterThan(0)
    for (const secret of [...passwords, ...tokens, ...userData, generated]) expect(told).not.toContain(secret)
  }
})
