import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import { ManualClock } from '../../../lib/clock.ts'
import { seededRandom } from '../../../lib/random.ts'
import type { Caller, Sent } from '../service-bench.ts'
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
  await ask('PUT', '/box/a', { body: 'hello', headers: { 'x-object-meta-secret': 's', 'x-object-meta-public-p': 'p' } })
})
afterEach(async () => {
  await bench[Symbol.asyncDispose]()
  await driver[Symbol.asyncDispose]()
})

const ask = (method: string, path: string, sent?: Sent) => bench.as('member', method, path, sent)
const statusFor = async (caller: Caller, method: string, path: string, headers: Record<string, string> = {}) =>
  (await bench.as(caller, method, path, { headers })).status
const setLists = (headers: Record<string, string>) => ask('POST', '/box', { headers })

describe('an access list', () => {
  it('gives nobody else anything while it is empty', async () => {
    for (const [caller, status] of [
      ['other', 403],
      ['nobody', 401],
    ] as const)
      for (const [method, path] of [
        ['GET', '/box'],
        ['GET', '/box/a'],
        ['PUT', '/box/b'],
        ['DELETE', '/box/a'],
        ['POST', '/box'],
      ] as const)
        expect(await statusFor(caller, method, path), `${caller} ${method} ${path}`).toBe(status)
    expect(await statusFor('reader', 'GET', '/box/a')).toBe(200)
    expect(await statusFor('reader', 'PUT', '/box/a')).toBe(403)
    expect((await bench.as('nobody', 'GET', '/box/a')).headers.get('www-authenticate')).toContain(
      'Swift realm="AUTH_one"',
    )
  })

  it('names projects and users by id, by name and by *', async () => {
    for (const list of ['two:other-id', 'project two:other', 'two:*', '*:other-id', '*:*']) {
      await setLists({ 'x-container-read': list, 'x-container-write': list })
      expect(await statusFor('other', 'GET', '/box/a'), list).toBe(200)
      expect(await statusFor('other', 'GET', '/box'), list).toBe(200)
      expect(await statusFor('other', 'PUT', '/box/b'), list).toBe(201)
      expect(await statusFor('other', 'DELETE', '/box'), list).toBe(403)
    }
    await setLists({ 'x-container-read': 'two:somebody', 'x-remove-container-write': 'x' })
    expect(await statusFor('other', 'GET', '/box/a')).toBe(403)
  })

  it('opens objects to the world, and lists only where it says so', async () => {
    await setLists({ 'x-container-read': '.r:*' })
    expect(await statusFor('nobody', 'GET', '/box/a')).toBe(200)
    expect(await statusFor('other', 'HEAD', '/box/a')).toBe(200)
    expect(await statusFor('nobody', 'GET', '/box')).toBe(401)
    expect(await statusFor('nobody', 'PUT', '/box/a')).toBe(401)
    await setLists({ 'x-container-read': '.r:*, .rlistings' })
    expect((await bench.as('nobody', 'GET', '/box')).text).toBe('a\n')
    const { headers } = await bench.as('nobody', 'HEAD', '/box')
    expect(headers.has('x-container-read')).toBe(false)
    expect((await ask('HEAD', '/box')).headers.get('x-container-read')).toBe('.r:*,.rlistings')
  })

  it('shuts hosts out in its order (openstack/swift swift/common/middleware/acl.py)', async () => {
    await setLists({ 'x-container-read': '.ref:*.example.com , .r:-thief.example.com' })
    expect((await ask('HEAD', '/box')).headers.get('x-container-read')).toBe('.r:.example.com,.r:-thief.example.com')
    expect(await statusFor('nobody', 'GET', '/box/a', { referer: 'http://www.example.com/page' })).toBe(200)
    expect(await statusFor('nobody', 'GET', '/box/a', { referer: 'http://thief.example.com/' })).toBe(401)
    expect(await statusFor('nobody', 'GET', '/box/a')).toBe(401)
  })

  it('is refused when it is malformed', async () => {
    for (const headers of [
      { 'x-container-write': '.r:*' },
      { 'x-container-read': '.r:' },
      { 'x-container-read': '.x:*' },
    ] as Record<string, string>[])
      expect((await setLists(headers)).status, JSON.stringify(headers)).toBe(400)
  })

  it('guards the segments of large objects too', async () => {
    await ask('PUT', '/parts')
    await ask('PUT', '/parts/1', { body: 'x' })
    await ask('PUT', '/box/big?multipart-manifest=put', { body: JSON.stringify([{ path: '/parts/1' }]) })
    await setLists({ 'x-container-read': '.r:*' })
    expect(await statusFor('nobody', 'GET', '/box/big')).toBe(409)
    await ask('POST', '/parts', { headers: { 'x-container-read': '.r:*' } })
    expect((await bench.as('nobody', 'GET', '/box/big')).text).toBe('x')
  })
})

describe('a temporary URL', () => {
  const expires = 1_767_225_700
  const sign = (method: string, path: string, { key = 'key', digest = 'sha256', at = expires } = {}) =>
    createHmac(digest, key).update(`${method}\n${at}\n${path}`).digest('hex')
  const url = (method: string, object = 'a', options: { key?: string; digest?: string; at?: number } = {}) =>
    `/box/${object}?temp_url_sig=${sign(method, `/v1/AUTH_one/box/${object}`, options)}&temp_url_expires=${options.at ?? expires}`
  const open = (method: string, path: string, sent?: Sent) => bench.as('nobody', method, path, sent)

  beforeEach(async () => {
    await ask('POST', '', { headers: { 'x-account-meta-temp-url-key': 'key' } })
  })

  it('lets anyone do what it was signed for, until its time is over', async () => {
    for (const digest of ['sha1', 'sha256', 'sha512'])
      expect((await open('GET', url('GET', 'a', { digest }))).text, digest).toBe('hello')
    const { headers } = await open('GET', url('GET'))
    expect(headers.get('content-disposition')).toBe(`attachment; filename="a"; filename*=UTF-8''a`)
    expect(headers.get('expires')).toBe('Thu, 01 Jan 2026 00:01:40 GMT')
    expect([headers.has('x-object-meta-secret'), headers.get('x-object-meta-public-p')]).toEqual([false, 'p'])
    expect((await open('HEAD', url('PUT'))).status).toBe(200)
    expect((await open('PUT', url('PUT', 'new'), { body: 'new' })).status).toBe(201)
    expect((await ask('GET', '/box/new')).text).toBe('new')
    await clock.advance(101_000)
    expect((await open('GET', url('GET'))).status).toBe(401)
  })

  it('is good for nothing else', async () => {
    expect(await open('GET', url('PUT'))).toMatchObject({ status: 401, text: '401 Unauthorized: Temp URL invalid\n' })
    expect((await open('GET', url('GET', 'a', { key: 'other' }))).status).toBe(401)
    expect((await open('GET', url('GET').replace('/box/a', '/box/b'))).status).toBe(401)
    expect((await open('GET', `/box/a?temp_url_expires=${expires}`)).status).toBe(401)
    expect((await open('GET', `${url('GET')}&temp_url_ip_range=198.18.0.0/15`)).status).toBe(401)
    expect((await bench.as('member', 'GET', url('PUT'))).status).toBe(401)
    const headers = { 'x-object-manifest': 'box/a' }
    expect((await open('PUT', url('PUT', 'new'), { headers })).status).toBe(400)
  })

  it('names the file as it says, and may be for all that begins so', async () => {
    const named = async (more: string) => (await open('GET', url('GET') + more)).headers.get('content-disposition')
    expect(await named('&filename=b%20c.txt')).toBe(`attachment; filename="b c.txt"; filename*=UTF-8''b%20c.txt`)
    expect(await named('&inline')).toBe('inline')
    const prefix = sign('GET', 'prefix:/v1/AUTH_one/box/')
    expect(
      (await open('GET', `/box/a?temp_url_sig=${prefix}&temp_url_expires=${expires}&temp_url_prefix=`)).status,
    ).toBe(200)
  })

  it('signed with a container’s key reaches that container alone', async () => {
    await ask('POST', '/box', { headers: { 'x-container-meta-temp-url-key-2': 'own' } })
    await ask('PUT', '/parts')
    await ask('PUT', '/parts/1', { body: 'x' })
    await ask('PUT', '/box/big?multipart-manifest=put', { body: JSON.stringify([{ path: '/parts/1' }]) })
    expect((await open('GET', url('GET', 'a', { key: 'own' }))).text).toBe('hello')
    expect((await open('GET', url('GET', 'big', { key: 'own' }))).status).toBe(409)
    expect((await open('GET', url('GET', 'big'))).text).toBe('x')
    expect((await bench.as('reader', 'HEAD', '/box')).headers.has('x-container-meta-temp-url-key-2')).toBe(false)
  })
})

describe('a page of another origin', () => {
  const origin = 'https://page.test'
  const preflight = (method: string, headers: Record<string, string> = {}) =>
    bench.as('nobody', 'OPTIONS', '/box/a', {
      headers: { origin, 'access-control-request-method': method, ...headers },
    })

  it('may ask what the container lets it (openstack/swift swift/proxy/controllers/base.py, OPTIONS)', async () => {
    expect((await preflight('GET')).status).toBe(401)
    await setLists({
      'x-container-meta-access-control-allow-origin': `http://other.test ${origin}`,
      'x-container-meta-access-control-max-age': '9',
    })
    const { status, headers } = await preflight('PUT', { 'access-control-request-headers': 'x-auth-token' })
    expect(status).toBe(200)
    expect(headers.get('access-control-allow-origin')).toBe(origin)
    expect(headers.get('access-control-allow-methods')).toContain('PUT')
    expect(headers.get('access-control-allow-headers')).toBe('x-auth-token')
    expect(headers.get('access-control-max-age')).toBe('9')
    expect((await preflight('PATCH')).status).toBe(401)
    expect((await bench.as('nobody', 'OPTIONS', '/box/a')).headers.get('allow')).toContain('COPY')
  })

  it('reads metadata and what else the container exposes', async () => {
    await setLists({
      'x-container-meta-access-control-allow-origin': '*',
      'x-container-meta-access-control-expose-headers': 'X-Mine',
    })
    const { headers } = await ask('GET', '/box/a', { headers: { origin } })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-expose-headers')).toMatch(/etag.*x-object-meta-public-p.*x-mine/)
    expect((await ask('GET', '/box/a')).headers.has('access-control-allow-origin')).toBe(false)
  })
})
