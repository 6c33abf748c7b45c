import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import { ManualClock } from '../../../lib/clock.ts'
import { seededRandom } from '../../../lib/random.ts'
import type { Sent } from '../service-bench.ts'
import { openSwiftBench, type SwiftBench } from './swift-bench.ts'

const world = { clock: new ManualClock(), random: seededRandom(1) }
let driver: ReturnType<typeof openSimulatedDriver>
let bench: SwiftBench

beforeEach(async () => {
  driver = openSimulatedDriver({}, world)
  bench = await openSwiftBench(driver, world)
  for (const container of ['box', 'parts']) await ask('PUT', `/${container}`)
  for (const [index, text] of ['012', '34567', '89'].entries()) await ask('PUT', `/parts/${index}`, { body: text })
})
afterEach(async () => {
  await bench[Symbol.asyncDispose]()
  await driver[Symbol.asyncDispose]()
})

const ask = (method: string, path: string, sent?: Sent) => bench.as('member', method, path, sent)
const get = (path: string, headers: Record<string, string> = {}) => ask('GET', path, { headers })
const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const putManifest = (path: string, segments: unknown, headers: Record<string, string> = {}, more = '') =>
  ask('PUT', `${path}?multipart-manifest=put${more}`, { body: JSON.stringify(segments), headers })
const whole = [{ path: '/parts/0' }, { path: '/parts/1', etag: md5('34567'), size_bytes: 5 }, { path: 'parts/2' }]

describe('a static large object', () => {
  it('is its segments one after the other, whole and in parts', async () => {
    const made = await putManifest('/box/big', whole, { 'content-type': 'a/b', 'x-object-meta-one': '1' })
    const etag = md5([md5('012'), md5('34567'), md5('89')].join(''))
    expect([made.status, made.headers.get('etag')]).toEqual([201, `"${etag}"`])
    const { text, headers } = await get('/box/big')
    expect(text).toBe('0123456789')
    expect(Object.fromEntries(headers)).toMatchObject({
      etag: `"${etag}"`,
      'content-length': '10',
      'content-type': 'a/b',
      'x-static-large-object': 'True',
      'x-object-meta-one': '1',
    })
    expect((await ask('HEAD', '/box/big')).headers.get('content-length')).toBe('10')
    expect(await get('/box/big', { range: 'bytes=2-8' })).toMatchObject({ status: 206, text: '2345678' })
    expect(await get('/box/big', { range: 'bytes=-1' })).toMatchObject({ status: 206, text: '9' })
    expect((await get('/box/big', { range: 'bytes=0-0,9-9' })).text).toContain('bytes 9-9/10\r\n\r\n9\r\n')
    expect((await get('/box/big', { 'if-none-match': etag })).status).toBe(304)
    expect(await get('/box/big?part-number=2')).toMatchObject({ status: 206, text: '34567' })
    expect((await get('/box?format=json')).body[0]).toMatchObject({
      name: 'big',
      bytes: 10,
      content_type: 'a/b',
      slo_etag: `"${etag}"`,
    })
  })

  it('takes parts of objects, data of its own, and large objects', async () => {
    await putManifest('/box/inner', whole)
    const segments = [
      { path: '/parts/1', range: '1-2' },
      { data: Buffer.from('--').toString('base64') },
      { path: '/box/inner' },
      { path: '/box/inner', range: '-3' },
    ]
    expect((await putManifest('/box/outer', segments)).status).toBe(201)
    expect((await get('/box/outer')).text).toBe('45--0123456789789')
    expect((await get('/box/outer', { range: 'bytes=1-4' })).text).toBe('5--0')
  })

  it('shows its manifest, as it is kept and as it was put', async () => {
    await putManifest('/box/big', [{ path: '/parts/0', range: '0-1' }])
    const kept = await get('/box/big?multipart-manifest=get')
    expect(kept.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(kept.body).toMatchObject([{ name: '/parts/0', bytes: 3, hash: md5('012'), range: '0-1' }])
    const raw = JSON.parse((await get('/box/big?multipart-manifest=get&format=raw')).text)
    expect(raw).toEqual([{ path: '/parts/0', size_bytes: 3, etag: md5('012'), range: '0-1' }])
    expect((await putManifest('/box/again', raw)).status).toBe(201)
    expect((await get('/box/again')).text).toBe('01')
  })

  it('is refused, segment by segment, when they are not what it says', async () => {
    const refused = await putManifest(
      '/box/big',
      [
        { path: '/parts/none' },
        { path: '/parts/0', etag: md5('x') },
        { path: '/parts/0', size_bytes: 9 },
        { path: '/parts/0', range: '5-6' },
      ],
      { accept: 'application/json' },
    )
    expect(refused.status).toBe(400)
    expect(refused.body.Errors).toEqual([
      ['/parts/none', '404 Not Found'],
      ['/parts/0', 'Etag Mismatch'],
      ['/parts/0', 'Size Mismatch'],
      ['/parts/0', 'Unsatisfiable Range'],
    ])
    for (const [body, text] of [
      ['{', 'Manifest must be valid JSON.\n'],
      ['{}', 'Manifest must be a list.\n'],
      ['[1, {"path": "/parts"}]', 'Index 0: not a JSON object\nIndex 1: path does not refer to an object'],
      ['[{"path": "/box/big"}]', 'Index 0: manifest must not include itself as a segment\n'],
      ['[{"data": "YQ=="}]', 'Inline data segments require at least one object-backed segment.\n'],
      ['[{"path": "/parts/0", "size": 3}]', 'Index 0: extraneous keys "size"\n'],
    ] as const)
      expect((await ask('PUT', '/box/big?multipart-manifest=put', { body })).text).toContain(text)
    expect((await putManifest('/box/big', whole, { etag: md5('x') })).status).toBe(422)
    expect((await ask('PUT', '/box/big', { body: 'a', headers: { 'x-static-large-object': 'true' } })).status).toBe(400)
    const many = Array.from({ length: 1001 }, () => ({ path: '/parts/0' }))
    expect((await putManifest('/box/big', many)).status).toBe(413)
  })

  it('is refused when its first segment is no longer what it was, and ends early when a later one is not', async () => {
    await putManifest('/box/big', whole)
    await ask('PUT', '/parts/2', { body: 'changed' })
    await expect(get('/box/big')).rejects.toThrow()
    await ask('PUT', '/parts/0', { body: 'changed' })
    expect((await get('/box/big')).status).toBe(409)
    expect((await ask('HEAD', '/box/big')).status).toBe(200)
  })

  it('stays one through a POST and is copied as data or as a manifest', async () => {
    await putManifest('/box/big', whole)
    await ask('POST', '/box/big', { headers: { 'content-type': 'c/d' } })
    expect(await get('/box/big')).toMatchObject({ text: '0123456789' })
    await ask('COPY', '/box/big', { headers: { destination: 'box/data' } })
    const data = await get('/box/data')
    expect([data.text, data.headers.has('x-static-large-object')]).toEqual(['0123456789', false])
    await ask('COPY', '/box/big?multipart-manifest=get', { headers: { destination: 'box/twin' } })
    const twin = await get('/box/twin')
    expect(twin.text).toBe('0123456789')
    expect([twin.headers.get('x-static-large-object'), twin.headers.get('content-type')]).toEqual(['True', 'c/d'])
  })

  it('goes alone, or with all that it is made of', async () => {
    await putManifest('/box/inner', whole)
    await putManifest('/box/outer', [{ path: '/box/inner' }])
    expect((await ask('DELETE', '/box/outer')).status).toBe(204)
    await putManifest('/box/outer', [{ path: '/box/inner' }])
    const gone = await ask('DELETE', '/box/outer?multipart-manifest=delete', {
      headers: { accept: 'application/json' },
    })
    expect(gone.body).toMatchObject({ 'Response Status': '200 OK', 'Number Deleted': 5, Errors: [] })
    expect([(await get('/box')).text, (await get('/parts')).text]).toEqual(['', ''])
  })

  it('tells what became of it in a body where a heartbeat is asked for', async () => {
    const accept = { accept: 'application/json' }
    const made = await putManifest('/box/big', whole, accept, '&heartbeat=on')
    expect(made.status).toBe(202)
    expect(JSON.parse(made.text)).toMatchObject({ 'Response Status': '201 Created' })
    const refused = await putManifest('/box/big', [{ path: '/parts/none' }], accept, '&heartbeat=on')
    expect(JSON.parse(refused.text)).toMatchObject({ 'Response Status': '400 Bad Request' })
  })
})

describe('a dynamic large object', () => {
  const manifest = { 'x-object-manifest': 'parts/' }

  it('is all objects whose names begin so, as they are now', async () => {
    for (const name of ['p/1', 'p/2']) await ask('PUT', `/parts/${name}`, { body: name })
    expect((await ask('PUT', '/box/big', { headers: { 'x-object-manifest': 'parts/p/' } })).status).toBe(201)
    const { text, headers } = await get('/box/big')
    expect(text).toBe('p/1p/2')
    expect(headers.get('etag')).toBe(`"${md5(md5('p/1') + md5('p/2'))}"`)
    expect(headers.get('x-object-manifest')).toBe('parts/p/')
    expect(await get('/box/big', { range: 'bytes=2-3' })).toMatchObject({ status: 206, text: '1p' })
    await ask('PUT', '/parts/p/3', { body: '!' })
    expect((await ask('HEAD', '/box/big')).headers.get('content-length')).toBe('7')
    expect((await get('/box/big?multipart-manifest=get')).text).toBe('')
    await ask('COPY', '/box/big', { headers: { destination: 'box/data' } })
    expect((await get('/box/data')).text).toBe('p/1p/2!')
    expect((await get('/box/data')).headers.has('x-object-manifest')).toBe(false)
  })

  it('is refused with a manifest that names no container and prefix', async () => {
    for (const value of ['parts', '/parts/a', 'parts/a?b'])
      expect((await ask('PUT', '/box/big', { headers: { 'x-object-manifest': value } })).status, value).toBe(400)
    expect((await ask('PUT', '/box/big', { headers: manifest })).status).toBe(400)
  })

  it('is empty where nothing begins so', async () => {
    await ask('PUT', '/box/big', { headers: { 'x-object-manifest': 'parts/none' } })
    expect(await get('/box/big')).toMatchObject({ status: 200, text: '' })
  })
})
