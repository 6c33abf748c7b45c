import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../lab/free-port.ts'
import { type RunningCloud, startRunningCloud } from '../running-cloud.ts'
import { secretsIn } from './secrets-in.ts'

let here: RunningCloud
beforeAll(async () => {
  here = await startRunningCloud()
})
afterAll(() => here[Symbol.asyncDispose]())

const good = 'name: shop\ncomponents:\n  web: {expose: [80]}\n'

/** Runs `up` with that workload, which must fail, and gives what it said. */
const failing = async (text: string, options: { cloud?: string; env?: Readonly<Record<string, string>> } = {}) => {
  const file = join(here.clouds.folder, 'shop.yaml')
  await writeFile(file, text)
  const { cloud = here.embedded.name, env = {} } = options
  const startedAt = Date.now()
  const { code, stdout, stderr } = await here.portolan.run(['up', file, '--cloud', cloud, '--yes'], { env })
  expect(stdout).toBe('')
  expect(stderr, 'no stack').not.toMatch(/\n\s+at |node:internal/)
  expect(await here.added(), 'nothing made').toEqual([])
  expect(await secretsIn(here, [stderr])).toEqual([])
  return { code, stderr, elapsedMs: Date.now() - startedAt }
}

const cloudsFile = async (change: (auth: { auth_url: string; password: string }) => object) => {
  const { entry, name } = here.embedded
  const path = join(here.clouds.folder, 'other-clouds.yaml')
  await writeFile(
    path,
    JSON.stringify({ clouds: { [name]: { ...entry, auth: { ...entry.auth, ...change(entry.auth) } } } }),
  )
  return { OS_CLIENT_CONFIG_FILE: path }
}

describe('a workload file with a mistake is shown with its place and its fix, and exits 1', () => {
  it.each([
    ['broken YAML', 'name: shop\ncomponents:\n  web: {expose: [80\n', /shop\.yaml:4:1 error: .*\n(.*\n)*.*> 4 \|/],
    [
      'a cycle',
      'name: shop\ncomponents:\n  a: {provides: {p: 80}, requires: {q: b.q}}\n  b: {provides: {q: 81}, requires: {p: a.p}}\n',
      /shop\.yaml:3:26 error: components require each other in a cycle: a -> b -> a(.*\n)*\s+hint: take one of these/,
    ],
    [
      'an unknown field',
      'name: shop\ncomponents:\n  web: {exposes: [80]}\n',
      /shop\.yaml:3:9 error: there is no field exposes in components\.web(.*\n)*\s+hint: did you mean expose\?/,
    ],
    ['YAML that multiplies itself', bomb(), /error: .*alias/i],
    ['YAML that is nested too deep', `name: ${'['.repeat(100_000)}`, /shop\.yaml:\d+:\d+ error: /],
  ])('%s', async (_, text, said) => {
    const { code, stderr } = await failing(text)
    expect(stderr).toMatch(said)
    expect(stderr).toContain('next: ')
    expect(code).toBe(1)
  })

  it('a file of 100 MB', async () => {
    const line = `      /etc/file: ${'x'.repeat(1000)}\n`
    const { code, stderr, elapsedMs } = await failing(`${good}    files:\n${line.repeat(100_000)}`)
    expect(stderr).toMatch(/shop\.yaml:1:1 error: the file is longer than \d+ KiB/)
    expect(code).toBe(1)
    expect(elapsedMs).toBeLessThan(20_000)
  })
})

describe('a cloud that cannot be used is told with its cause and its fix', () => {
  it('unknown: exit 1, and the name that was meant', async () => {
    const { code, stderr } = await failing(good, { cloud: 'clasic' })
    expect(stderr).toMatch(/error: there is no cloud clasic .*\n\s+next: did you mean classic\?/)
    expect(code).toBe(1)
  })

  it('a wrong password: exit 4', async () => {
    const env = await cloudsFile(() => ({ password: 'not-the-password' }))
    const { code, stderr } = await failing(good, { env })
    expect(stderr).toMatch(
      /error: \S+: the cloud does not take these credentials .*\n\s+next: portolan cloud show \S+ --explain/,
    )
    expect(stderr).not.toContain('not-the-password')
    expect(code).toBe(4)
  })

  it('nobody listens: exit 1, with the address', async () => {
    const port = await freePort()
    const env = await cloudsFile(() => ({ auth_url: `http://127.0.0.1:${port}/identity/v3` }))
    const { code, stderr } = await failing(good, { env })
    expect(stderr).toMatch(
      new RegExp(`error: http://127\\.0\\.0\\.1:${port} refuses connections\n\\s+next: portolan doctor`),
    )
    expect(code).toBe(1)
  })
})

/** A list of lists of lists, ten of each, by references alone: ten thousand million items when written out. */
function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `  x${level + 1}: &x${level + 1} [${Array(10).fill(`*x${level}`).join()}]\n`,
  )
  return `name: shop\ncomponents:\n  x0: &x0 [1]\n${levels.join('')}`
}
