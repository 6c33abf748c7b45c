import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Cloud } from '../../src/cloud/cloud.ts'
import type { SimulatedOptions } from '../../src/drivers/simulated/simulated-options.ts'
import { startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import type { EmbeddedProfile } from '../../src/embedded/embedded-profile.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { Disposal } from '../../src/lib/disposal.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { type CloudsFile, entriesOf, writeCloudsFile } from '../clients/clouds-file.ts'
import { PortolanCommand } from '../portolan-command.ts'
import { enterEmbeddedCloud, projectInventory } from '../project-inventory.ts'

const dieAtWrite = pathToFileURL(join(import.meta.dirname, '../kill-sweep/die-at-write.mjs')).href

const open = new Disposal()
const unexpected: unknown[] = []
const clouds = new Map<string, Cloud>()
let file: CloudsFile
let empty: Readonly<Record<string, readonly string[]>>
let users = 0

const profile = (below: SimulatedOptions, front: EmbeddedProfile['front'] = {}): EmbeddedProfile => ({
  ...classic,
  cloud: { ...classic.cloud, ...below },
  front: { ...classic.front, ...front },
})

const profiles: Readonly<Record<string, EmbeddedProfile>> = {
  // Nova finds no host for the third server, and none at all in zone a.
  tight: profile({ zones: ['a', 'b'], capacity: { vcpus: 2, toldLate: true, zones: { a: { vcpus: 0 } } } }),
  // It has room in its second zone alone.
  halved: profile({ zones: ['a', 'b'], capacity: { zones: { a: { vcpus: 1 } } } }),
  roomy: profile({}),
}

const inventory = async (): Promise<Record<string, readonly string[]>> =>
  Object.fromEntries(
    await Promise.all([...clouds].map(async ([name, cloud]) => [name, await projectInventory(cloud)] as const)),
  )

/** A user who has deployed nothing yet, and what they write. */
const newUser = async (
  placement: string,
  components = '{web: {count: 2, expose: [80]}, db: {volumes: {d: {size: 1 GiB}}}}',
) => {
  users += 1
  const portolan = new PortolanCommand(file, `user-${users}`)
  const path = join(file.folder, `shop-${users}.yaml`)
  await writeFile(path, `{name: shop-${users}, placement: ${placement}, components: ${components}}`)
  return { portolan, path, name: `shop-${users}` }
}

beforeAll(async () => {
  const embedded = await Promise.all(
    Object.entries(profiles).map(async ([name, each]) =>
      open.use(
        await startEmbeddedCloud({
          profile: each,
          name,
          clock: systemClock,
          random: systemRandom,
          latency: { apiCall: 1, serverBuild: 20, volumeCreate: 10, jitter: 0 },
          onUnexpected: (error) => unexpected.push(error),
        }),
      ),
    ),
  )
  const entries = Object.assign({}, ...embedded.map(entriesOf))
  const { entry } = entries.roomy
  const wrong = { entry: { ...entry, auth: { ...entry.auth, password: 'not-the-p4ssword' } } }
  file = open.use(await writeCloudsFile({ ...entries, wrong }))
  for (const each of embedded) clouds.set(each.name, open.use(await enterEmbeddedCloud(each, file)))
  empty = await inventory()
})
afterAll(async () => {
  await open[Symbol.asyncDispose]()
  expect(unexpected).toEqual([])
})

it('shows the offers that were considered before the plan, and makes nothing', async () => {
  const { portolan, path } = await newUser(
    '{ordered: [{cloud: roomy}, {cloud: "tig*"}, {cloud: wrong}, {cloud: gone}]}',
  )
  const { code, stdout } = await portolan.run(['plan', path])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Considered:\n +CLOUD +REGION .*\n✓ +roomy +RegionOne .*web 2×s1\.tiny, db 1×s1\.tiny/)
  expect(stdout).toMatch(/✗ wrong RegionOne: the cloud does not take these credentials/)
  expect(stdout).toMatch(/✗ gone: no cloud of that name is configured/)
  expect(stdout.indexOf('Considered:')).toBeLessThan(stdout.indexOf(' on roomy ('))
  const json = JSON.parse((await portolan.run(['plan', path, '-o', 'json'])).stdout)
  expect(json).toMatchObject({ schema: 'portolan.plan/1', cloud: { name: 'roomy' } })
  expect(json.offers.map((offer: { cloud: string; verdict: string }) => `${offer.cloud} ${offer.verdict}`)).toEqual([
    'roomy chosen',
    'tight possible',
    'tight-admin possible',
    'wrong rejected',
    'gone rejected',
  ])
  expect(await inventory()).toEqual(empty)
})

it('takes another zone of the same cloud first, and says which', async () => {
  const { portolan, path, name } = await newUser(
    '{ordered: [{cloud: halved, zone: a}, {cloud: halved, zone: b}, {cloud: roomy}]}',
  )
  const up = await portolan.run(['up', path, '--yes'])
  expect(up.code, up.stderr).toBe(0)
  expect(up.stderr).toMatch(/No room in a zone of halved: .* to b/)
  const status = JSON.parse((await portolan.run(['status', name, '-o', 'json'])).stdout)
  expect(status).toMatchObject({ state: 'complete', cloud: { name: 'halved' } })
  expect((await inventory()).roomy).toEqual(empty.roomy)
  const again = await portolan.run(['up', path, '--yes'])
  expect(again.stderr).toContain('No changes.')
  expect((await portolan.run(['down', '--yes'])).code).toBe(0)
  expect(await inventory()).toEqual(empty)
})

it('goes on to the next cloud when the first has no room, and leaves nothing there', async () => {
  const { portolan, path, name } = await newUser('{ordered: [{cloud: tight}, {cloud: roomy}]}')
  const up = await portolan.run(['up', path, '--yes', '--events'])
  expect(up.code, up.stderr).toBe(0)
  const types = up.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).type)
  expect(types.filter((type) => type.startsWith('failover.'))).toEqual(
    expect.arrayContaining(['failover.leaving', 'failover.left', 'failover.moving']),
  )
  expect(up.stderr).toMatch(/Done: \d+ in .* on roomy\./)
  const found = await inventory()
  expect(found.tight).toEqual(empty.tight)
  expect(found.roomy?.length).toBeGreaterThan(empty.roomy?.length ?? 0)

  // It stays there, whatever the placement would rather have; told to be elsewhere, it says how to move.
  const again = await portolan.run(['up', path, '--yes'])
  expect(again.stderr).toMatch(/on roomy .*\n\nNo changes\./)
  await writeFile(path, (await readFile(path, 'utf8')).replace('{cloud: roomy}', '{cloud: halved}'))
  const moved = await portolan.run(['up', path, '--yes'])
  expect(moved.code).toBe(1)
  expect(moved.stderr).toContain(`portolan down ${name}, then portolan up`)
  expect((await portolan.run(['down', '--yes'])).code).toBe(0)
  expect(await inventory()).toEqual(empty)
})

it('fails with every reason when no cloud has room, and leaves nothing anywhere', async () => {
  const { portolan, path } = await newUser('{any_of: [{cloud: tight}, {cloud: tight-admin}]}')
  const up = await portolan.run(['up', path, '--yes'])
  expect(up.code).toBe(1)
  expect(up.stderr).toMatch(/✗ tight RegionOne: server\/.*No valid host was found/)
  expect(up.stderr).toContain('Nothing is left behind.')
  expect(await inventory()).toEqual(empty)
  expect((await portolan.run(['status', '-o', 'name'])).stdout).toBe('')
})

it('refuses with the table when no cloud can have it, or components want different ones', async () => {
  const huge = await newUser('{any_of: [{cloud: roomy}, {cloud: tight}]}', '{web: {resources: {cpus: 512}}}')
  const plan = await huge.portolan.run(['plan', huge.path])
  expect(plan.code).toBe(1)
  expect(plan.stdout).toMatch(/Considered:[\s\S]*✗ roomy RegionOne: web: no flavor of this cloud fits/)
  const apart = await newUser('{any_of: [{cloud: roomy}]}', '{web: {}, db: {placement: {any_of: [{cloud: tight}]}}}')
  const up = await apart.portolan.run(['up', apart.path, '--yes'])
  expect(up.code).toBe(1)
  expect(up.stderr).toMatch(/web and db: .*networks of two clouds or regions do not join/)
  const json = await huge.portolan.run(['plan', huge.path, '-o', 'json'])
  expect(JSON.parse(json.stdout)).toMatchObject({ schema: 'portolan.offers/1', offers: [{ verdict: 'rejected' }, {}] })
  expect(await inventory()).toEqual(empty)
})

it('kill -9 in the middle of moving on: up finds its place, down leaves nothing', { timeout: 600_000 }, async () => {
  const placement = '{ordered: [{cloud: tight}, {cloud: roomy}]}'
  const whole = await newUser(placement)
  const countFile = join(file.folder, 'writes')
  const counted = { nodeOptions: ['--import', dieAtWrite], env: { COUNT_WRITES: countFile } }
  expect((await whole.portolan.run(['up', whole.path, '--yes'], counted)).code).toBe(0)
  const writes = Number(await readFile(countFile, 'utf8'))
  const lengths = (found: Record<string, readonly string[]>) =>
    Object.fromEntries(Object.entries(found).map(([name, lines]) => [name, lines.length]))
  const wanted = lengths(await inventory())
  expect((await whole.portolan.run(['down', '--yes'])).code).toBe(0)
  for (const part of [0.2, 0.35, 0.5, 0.65, 0.8, 0.95]) {
    const { portolan, path } = await newUser(placement)
    const write = Math.round(writes * part)
    const killed = await portolan.run(['up', path, '--yes'], {
      nodeOptions: ['--import', dieAtWrite],
      env: { DIE_AT_WRITE: String(write) },
    })
    const about = `killed at write ${write} of ${writes}`
    expect(killed.signal, about).toBe('SIGKILL')
    const up = await portolan.run(['up', path, '--yes'])
    expect(up.code, `${about}: ${up.stderr}`).toBe(0)
    expect(lengths(await inventory()), about).toEqual(wanted)
    expect((await portolan.run(['down', '--yes'])).code, about).toBe(0)
    expect(await inventory(), about).toEqual(empty)
  }
})
