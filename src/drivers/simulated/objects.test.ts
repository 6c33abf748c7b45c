import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { arrayBuffer, text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { collect } from '../../lib/async-iterable.ts'
import { ManualClock } from '../../lib/clock.ts'
import { seededRandom } from '../../lib/random.ts'
import type { ObjectQuery } from '../../model/object-storage.ts'
import { openSimulatedDriver } from './open-simulated-driver.ts'
import type { SimulatedOptions } from './simulated-options.ts'

const call = { signal: new AbortController().signal }
const large = Uint8Array.from({ length: 700_001 }, (_, index) => (index * 31 + (index >> 8)) % 256)
const isLarge = (data: ArrayBuffer) => Buffer.from(data).equals(large)
const streamOf = (data: Uint8Array) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(data)
      controller.close()
    },
  })
const failure = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'objects-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

const storage = (options: SimulatedOptions = {}) => {
  const clock = new ManualClock()
  const driver = openSimulatedDriver(options, { clock, random: seededRandom(1), folder })
  const { containers, objects } = driver
  if (!containers || !objects) throw new Error('this cloud has no object storage')
  const put = (name: string, data: Uint8Array | string, spec = {}) =>
    objects.put('room', name, streamOf(Buffer.from(data)), spec, call)
  const bytes = async (name: string) => arrayBuffer((await objects.read('room', name, undefined, call)).data)
  const names = async (query: ObjectQuery = {}) =>
    (await collect(objects.list('room', query, call))).map((item) => ('prefix' in item ? item.prefix : item.name))
  return { driver, containers, objects, clock, put, bytes, names, [Symbol.asyncDispose]: driver[Symbol.asyncDispose] }
}
/** Files of data, each with its size. */
const files = async () => {
  const [private_] = await readdir(folder)
  if (private_ === undefined) return undefined
  const inside = (await readdir(join(folder, private_))).filter((name) => name.endsWith('.data'))
  return Promise.all(inside.map(async (name) => (await stat(join(folder, private_, name))).size))
}

test('small data is in memory, large data in a file that goes with its object, and nothing is left at the end', async () => {
  {
    await using cloud = storage()
    await cloud.containers.create('room', call)
    await cloud.put('small', 'a few bytes')
    expect(await files()).toBeUndefined()
    await cloud.put('large', large)
    expect(await files()).toEqual([large.length])
    expect(isLarge(await cloud.bytes('large'))).toBe(true)
    const [name = ''] = await readdir(folder)
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o700)
    await cloud.put('large', 'small now')
    await expect.poll(files, { timeout: 10_000 }).toEqual([])
    await cloud.put('large', large)
  }
  expect(await readdir(folder)).toEqual([])
})

test('a copy shares its data with the first, and each goes alone', async () => {
  await using cloud = storage()
  await cloud.containers.create('room', call)
  await cloud.put('first', large)
  await cloud.objects.copy({ container: 'room', name: 'first' }, { container: 'room', name: 'second' }, undefined, call)
  expect(await files()).toEqual([large.length])
  await cloud.objects.delete('room', 'first', call)
  expect(isLarge(await cloud.bytes('second'))).toBe(true)
  await cloud.objects.delete('room', 'second', call)
  await expect.poll(files, { timeout: 10_000 }).toEqual([])
})

test('who reads goes on reading what was there, however it is replaced or deleted meanwhile', async () => {
  await using cloud = storage()
  await cloud.containers.create('room', call)
  await cloud.put('large', large)
  const { data } = await cloud.objects.read('room', 'large', undefined, call)
  const { data: other } = await cloud.objects.read('room', 'large', undefined, call)
  await cloud.put('large', 'other')
  await cloud.objects.delete('room', 'large', call)
  expect(await files()).toEqual([large.length])
  expect(isLarge(await arrayBuffer(data))).toBe(true)
  await other.cancel()
  await expect.poll(files, { timeout: 10_000 }).toEqual([])
})

test('all data together keeps within the limit, and what was refused takes no room', async () => {
  await using cloud = storage({ objectBytesLimit: 1_000_000 })
  await cloud.containers.create('room', call)
  await cloud.put('large', large)
  await expect(cloud.put('too much', large)).rejects.toEqual(failure('too_large', /1000000 bytes, all objects/))
  await expect(cloud.put('too much', 'x', { sizeBytes: 300_000 })).rejects.toEqual(failure('too_large'))
  expect(await files()).toEqual([large.length])
  await cloud.objects.delete('room', 'large', call)
  await cloud.put('too much', large)
})

test('closing ends what is on its way in and out', async () => {
  await using cloud = storage()
  await cloud.containers.create('room', call)
  await cloud.put('large', large)
  const { data } = await cloud.objects.read('room', 'large', undefined, call)
  const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(large.slice()) })
  const putting = cloud.objects.put('room', 'endless', endless, {}, call)
  const ended = expect(putting).rejects.toEqual(failure('unavailable'))
  await cloud.driver[Symbol.asyncDispose]()
  await ended
  await expect(text(data)).rejects.toEqual(failure('unavailable'))
  expect(await readdir(folder)).toEqual([])
})

test('lists show new objects and containers late where the cloud is so, and gives them at once', async () => {
  await using cloud = storage({ consistencyMs: 1000 })
  await cloud.containers.create('room', call)
  await cloud.put('a/b', 'data')
  expect([await collect(cloud.containers.list(call)), await cloud.names({ delimiter: '/' })]).toEqual([[], []])
  expect((await cloud.bytes('a/b')).byteLength).toBe(4)
  await cloud.clock.advance(1000)
  expect(await collect(cloud.containers.list(call))).toHaveLength(1)
  expect(await cloud.names({ delimiter: '/' })).toEqual(['a/'])
})

test('two thousand objects are found by prefix, place and delimiter', async () => {
  await using cloud = storage()
  await cloud.containers.create('room', call)
  const name = (index: number) => `${index % 100}/${Math.floor(index / 100)}`
  for (let index = 0; index < 2000; index += 1) await cloud.put(name(index), '')
  expect(await cloud.names()).toHaveLength(2000)
  expect(await cloud.names({ delimiter: '/' })).toHaveLength(100)
  expect(await cloud.names({ delimiter: '/', after: '97/' })).toEqual(['98/', '99/'])
  expect(await cloud.names({ delimiter: '/', after: '98/18' })).toEqual(['98/', '99/'])
  expect(await cloud.names({ prefix: '42/1', after: '42/17' })).toEqual(['42/18', '42/19'])
  expect(await cloud.containers.get('room', call)).toMatchObject({ objectCount: 2000, sizeBytes: 0 })
})

test.each([
  ['a container with a slash', 'invalid', (cloud) => cloud.containers.create('a/b', call)],
  ['a container with half a letter', 'invalid', (cloud) => cloud.containers.create('\ud800', call)],
  ['an object without a name', 'invalid', (cloud) => cloud.put('', 'x')],
  ['an object with too long a name', 'invalid', (cloud) => cloud.put('ä'.repeat(513), 'x')],
  ['a line break in a detail', 'invalid', (cloud) => cloud.put('x', 'x', { contentType: 'text/plain\nx: y' })],
  ['metadata in capitals', 'invalid', (cloud) => cloud.put('x', 'x', { metadata: { Colour: 'red' } })],
] satisfies [string, string, (cloud: ReturnType<typeof storage>) => Promise<unknown>][])(
  '%s is %s',
  async (_what, code, work) => {
    await using cloud = storage()
    await cloud.containers.create('room', call)
    await expect(work(cloud)).rejects.toEqual(failure(code))
  },
)

test('a cloud may be without object storage', () => {
  const { containers, objects } = openSimulatedDriver({ objectStorage: false })
  expect([containers, objects]).toEqual([undefined, undefined])
})
