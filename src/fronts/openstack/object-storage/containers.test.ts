import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import { ManualClock } from '../../../lib/clock.ts'
import { seededRandom } from '../../../lib/random.ts'
import type { Sent } from '../service-bench.ts'
import { openMemoryStore } from '../store/memory-store.ts'
import { openSwiftBench, type SwiftBench } from './swift-bench.ts'

const world = { clock: new ManualClock(), random: seededRandom(1) }
let driver: ReturnType<typeof openSimulatedDriver>
let bench: SwiftBench

beforeEach(async () => {
  driver = openSimulatedDriver({}, world)
  bench = await openSwiftBench(driver, world)
})
afterEach(async () => {
  await bench[Symbol.asyncDispose]()
  await driver[Symbol.asyncDispose]()
})

const ask = (method: string, path: string, sent?: Sent) => bench.as('member', method, path, sent)
const withHeaders = (headers: Record<string, string>): Sent => ({ headers })
const make = async (container: string, ...objects: readonly string[]) => {
  await ask('PUT', `/${container}`)
  for (const object of objects) await ask('PUT', `/${container}/${object}`, { body: object })
}
const names = async (path: string) => (await ask('GET', path)).text.split('\n').filter((line) => line !== '')

describe('an account', () => {
  it('is there before anything was written to it, and is counted', async () => {
    expect(await ask('GET', '')).toMatchObject({ status: 204, text: '' })
    expect((await ask('GET', '?format=json')).body).toEqual([])
    await make('box', 'a', 'bc')
    const { headers, status } = await ask('HEAD', '')
    expect(status).toBe(204)
    expect(headers.get('x-account-container-count')).toBe('1')
    expect(headers.get('x-account-object-count')).toBe('2')
    expect(headers.get('x-account-bytes-used')).toBe('3')
    expect(headers.get('x-trans-id')).toMatch(/^tx[0-9a-f]{21}-[0-9a-f]{10}$/)
    expect(headers.get('x-openstack-request-id')).toBe(headers.get('x-trans-id'))
  })

  it('lists its containers as text, JSON and XML', async () => {
    await make('a&b', 'x')
    expect((await ask('GET', '')).text).toBe('a&b\n')
    expect((await ask('GET', '?format=json')).body).toMatchObject([{ name: 'a&b', count: 1, bytes: 1 }])
    const xml = await ask('GET', '', withHeaders({ accept: 'application/xml' }))
    expect(xml.text).toContain('<account name="AUTH_one">\n<container><name>a&amp;b</name><count>1</count>')
    expect(xml.headers.get('content-type')).toBe('application/xml; charset=utf-8')
    expect((await ask('GET', '', withHeaders({ accept: 'image/png' }))).status).toBe(406)
  })

  it('lists pages, prefixes, common beginnings and backwards', async () => {
    for (const name of ['a', 'b-1', 'b-2', 'c', 'd']) await make(name)
    expect(await names('?limit=2')).toEqual(['a', 'b-1'])
    expect(await names('?limit=2&marker=b-1')).toEqual(['b-2', 'c'])
    expect(await names('?marker=a&end_marker=c')).toEqual(['b-1', 'b-2'])
    expect(await names('?prefix=b')).toEqual(['b-1', 'b-2'])
    expect(await names('?delimiter=-')).toEqual(['a', 'b-', 'c', 'd'])
    expect(await names('?reverse=true&limit=2&marker=d')).toEqual(['c', 'b-2'])
    expect((await ask('GET', '?limit=10001')).status).toBe(412)
  })

  it('keeps, changes and drops metadata one by one (openstack/swift swift/proxy/controllers/base.py, transfer_headers)', async () => {
    const meta = async () =>
      [...(await ask('HEAD', '')).headers].filter(([name]) => name.startsWith('x-account-meta-')).sort()
    await ask('POST', '', withHeaders({ 'x-account-meta-one': '1', 'x-account-meta-two_words': '2' }))
    expect(await meta()).toEqual([
      ['x-account-meta-one', '1'],
      ['x-account-meta-two-words', '2'],
    ])
    await ask('POST', '', withHeaders({ 'x-account-meta-one': '', 'x-account-meta-three': '3' }))
    await ask('POST', '', withHeaders({ 'x-remove-account-meta-two-words': 'x' }))
    expect(await meta()).toEqual([['x-account-meta-three', '3']])
  })

  it('is nobody’s to make or delete, and only an owner’s to change', async () => {
    expect((await ask('DELETE', '')).status).toBe(405)
    expect((await ask('PUT', '')).status).toBe(405)
    expect((await bench.as('reader', 'POST', '')).status).toBe(403)
    expect((await bench.as('reader', 'GET', '')).status).toBe(204)
    expect((await bench.as('other', 'GET', '')).status).toBe(403)
    expect(await bench.as('nobody', 'GET', '')).toMatchObject({ status: 401 })
    expect((await bench.as('admin', 'GET', '')).status).toBe(204)
  })

  it('has a quota that only resellers set and that holds for all others', async () => {
    await make('box')
    const quota = withHeaders({ 'x-account-meta-quota-bytes': '5' })
    expect((await ask('POST', '', quota)).status).toBe(403)
    expect((await bench.as('admin', 'POST', '', quota)).status).toBe(204)
    expect((await ask('HEAD', '')).headers.get('x-account-quota-bytes')).toBe('5')
    expect((await ask('PUT', '/box/a', { body: '12345' })).status).toBe(201)
    expect(await ask('PUT', '/box/b', { body: '1' })).toMatchObject({ status: 413, text: 'Upload exceeds quota.' })
    expect((await bench.as('admin', 'PUT', '/box/b', { body: '1' })).status).toBe(201)
    await bench.as('admin', 'POST', '', withHeaders({ 'x-remove-account-meta-quota-bytes': 'x' }))
    expect((await ask('PUT', '/box/c', { body: '1' })).status).toBe(201)
  })
})

describe('a container', () => {
  it('is made once, accepted again, and goes when it is empty', async () => {
    expect((await ask('PUT', '/box')).status).toBe(201)
    expect((await ask('PUT', '/box')).status).toBe(202)
    await ask('PUT', '/box/a', { body: 'a' })
    expect(await ask('DELETE', '/box')).toMatchObject({
      status: 409,
      text: '<html><h1>Conflict</h1><p>There was a conflict when trying to complete your request.</p></html>',
    })
    await ask('DELETE', '/box/a')
    expect((await ask('DELETE', '/box')).status).toBe(204)
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) expect((await ask(method, '/box')).status, method).toBe(404)
  })

  it('has a name below that every cloud takes, and different ones for the same name of two projects', async () => {
    await make('Grüße & Co.')
    await bench.as('other', 'PUT', `/v1/AUTH_two/${encodeURIComponent('Grüße & Co.')}`)
    const below: string[] = []
    for await (const { name } of driver.containers?.list({ signal: new AbortController().signal }) ?? [])
      below.push(name)
    expect(below).toHaveLength(2)
    for (const name of below) expect(name).toMatch(/^[a-z0-9](-?[a-z0-9]){2,61}$/)
    expect(await names('')).toEqual(['Grüße & Co.'])
  })

  it('that nobody made here belongs to the project that adopts, under its own name', async () => {
    const call = { signal: new AbortController().signal }
    await driver.containers?.create('found', call)
    expect(await names('')).toEqual(['found'])
    expect((await ask('PUT', '/found/a', { body: 'a' })).status).toBe(201)
    await ask('POST', '/found', withHeaders({ 'x-container-meta-colour': 'red' }))
    expect((await ask('HEAD', '/found')).headers.get('x-container-meta-colour')).toBe('red')
    expect((await bench.as('other', 'GET', '/v1/AUTH_two')).text).toBe('')
  })

  it('is forgotten when it is gone below', async () => {
    await make('box')
    for await (const { name } of driver.containers?.list({ signal: new AbortController().signal }) ?? [])
      await driver.containers?.delete(name, { signal: new AbortController().signal })
    expect((await ask('GET', '/box')).status).toBe(404)
    expect((await ask('PUT', '/box')).status).toBe(201)
  })

  it('keeps its settings over a restart of the front', async () => {
    const store = openMemoryStore()
    {
      await using first = await openSwiftBench(driver, { ...world, store })
      await first.as('member', 'PUT', '/box', withHeaders({ 'x-container-read': '.r:*', 'x-container-meta-a': 'b' }))
      await first.as('member', 'PUT', '/box/a', { body: 'a' })
    }
    await using second = await openSwiftBench(driver, { ...world, store })
    expect((await second.as('nobody', 'GET', '/box/a')).text).toBe('a')
    expect((await second.as('member', 'HEAD', '/box')).headers.get('x-container-meta-a')).toBe('b')
  })

  it('lists objects in the order of their UTF-8 bytes, with sizes and digests', async () => {
    await make('box', 'a', '\u{ffee}', '\u{1f600}')
    expect(await names('/box')).toEqual(['a', '\u{ffee}', '\u{1f600}'])
    const [first] = (await ask('GET', '/box?format=json')).body
    expect(first).toMatchObject({ name: 'a', bytes: 1, hash: '0cc175b9c0f1b6a831c399e269772661' })
    expect(first.last_modified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/)
    expect((await ask('GET', '/box?format=xml&limit=1')).text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<container name="box"><object><name>a<\/name><hash>/,
    )
  })

  it('lists pages, prefixes, folders and backwards (openstack/swift swift/container/backend.py, list_objects_iter)', async () => {
    await make('box', 'a', 'b/1', 'b/2', 'b/c/3', 'b/d/', 'e')
    expect(await names('/box?delimiter=/')).toEqual(['a', 'b/', 'e'])
    expect(await names('/box?delimiter=/&prefix=b/')).toEqual(['b/1', 'b/2', 'b/c/', 'b/d/'])
    expect(await names('/box?delimiter=/&marker=b/')).toEqual(['e'])
    expect(await names('/box?delimiter=/&marker=b/1')).toEqual(['b/', 'e'])
    expect(await names('/box?path=b')).toEqual(['b/1', 'b/2', 'b/d/'])
    expect(await names('/box?path=')).toEqual(['a', 'e'])
    expect(await names('/box?marker=b/1&end_marker=b/d/')).toEqual(['b/2', 'b/c/3'])
    expect(await names('/box?reverse=1&limit=2')).toEqual(['e', 'b/d/'])
    expect(await names('/box?reverse=1&marker=b/d/&end_marker=b/1')).toEqual(['b/c/3', 'b/2'])
    expect((await ask('GET', '/box?format=json&delimiter=/')).body[1]).toEqual({ subdir: 'b/' })
    expect(await names('/box?limit=0')).toEqual([])
  })

  it('has quotas of bytes and of objects', async () => {
    expect((await ask('PUT', '/box', withHeaders({ 'x-container-meta-quota-bytes': 'many' }))).status).toBe(400)
    await ask('PUT', '/box', withHeaders({ 'x-container-meta-quota-bytes': '9', 'x-container-meta-quota-count': '2' }))
    expect((await ask('PUT', '/box/a', { body: '0123456789' })).status).toBe(413)
    expect((await ask('PUT', '/box/a', { body: '1' })).status).toBe(201)
    expect((await ask('PUT', '/box/b', { body: '1' })).status).toBe(201)
    expect((await ask('PUT', '/box/c', { body: '1' })).status).toBe(413)
  })

  it('takes no more metadata than /info tells', async () => {
    await make('box')
    const post = async (headers: Record<string, string>) => (await ask('POST', '/box', withHeaders(headers))).text
    expect(await post({ [`x-container-meta-${'n'.repeat(129)}`]: 'v' })).toMatch(/^Metadata name too long/)
    expect(await post({ 'x-container-meta-n': 'v'.repeat(257) })).toMatch(/^Metadata value longer than 256/)
    expect(await post({ 'x-container-meta-': 'v' })).toBe('Metadata name cannot be empty')
    const many = Object.fromEntries(Array.from({ length: 91 }, (_each, index) => [`x-container-meta-${index}`, 'v']))
    expect(await post(many)).toBe('Too many metadata items; max 90')
    const { swift: limits } = (await bench.as('nobody', 'GET', '/info')).body
    expect([limits.max_meta_name_length, limits.max_meta_value_length, limits.max_meta_count]).toEqual([128, 256, 90])
  })

  it('refuses by name what is not offered', async () => {
    for (const [headers, text] of [
      [{ 'x-container-sync-to': '//realm/cluster/a/c' }, 'Container sync is not offered here'],
      [{ 'x-versions-enabled': 'true' }, 'Object versioning is disabled'],
      [{ 'x-storage-policy': 'gold' }, "Invalid X-Storage-Policy 'gold'"],
    ] as const)
      expect(await ask('PUT', '/box', withHeaders(headers))).toMatchObject({ status: 400, text })
    expect((await ask('GET', '/box')).status).toBe(404)
  })
})
