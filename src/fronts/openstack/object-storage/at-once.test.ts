import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import { startEmbeddedCloud } from '../../../embedded/embedded-cloud.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { ManualClock, systemClock } from '../../../lib/clock.ts'
import { seededRandom, systemRandom } from '../../../lib/random.ts'
import { openCloudSession } from '../../../openstack/session/open-cloud-session.ts'
import type { Sent } from '../service-bench.ts'
import { openSwiftBench, type SwiftBench } from './swift-bench.ts'

const world = { clock: new ManualClock(), random: seededRandom(1) }
let driver: ReturnType<typeof openSimulatedDriver>
let bench: SwiftBench

beforeEach(async () => {
  driver = openSimulatedDriver({}, world)
  bench = await openSwiftBench(driver, world)
  await ask('PUT', '/box')
})
afterEach(async () => {
  await bench[Symbol.asyncDispose]()
  await driver[Symbol.asyncDispose]()
})

const ask = (method: string, path: string, sent?: Sent) => bench.as('member', method, path, sent)
const putManifest = (path: string, of: string) =>
  ask('PUT', `${path}?multipart-manifest=put`, { body: JSON.stringify([{ path: of }]) })

it.each([
  ['x-history-location', 21],
  ['x-versions-location', 9],
])('no version is lost of many that are made in one moment: %s', async (header, versions) => {
  await ask('PUT', '/old')
  await ask('POST', '/box', { headers: { [header]: 'old' } })
  for (let index = 0; index < 10; index += 1) await ask('PUT', '/box/a', { body: `${index}` })
  if (header === 'x-history-location')
    for (let index = 0; index < 6; index += 1) {
      await ask('DELETE', '/box/a')
      await ask('PUT', '/box/a', { body: `after ${index}` })
    }
  const listed: ReadonlyArray<{ readonly name: string; readonly bytes: number }> = (
    await ask('GET', '/old?format=json')
  ).body
  expect(listed).toHaveLength(versions)
  const texts = await Promise.all(
    listed.filter(({ bytes }) => bytes > 0).map(async ({ name }) => (await ask('GET', `/old/${name}`)).text),
  )
  const after = header === 'x-history-location' ? ['9', ...[0, 1, 2, 3, 4].map((index) => `after ${index}`)] : []
  expect(texts).toEqual([...[0, 1, 2, 3, 4, 5, 6, 7, 8].map(String), ...after])
})

describe('a large object that lies in itself', () => {
  beforeEach(async () => {
    await ask('PUT', '/box/x', { body: '0123456789' })
    await putManifest('/box/a', '/box/x')
    await putManifest('/box/b', '/box/a')
    await putManifest('/box/a', '/box/b')
  })

  it('is refused when it is read, and can be deleted with all that it is made of', async () => {
    expect((await ask('GET', '/box/a')).status).toBe(409)
    const { body } = await ask('DELETE', '/box/a?multipart-manifest=delete', {
      headers: { accept: 'application/json' },
    })
    expect(body).toMatchObject({ 'Number Deleted': 2, Errors: [] })
    expect((await ask('GET', '/box')).text).toBe('x\n')
  })

  it('is refused also where names alone make it one', async () => {
    await ask('PUT', '/loop')
    await ask('PUT', '/loop/self', { body: 'z', headers: { 'x-object-manifest': 'loop/self' } })
    expect((await ask('GET', '/loop/self')).status).toBe(409)
  })
})

it('nothing stays open of what was not read to its end', async () => {
  const big = 'x'.repeat(1_000_000)
  await ask('PUT', '/box/big', { body: big })
  await putManifest('/box/whole', '/box/big')
  const openFiles = async () => (await readdir('/proc/self/fd')).length
  const before = await openFiles()
  for (let index = 0; index < 20; index += 1)
    expect(
      (await ask('COPY', '/box/big', { headers: { range: 'bytes=0-999999', destination: 'none/y' } })).status,
    ).toBe(404)
  for (let index = 0; index < 20; index += 1) await bench.hangUp('member', '/box/whole')
  expect((await openFiles()) - before).toBeLessThan(10)
})

it('changes of a container at the same time lose nothing of one another', async () => {
  await ask('PUT', '/box', { headers: { 'x-container-read': '.r:*' } })
  await Promise.all([
    ask('POST', '/box', { headers: { 'x-remove-container-read': 'x' } }),
    ask('POST', '/box', { headers: { 'x-container-meta-a': '1' } }),
  ])
  const { headers } = await ask('HEAD', '/box')
  expect([headers.get('x-container-read'), headers.get('x-container-meta-a')]).toEqual([null, '1'])
})

it('a container that is made twice at the same time is made once, and has what both said', async () => {
  const clock = systemClock
  await using slow = openSimulatedDriver({ latency: { apiCall: 40 } }, { clock, random: seededRandom(1) })
  await using other = await openSwiftBench(slow, { clock, random: seededRandom(1) })
  const put = (name: string) => other.as('member', 'PUT', '/twice', { headers: { [`x-container-meta-${name}`]: '1' } })
  const statuses = (await Promise.all([put('a'), put('b')])).map(({ status }) => status)
  expect(statuses).toEqual([201, 202])
  const { headers } = await other.as('member', 'HEAD', '/twice')
  expect([headers.get('x-container-meta-a'), headers.get('x-container-meta-b')]).toEqual(['1', '1'])
})

it('what is said of an object is said of the data that it was said of', async () => {
  const clock = systemClock
  await using slow = openSimulatedDriver({ latency: { apiCall: 40 } }, { clock, random: seededRandom(1) })
  await using other = await openSwiftBench(slow, { clock, random: seededRandom(1) })
  await other.as('member', 'PUT', '/box')
  await other.as('member', 'PUT', '/box/x', { body: '0123456789' })
  await other.as('member', 'PUT', '/box/o?multipart-manifest=put', { body: JSON.stringify([{ path: '/box/x' }]) })
  const post = other.as('member', 'POST', '/box/o', { headers: { 'x-object-meta-a': '1' } })
  await clock.sleep(20)
  const put = other.as('member', 'PUT', '/box/o', { body: 'plain data' })
  expect((await Promise.all([post, put])).map(({ status }) => status)).toEqual([202, 201])
  const { status, text: read } = await other.as('member', 'GET', '/box/o')
  expect([status, read]).toEqual([200, 'plain data'])
})

it('an object that is written anew while its time is over stays', async () => {
  const objects = driver.objects ?? expect.fail('the cloud has no objects')
  let again: ReturnType<SwiftBench['as']> | undefined
  const get: typeof objects.get = async (...of) => {
    const found = await objects.get(...of)
    again ??= racing.as('member', 'PUT', '/box/x', { body: 'new' })
    await systemClock.sleep(20)
    return found
  }
  await using racing = await openSwiftBench({ ...driver, objects: { ...objects, get } }, world)
  await racing.as('member', 'PUT', '/box')
  await racing.as('member', 'PUT', '/box/x', { body: 'old', headers: { 'x-delete-after': '1' } })
  await world.clock.advance(2000)
  await expect.poll(() => again).toBeDefined()
  expect((await again)?.status).toBe(201)
  await systemClock.sleep(50)
  expect((await racing.as('member', 'GET', '/box/x')).text).toBe('new')
})

it('dots in a path are part of an object’s name, and an encoded slash is a slash', async () => {
  await using cloud = await startEmbeddedCloud({
    ...{ profile: classic, clock: systemClock, random: systemRandom },
    onUnexpected: (error) => expect.fail(String(error)),
  })
  const call = { signal: new AbortController().signal }
  await using opened = await openCloudSession({ values: { ...cloud.entry } })
  const { token } = await opened.session.authorization(call)
  const service = await opened.session.need('object-store', call)
  const { hostname, port, pathname } = new URL((await service.endpoint(call)).url)
  const raw = (method: string, path: string, body = '') =>
    new Promise<readonly [number | undefined, string]>((resolve, reject) => {
      const headers = { 'x-auth-token': token, 'content-length': Buffer.byteLength(body) }
      request({ hostname, port, method, path: `${pathname}${path}`, headers }, async (answer) =>
        resolve([answer.statusCode, await text(answer)]),
      )
        .once('error', reject)
        .end(body)
    })
  await raw('PUT', '/box')
  await raw('PUT', '/box/secret', 'mine')
  expect((await raw('PUT', '/box/dir/../secret', 'other'))[0]).toBe(201)
  expect((await raw('PUT', '/box/%2e%2e/aside', 'third'))[0]).toBe(201)
  expect((await raw('PUT', '/box%2Fencoded', 'fourth'))[0]).toBe(201)
  expect((await raw('DELETE', '/box/gone/..'))[0]).toBe(404)
  expect(await raw('GET', '/box/secret')).toEqual([200, 'mine'])
  expect(await raw('GET', '/box/dir/../secret')).toEqual([200, 'other'])
  expect((await raw('GET', '/box'))[1]).toBe('../aside\ndir/../secret\nencoded\nsecret\n')
})
