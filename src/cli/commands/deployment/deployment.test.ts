import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { type EmbeddedCloud, startEmbeddedCloud } from '../../../embedded/embedded-cloud.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { type Clock, systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'
import { run } from '../../run.ts'
import { runIn, type TestWorldOptions, testWorld } from '../../test-world.ts'

const stateFolder = mkdtempSync(join(tmpdir(), 'portolan-deployment-'))
const files = new Map<string, string>()
/** It takes connections, and says nothing. */
const silent = createServer()
let embedded: EmbeddedCloud

const workload = `name: hello
secrets: {greeting: {generate: 20}}
components:
  web:
    files: {/srv/greeting: "\${secrets.greeting}"}
    expose: [80]
    listens: [80]
    probes: {port: {port: 80}}
`

beforeAll(async () => {
  const onUnexpected = (error: unknown) => {
    throw error
  }
  embedded = await startEmbeddedCloud({ profile: classic, clock: systemClock, random: systemRandom, onUnexpected })
  const wrong = { ...embedded.entry, auth: { ...embedded.entry.auth, password: 'not-the-p4ssword' } }
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  const mute = {
    ...embedded.entry,
    auth: { ...embedded.entry.auth, auth_url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/v3` },
  }
  const nowhere = { ...embedded.entry, auth: { ...embedded.entry.auth, auth_url: 'http://nowhere.invalid/v3' } }
  files.set('/here/clouds.yaml', stringify({ clouds: { lab: embedded.entry, wrong, silent: mute, nowhere } }))
  files.set('/here/workload.yaml', workload)
})
afterAll(async () => {
  silent.close()
  await embedded[Symbol.asyncDispose]()
  rmSync(stateFolder, { recursive: true })
})

const portolan = (line: string, options: TestWorldOptions = {}) =>
  runIn(line.split(' '), { files, stateFolder, ...options })

test('nobody to ask and no --yes is wrong usage, and nothing is made', async () => {
  const { code, err } = await portolan('up --cloud lab')
  expect(code).toBe(64)
  expect(err).toContain('--yes')
  expect((await portolan('status')).err).toContain('There are no deployments.')
})

test('an answer that is not yes does nothing', async () => {
  const { code, err } = await portolan('up --cloud lab', { typed: ['yep'] })
  expect(code).toBe(1)
  expect(err).toContain('Nothing was done.')
})

test('from the first plan to nothing left', async () => {
  const planned = await portolan('plan --cloud lab --detailed-exitcode --out plan.json')
  expect(planned.code).toBe(2)
  expect(planned.out).toMatch(/\n {2}\+ server\/web-1\n/)
  expect(planned.out).toMatch(/\nPlan: \d+ to add, 0 to change, 0 to destroy\.\n$/)
  expect(planned.out).toContain('1 file with (sensitive value)')

  const up = await portolan('up --plan plan.json -o json', { typed: ['yes'] })
  expect(up.code).toBe(0)
  expect(JSON.parse(up.out)).toMatchObject({ result: 'done', failures: [] })
  expect(up.err).toMatch(/server\/web-1: Created after [\d.]+s \[id=/)

  const stale = await portolan('up --plan plan.json --yes')
  expect(stale.code).toBe(1)
  expect(stale.err).toContain('this plan is stale')

  const status = JSON.parse((await portolan('status hello -o json')).out)
  expect(status).toMatchObject({ schema: 'portolan.status/1', state: 'complete', cloud: { simulated: true } })
  expect((await portolan('status -o name')).out).toBe('hello\n')
  expect((await portolan('complete -- down ')).out).toContain('hello')
  expect((await portolan('status hello')).out).toMatch(/hello--web-1 +active +198\.18\./)

  const again = await portolan('up --yes')
  expect(again.code).toBe(0)
  expect(again.err).toContain('No changes. The cloud matches the workload.')
  expect((await portolan('plan --detailed-exitcode')).code).toBe(0)

  const dry = await portolan('down hello --dry-run')
  expect(dry.code).toBe(0)
  expect(dry.out).toMatch(/Plan: 0 to add, 0 to change, \d+ to destroy\./)

  const down = await portolan('down --yes --events')
  expect(down.code).toBe(0)
  const events = down.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events[0]).toEqual({ type: 'version', schema: 'portolan.run/1' })
  expect(events.at(-1)).toMatchObject({ type: 'run.finished', result: 'done' })
  expect((await portolan('status -o json')).out).toBe('[]\n')
})

test('a watch that is stopped in the middle of a look ends well', async () => {
  expect((await portolan('up --cloud lab --yes')).code).toBe(0)
  const world = testWorld('status hello --watch 7'.split(' '), { files, stateFolder })
  // No waiting: it looks again at once, and is stopped before the cloud can have answered.
  const sleep: Clock['sleep'] = async (milliseconds, signal) => {
    if (milliseconds !== 7000) return systemClock.sleep(milliseconds, signal)
    setImmediate(world.interrupt)
  }
  expect(await run({ ...world, clock: { ...systemClock, sleep } })).toBe(0)
  expect(world.err()).not.toContain('error')
  expect((await portolan('down hello --yes')).code).toBe(0)
})

test('a cloud that never answers is let go with the first interruption', async () => {
  const world = testWorld('plan --cloud silent'.split(' '), { files, stateFolder })
  silent.on('connection', world.interrupt)
  expect(await run(world)).toBe(130)
  expect(world.err()).toContain('error: ')
})

test('a warning is given once, however often the log-in is tried', async () => {
  const { code, err } = await portolan('plan --cloud nowhere')
  expect(code).toBe(1)
  expect(err.match(/is plain http/g)).toHaveLength(1)
  expect(err).toContain('error: the name of http://nowhere.invalid cannot be resolved')
})

test('a wrong password exits 4, and is not repeated', async () => {
  const { code, out, err } = await portolan('plan --cloud wrong')
  expect(code).toBe(4)
  expect(out + err).not.toContain('not-the-p4ssword')
  expect(err).toContain('portolan cloud show wrong --explain')
})

test('all mistakes of a file are shown at once, each with its line', async () => {
  const broken = new Map([...files, ['/here/workload.yaml', 'name: hello\ncomponnts:\n  web:\n    count: -1\n']])
  const { code, err } = await portolan('plan --cloud lab', { files: broken })
  expect(code).toBe(1)
  expect(err).toContain('> 2 | componnts:')
  expect(err).toMatch(/error: workload\.yaml has \d+ mistakes?\n/)
})

test.each([
  ['a file that is not there', 'plan nowhere.yaml --cloud lab', 'there is no file nowhere.yaml'],
  ['a deployment that is not there', 'down nothing --yes', 'there is no deployment nothing'],
  ['a plan that is none', 'up --plan workload.yaml --yes', 'workload.yaml is not a plan of this version'],
])('%s is said plainly', async (_, line, message) => {
  const { code, err } = await portolan(line)
  expect(code).toBe(1)
  expect(err).toContain(message)
  expect(err).toContain('next: ')
})
