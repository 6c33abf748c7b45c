import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import { ManualClock } from '../../../lib/clock.ts'
import { seededRandom } from '../../../lib/random.ts'
import type { Sent } from '../service-bench.ts'
import { openSwiftBench, type SwiftBench } from './swift-bench.ts'

let clock: ManualClock
let driver: ReturnType<typeof openSimulatedDriver>
let bench: SwiftBench

beforeEach(async () => {
  clock = new ManualClock()
  const world = { clock, random: seededRandom(1) }
  driver = openSimulatedDriver({}, world)
  bench = await openSwiftBench(driver, world)
  await ask('PUT', '/box')
})
afterEach(async () => {
  await bench[Symbol.asyncDispose]()
  await driver[Symbol.asyncDispose]()
})

const ask = (method: string, path: string, sent?: Sent) => bench.as('member', method, path, sent)
const put = (path: string, body: string, headers: Record<string, string> = {}) => ask('PUT', path, { body, headers })
const get = (path: string, headers: Record<string, string> = {}) => ask('GET', path, { headers })
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

describe('an object', () => {
  it('is what was put, with its digest, type and metadata', async () => {
    const made = await put('/box/dir//a b?.txt'.replace('?', '%3F'), 'hello', {
      'x-object-meta-Colour': 'red',
      'content-disposition': 'inline',
      'content-encoding': 'identity',
      'cache-control': 'no-store',
    })
    expect(made).toMatchObject({ status: 201, text: '' })
    expect(made.headers.get('etag')).toBe(md5('hello'))
    const found = await get('/box/dir//a%20b%3F.txt')
    expect(found).toMatchObject({ status: 200, text: 'hello' })
    expect(Object.fromEntries(found.headers)).toMatchObject({
      'content-type': 'text/plain',
      'content-length': '5',
      etag: md5('hello'),
      'x-object-meta-colour': 'red',
      'content-disposition': 'inline',
      'content-encoding': 'identity',
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
      'x-timestamp': '1767225600.00000',
      'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
    })
    const head = await ask('HEAD', '/box/dir//a%20b%3F.txt')
    expect([head.status, head.text, head.headers.get('content-length')]).toEqual([200, '', '5'])
    expect((await get('/box')).text).toBe('dir//a b?.txt\n')
  })

  it('keeps metadata that no other cloud’s headers could carry', async () => {
    const value = Buffer.from('grün 100%').toString('latin1')
    await put('/box/a', 'a', { 'x-object-meta-swift-own-delete-at': '1', 'x-object-meta-a.b': value })
    const { headers, status } = await get('/box/a')
    expect(status).toBe(200)
    expect(headers.get('x-object-meta-a.b')).toBe(value)
    expect(headers.get('x-object-meta-swift-own-delete-at')).toBe('1')
  })

  it('is not found where there is none, and not in a container that is none', async () => {
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE', 'COPY'])
      for (const path of ['/box/none', '/none/a'])
        expect((await ask(method, path, { headers: { destination: 'box/b' } })).status, `${method} ${path}`).toBe(404)
    expect(await put('/none/a', 'a')).toMatchObject({
      status: 404,
      text: '<html><h1>Not Found</h1><p>The resource could not be found.</p></html>',
    })
    expect((await get('/box/none', { 'if-match': '*' })).status).toBe(412)
  })

  it('is refused with a wrong digest, without a length, with a name too long and where it is not wanted', async () => {
    expect((await put('/box/a', 'hello', { etag: md5('other') })).status).toBe(422)
    expect((await get('/box/a')).status).toBe(404)
    expect((await put('/box/a', 'hello', { etag: `"${md5('hello')}"` })).status).toBe(201)
    expect((await put('/box/a', 'again', { 'if-none-match': '*' })).status).toBe(412)
    expect((await put('/box/a', 'again', { 'if-none-match': md5('x') })).status).toBe(400)
    expect((await put(`/box/${'n'.repeat(1025)}`, 'a')).text).toBe('Object name length of 1025 longer than 1024')
    expect((await ask('PUT', '/box/a', { headers: { 'content-length': '' } })).status).toBe(411)
    expect((await put('/box/a', '', { 'content-length': '5368709123' })).status).toBe(413)
    expect((await get('/box/%ff')).status).toBe(412)
    expect((await get('/box/a%00')).status).toBe(412)
    expect((await get('/box/a')).text).toBe('hello')
  })

  it('is sent in chunks too', async () => {
    const sent = { body: 'hello', headers: { 'content-length': '', 'transfer-encoding': 'chunked' } }
    expect((await ask('PUT', '/box/a', sent)).status).toBe(201)
    expect((await get('/box/a')).text).toBe('hello')
  })

  it('is told with other metadata after a POST, and its type stays (openstack/swift swift/obj/server.py, POST)', async () => {
    await put('/box/a', 'hello', { 'content-type': 'a/b', 'x-object-meta-one': '1', 'content-encoding': 'gzip' })
    const posted = await ask('POST', '/box/a', { headers: { 'x-object-meta-two': '2' } })
    expect(posted).toMatchObject({ status: 202 })
    expect(posted.text).toContain('The request is accepted for processing.')
    const { headers, text } = await get('/box/a')
    expect(text).toBe('hello')
    expect(headers.get('content-type')).toBe('a/b')
    expect(headers.get('x-object-meta-two')).toBe('2')
    expect([headers.has('x-object-meta-one'), headers.has('content-encoding')]).toEqual([false, false])
  })

  it('answers conditions by digest and by time', async () => {
    await put('/box/a', 'hello')
    const etag = md5('hello')
    const [before, at] = ['Wed, 31 Dec 2025 00:00:00 GMT', 'Thu, 01 Jan 2026 00:00:00 GMT']
    for (const [headers, status] of [
      [{ 'if-match': `"${etag}"` }, 200],
      [{ 'if-match': `${md5('x')}, ${etag}` }, 200],
      [{ 'if-match': md5('x') }, 412],
      [{ 'if-none-match': etag }, 304],
      [{ 'if-none-match': '*' }, 304],
      [{ 'if-none-match': md5('x') }, 200],
      [{ 'if-modified-since': at }, 304],
      [{ 'if-modified-since': before }, 200],
      [{ 'if-unmodified-since': at }, 200],
      [{ 'if-unmodified-since': before }, 412],
      [{ 'if-modified-since': 'soon' }, 200],
    ] as const) {
      expect((await get('/box/a', headers)).status, JSON.stringify(headers)).toBe(status)
      expect((await ask('HEAD', '/box/a', { headers })).status, JSON.stringify(headers)).toBe(status)
    }
  })

  it('is read in parts (openstack/swift swift/common/swob.py, Range)', async () => {
    await put('/box/a', '0123456789')
    for (const [range, status, text] of [
      ['bytes=2-4', 206, '234'],
      ['bytes=7-', 206, '789'],
      ['bytes=-2', 206, '89'],
      ['bytes=-20', 206, '0123456789'],
      ['bytes=8-99', 206, '89'],
      ['bytes=4-2', 200, '0123456789'],
      ['items=1-2', 200, '0123456789'],
    ] as const)
      expect(await get('/box/a', { range }), range).toMatchObject({ status, text })
    expect((await get('/box/a', { range: 'bytes=2-4' })).headers.get('content-range')).toBe('bytes 2-4/10')
    const outside = await get('/box/a', { range: 'bytes=10-' })
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, 'bytes */10'])
  })

  it('is read in several parts at once', async () => {
    await put('/box/a', '0123456789', { 'content-type': 'a/b' })
    const { status, headers, text } = await get('/box/a', { range: 'bytes=0-1,8-' })
    const boundary = /^multipart\/byteranges;boundary=([0-9a-f]{32})$/.exec(headers.get('content-type') ?? '')?.[1]
    expect(status).toBe(206)
    expect(text).toBe(
      `--${boundary}\r\nContent-Type: a/b\r\nContent-Range: bytes 0-1/10\r\n\r\n01\r\n` +
        `--${boundary}\r\nContent-Type: a/b\r\nContent-Range: bytes 8-9/10\r\n\r\n89\r\n--${boundary}--`,
    )
    expect(headers.get('content-length')).toBe(String(text.length))
    expect((await get('/box/a', { range: 'bytes=0-5,1-6,2-7' })).status).toBe(416)
  })

  it('is listed, and not found, between the end of its time and the next sweep', async () => {
    await bench[Symbol.asyncDispose]()
    // Sweeps are at half seconds then, and times end at whole ones.
    await clock.advance(500)
    bench = await openSwiftBench(driver, { clock, random: seededRandom(2) })
    await ask('PUT', '/shelf')
    await put('/shelf/a', 'a', { 'x-delete-at': '1767225610' })
    await clock.advance(9700)
    expect((await get('/shelf/a')).status).toBe(404)
    expect((await get('/shelf')).text).toBe('a\n')
    await clock.advance(300)
    expect((await get('/shelf')).text).toBe('')
  })

  it('is nowhere found once its time is over, and gone for good soon after', async () => {
    await put('/box/a', 'a', { 'x-delete-after': '10' })
    await put('/box/b', 'b', { 'x-delete-at': String(clock.now() / 1000 + 10) })
    await put('/box/c', 'c', { 'x-delete-after': '10' })
    expect((await ask('HEAD', '/box/a')).headers.get('x-delete-at')).toBe('1767225610')
    await ask('POST', '/box/c')
    await clock.advance(10_000)
    for (const name of ['a', 'b']) expect((await get(`/box/${name}`)).status, name).toBe(404)
    expect((await get('/box/c')).status).toBe(200)
    await clock.advance(1000)
    expect((await get('/box')).text).toBe('c\n')
    expect((await put('/box/d', 'd', { 'x-delete-at': '1' })).text).toBe('X-Delete-At in past')
    expect((await put('/box/d', 'd', { 'x-delete-after': 'soon' })).text).toBe('Non-integer X-Delete-After')
  })
})

describe('a copy', () => {
  beforeEach(async () => {
    await ask('PUT', '/other')
    await put('/box/a', 'hello', { 'content-type': 'a/b', 'x-object-meta-one': '1' })
  })

  it('is made by COPY and by PUT alike, within and across containers', async () => {
    const copied = await ask('COPY', '/box/a', { headers: { destination: 'other/b', 'x-object-meta-two': '2' } })
    expect(copied.status).toBe(201)
    expect(copied.headers.get('x-copied-from')).toBe('box/a')
    expect(copied.headers.get('x-copied-from-account')).toBe('AUTH_one')
    const { text, headers } = await get('/other/b')
    expect(text).toBe('hello')
    expect([headers.get('content-type'), headers.get('x-object-meta-one'), headers.get('x-object-meta-two')]).toEqual([
      'a/b',
      '1',
      '2',
    ])
    await ask('PUT', '/box/c%20d', { headers: { 'x-copy-from': '/box/a', 'x-fresh-metadata': 'true' } })
    const fresh = await get('/box/c%20d')
    expect([fresh.text, fresh.headers.has('x-object-meta-one')]).toEqual(['hello', false])
    await ask('COPY', '/box/c%20d', { headers: { destination: '/box/e%20f' } })
    expect((await get('/box/e%20f')).text).toBe('hello')
  })

  it('of itself changes what is told of an object', async () => {
    await ask('COPY', '/box/a', { headers: { destination: 'box/a', 'content-type': 'c/d' } })
    const { text, headers } = await get('/box/a')
    expect([text, headers.get('content-type'), headers.get('x-object-meta-one')]).toEqual(['hello', 'c/d', '1'])
  })

  it('of a part has that part alone', async () => {
    await ask('COPY', '/box/a', { headers: { destination: 'box/b', range: 'bytes=1-2' } })
    expect((await get('/box/b')).text).toBe('el')
  })

  it('goes to another account where the caller may write and comes from one where they may read', async () => {
    await bench.as('other', 'PUT', '/v1/AUTH_two/theirs')
    const headers = { destination: 'theirs/a', 'destination-account': 'AUTH_two' }
    expect((await ask('COPY', '/box/a', { headers })).status).toBe(403)
    await bench.as('other', 'POST', '/v1/AUTH_two/theirs', { headers: { 'x-container-write': 'one:member-id' } })
    expect((await ask('COPY', '/box/a', { headers })).status).toBe(201)
    expect((await bench.as('other', 'GET', '/v1/AUTH_two/theirs/a')).text).toBe('hello')
    const back = { 'x-copy-from': 'box/a', 'x-copy-from-account': 'AUTH_one' }
    expect((await bench.as('other', 'PUT', '/v1/AUTH_two/theirs/b', { headers: back })).status).toBe(403)
  })

  it('is refused without a good name for the other object, with a body and where conditions are not met', async () => {
    expect((await ask('COPY', '/box/a')).text).toBe('Destination header required')
    expect((await ask('COPY', '/box/a', { headers: { destination: 'box' } })).status).toBe(412)
    expect((await put('/box/b', 'body', { 'x-copy-from': 'box/a' })).status).toBe(400)
    const headers = { 'x-copy-from': 'box/a', 'if-match': md5('x') }
    expect((await ask('PUT', '/box/b', { headers })).status).toBe(412)
    expect((await get('/box/b')).status).toBe(404)
  })
})

describe('versions', () => {
  const versions = async () => (await get('/old')).text.split('\n').filter((line) => line !== '')
  const write = async (body: string) => {
    await clock.advance(1000)
    expect((await put('/box/a', body)).status).toBe(201)
  }

  it('come back one after the other when the object is deleted (openstack/swift versioned_writes/legacy.py, stack)', async () => {
    await ask('PUT', '/old')
    await ask('POST', '/box', { headers: { 'x-versions-location': 'old' } })
    expect((await ask('HEAD', '/box')).headers.get('x-versions-location')).toBe('old')
    for (const body of ['one', 'two', 'three']) await write(body)
    expect(await versions()).toEqual(['001a/1767225601.00000', '001a/1767225602.00000'])
    for (const body of ['three', 'two', 'one']) {
      expect((await get('/box/a')).text).toBe(body)
      expect((await ask('DELETE', '/box/a')).status).toBe(204)
    }
    expect([(await get('/box/a')).status, await versions()]).toEqual([404, []])
    expect((await ask('DELETE', '/box/a')).status).toBe(404)
  })

  it('stay in a history, deletes among them', async () => {
    await ask('PUT', '/old')
    await ask('POST', '/box', { headers: { 'x-history-location': 'old' } })
    for (const body of ['one', 'two']) await write(body)
    await clock.advance(1000)
    expect((await ask('DELETE', '/box/a')).status).toBe(204)
    expect((await get('/box/a')).status).toBe(404)
    const types = (await get('/old?format=json')).body.map((each: { content_type: string }) => each.content_type)
    expect(types).toEqual([
      'application/octet-stream',
      'application/octet-stream',
      'application/x-deleted;swift_versions_deleted=1',
    ])
  })

  it('cannot be kept where there is no container for them, and then nothing is written', async () => {
    await put('/box/a', 'one')
    await ask('POST', '/box', { headers: { 'x-versions-location': 'none' } })
    expect((await put('/box/a', 'two')).status).toBe(412)
    expect((await get('/box/a')).text).toBe('one')
    expect(
      (await ask('POST', '/box', { headers: { 'x-versions-location': 'a', 'x-history-location': 'b' } })).status,
    ).toBe(400)
    await ask('POST', '/box', { headers: { 'x-remove-versions-location': 'x' } })
    expect((await put('/box/a', 'two')).status).toBe(201)
  })
})
