import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { challengeReportSchema } from '../../../challenge/challenge-report.ts'
import { runIn } from '../../test-world.ts'

const stateFolder = mkdtempSync(join(tmpdir(), 'portolan-challenge-'))
afterAll(() => rmSync(stateFolder, { recursive: true }))

const hello = `name: hello
components:
  web: {expose: [80], listens: [80], probes: {port: {port: 80, timeout: 5}}}
`
const faults = `
- {operation: servers.create, call: 1, kind: lost_answer}
- {operation: networks.list, call: 1, kind: rate_limit, retryAfterMs: 10}
- {method: POST, path: /servers, call: 2, kind: error}
- {operation: servers.create, call: 9, kind: timeout, cloud: nowhere}
`
const portolan = (line: string, isTTY = false) =>
  runIn(line.split(' '), {
    stateFolder,
    isTTY,
    files: {
      '/here/hello.yaml': hello,
      '/here/huge.yaml': hello.replace('expose', 'resources: {cpus: 4000}, expose'),
      '/here/faults.yaml': faults,
      '/here/no-faults.yaml': '- {operation: servers.explode, call: 1, kind: error, code: internal}',
      '/here/clouds.yaml': 'clouds: {away: {auth: {auth_url: "http://127.0.0.1:9/v3", username: a, password: s3cret}}}',
    },
  })

test('it passes on embedded clouds over HTTP, faults and all, and the JSON is of its schema', async () => {
  const { code, out, err } = await portolan('challenge hello.yaml --embedded classic --faults faults.yaml -o json')
  const report = challengeReportSchema.parse(JSON.parse(out))
  expect(report.rounds.map(({ cause }) => cause)).toEqual([undefined])
  expect(report.summary).toMatchObject({ rounds: 1, passed: 1, leaked: 0, handSet: 0 })
  expect(code).toBe(0)
  expect(err).toContain('hello on classic: deploy passed after ')
})

test('on a terminal there is a board, and the table goes to stdout', async () => {
  const { code, out, err } = await portolan('challenge hello.yaml --embedded ovh', true)
  expect(code).toBe(0)
  expect(err).toMatch(/WORKLOAD +CLOUD +PHASE +TIME +VERDICT +LAST MESSAGE/)
  expect(out).toMatch(/hello +ovh +.*passed/)
  expect(out).toContain('Simulated: no packet reached a real guest.')
})

test('a round that fails exits 3', async () => {
  const { code, out } = await portolan('challenge huge.yaml --embedded classic -o name')
  expect(code).toBe(3)
  expect(out).toBe('hello/classic\n')
})

test('a cloud that cannot be reached exits 1, without a secret', async () => {
  const { code, out, err } = await portolan('challenge hello.yaml --cloud away -o json')
  expect(code).toBe(1)
  expect(JSON.parse(out).rounds[0]).toMatchObject({ verdict: 'broken', cause: expect.stringContaining('127.0.0.1:9') })
  expect(out + err).not.toContain('s3cret')
})

test('named clouds stand beside embedded ones, and the last line says which are simulated', async () => {
  const { code, out, err } = await portolan('challenge hello.yaml --embedded classic --cloud away')
  expect(code).toBe(1)
  expect(out).toMatch(/hello +away +broken/)
  expect(out).toMatch(/hello +classic +passed/)
  expect(out).toContain('Simulated on classic: no packet reached a real guest there.')
  // What embedded clouds had went with them.
  expect(err).not.toContain('is still there')
})

test('with --events the last line carries the report', async () => {
  const { out } = await portolan('challenge hello.yaml --embedded 1 --events')
  const events = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events[0]).toEqual({ type: 'version', schema: 'portolan.challenge/1' })
  expect(events.at(-1)).toMatchObject({ type: 'challenge.finished', report: { summary: { passed: 1 } } })
})

test.each([
  ['neither embedded nor named clouds', 'challenge hello.yaml', 'needs --embedded, --cloud or both'],
  ['one name for two clouds', 'challenge hello.yaml --embedded classic --cloud classic', 'both called classic'],
  ['faults in real clouds', 'challenge hello.yaml --cloud away --faults faults.yaml', '--faults needs --embedded'],
  [
    'faults that cannot be',
    'challenge hello.yaml --embedded 1 --faults no-faults.yaml',
    'not a method of the contract',
  ],
  ['one workload twice', 'challenge hello.yaml huge.yaml --embedded 1', 'two of the files are the workload hello'],
])('%s is wrong usage', async (_, line, message) => {
  const { code, err } = await portolan(line)
  expect(code).toBe(64)
  expect(err).toContain(message)
})
