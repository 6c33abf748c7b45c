import { gzipSync } from 'node:zlib'
import { packTar, type TarEntry } from 'modern-tar'
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
})
afterEach(async () => {
  await bench[Symbol.asyncDispose]()
  await driver[Symbol.asyncDispose]()
})

const json = { accept: 'application/json' }
const ask = (method: string, path: string, sent?: Sent) => bench.as('member', method, path, sent)
const file = (name: string, body: string, pax?: Record<string, string>): TarEntry => ({
  header: { name, size: Buffer.byteLength(body), type: 'file', ...(pax ? { pax } : {}) },
  body,
})

describe('an archive', () => {
  it('becomes an object for each of its files, in containers that are made for them', async () => {
    const archive = await packTar([
      { header: { name: 'one/', size: 0, type: 'directory' } },
      file('one/a', 'alpha', { 'SCHILY.xattr.user.mime_type': 'a/b', 'SCHILY.xattr.user.meta.colour': 'red' }),
      file('./two/b/c', 'gamma'),
      file('loose', 'nowhere'),
    ])
    const answer = await ask('PUT', '?extract-archive=tar', { body: archive, headers: json })
    expect(answer).toMatchObject({ status: 200 })
    expect(answer.body).toEqual({
      'Response Status': '201 Created',
      'Response Body': '',
      'Number Files Created': 2,
      Errors: [],
    })
    const { text, headers } = await ask('GET', '/one/a')
    expect([text, headers.get('content-type'), headers.get('x-object-meta-colour')]).toEqual(['alpha', 'a/b', 'red'])
    expect((await ask('GET', '/two/b/c')).text).toBe('gamma')
    expect((await ask('GET', '')).text).toBe('one\ntwo\n')
  })

  it('may be compressed and go below a path', async () => {
    const archive = gzipSync(await packTar([file('a', 'alpha')]))
    const answer = await ask('PUT', '/box/deep?extract-archive=tar.gz', {
      body: archive,
      headers: { accept: 'text/plain' },
    })
    expect(answer.text).toBe('Number Files Created: 1\nResponse Body: \nResponse Status: 201 Created\nErrors:\n')
    expect((await ask('GET', '/box/deep/a')).text).toBe('alpha')
  })

  it('is refused by name in another form, and told of when it is broken, empty or may not be extracted', async () => {
    expect(await ask('PUT', '?extract-archive=tar.bz2', { body: 'x' })).toMatchObject({
      status: 400,
      text: 'Unsupported archive format',
    })
    const told = async (body: string | Uint8Array) =>
      (await ask('PUT', '?extract-archive=tar', { body, headers: json })).body
    expect((await told('x'.repeat(1024)))['Response Body']).toMatch(/^Invalid Tar File: /)
    expect(await told(await packTar([]))).toMatchObject({
      'Response Status': '400 Bad Request',
      'Response Body': 'Invalid Tar File: No Valid Files',
    })
    const archive = await packTar([file('one/a', 'alpha')])
    const refused = await bench.as('other', 'PUT', '?extract-archive=tar', { body: archive, headers: json })
    expect(refused.body).toMatchObject({ 'Response Status': '400 Bad Request', 'Number Files Created': 0 })
    expect(refused.body.Errors).toContainEqual(['one/a', '403 Forbidden'])
  })
})

describe('a bulk delete', () => {
  beforeEach(async () => {
    for (const container of ['one', 'two']) {
      await ask('PUT', `/${container}`)
      await ask('PUT', `/${container}/a%20b`, { body: 'x' })
    }
  })

  it('deletes what its lines name, objects before containers', async () => {
    const sent = { body: 'one\n/one/a%20b\none/none\n\ntwo/a b', headers: json }
    const { status, body } = await ask('POST', '?bulk-delete', sent)
    expect(status).toBe(200)
    expect(body).toEqual({
      'Response Status': '200 OK',
      'Response Body': '',
      'Number Deleted': 3,
      'Number Not Found': 1,
      Errors: [],
    })
    expect((await ask('GET', '')).text).toBe('two\n')
  })

  it('tells what it could not delete, in XML too', async () => {
    const refused = await ask('DELETE', '?bulk-delete', { body: 'two', headers: { ...json, 'content-length': '3' } })
    expect(refused.body).toMatchObject({ 'Response Status': '400 Bad Request', Errors: [['two', '409 Conflict']] })
    const xml = await bench.as('other', 'POST', '?bulk-delete', { body: 'one/a%20b', headers: { accept: 'text/xml' } })
    expect(xml.text).toContain('<object><name>one/a%20b</name><status>403 Forbidden</status></object>')
    expect((await ask('POST', '?bulk-delete', { headers: json })).body).toMatchObject({
      'Response Body': 'Invalid bulk delete.',
    })
    const other = { body: '{}', headers: { ...json, 'content-type': 'application/json' } }
    expect((await ask('POST', '?bulk-delete', other)).body).toMatchObject({ 'Response Status': '406 Not Acceptable' })
  })
})
