import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { arrayBuffer } from 'node:stream/consumers'
import type { ObjectDetails } from '../../model/object-storage.ts'
import { asCloudError } from '../steadily.ts'
import { expectFailure } from './expect.ts'
import { newContainer } from './object-subject.ts'
import { type Rules, rule } from './rule.ts'

/** Bytes of every value, more than clouds keep in one piece in memory. */
const content = Uint8Array.from({ length: 700_001 }, (_, index) => (index * 31 + (index >> 8)) % 256)
const otherContent = content.map((byte) => 255 - byte)

const md5Of = (data: Uint8Array | string): string => createHash('md5').update(data).digest('hex')

/** Everything that may be said of an object. */
const details: Required<ObjectDetails> = {
  contentType: 'text/plain; charset=utf-8',
  contentEncoding: 'identity',
  contentDisposition: 'attachment; filename="notes.txt"',
  cacheControl: 'max-age=60',
  metadata: { colour: 'sea green', 'two-words': '50 % grün, 港' },
}

/** What of an object its details are. */
const detailsIn = ({ contentType, contentEncoding, contentDisposition, cacheControl, metadata }: ObjectDetails) => ({
  contentType,
  contentEncoding,
  contentDisposition,
  cacheControl,
  metadata,
})

/** Names that a careless client or cloud changes on the way. */
const names = [
  'a b',
  'a%20b',
  'a+b',
  'a?b=c&d',
  'a#b',
  'a/b/c',
  '/a',
  'a/',
  'a//b',
  'a/../b',
  './a',
  '../a',
  'A',
  '%2F',
  '%',
  '"\'',
  '<a>&',
  'a\\b',
  'é',
  'e\u0301',
  '港',
  '\uffee',
  '\u{1f600}',
]

/** Pieces without end, and what became of the stream. */
const endless = () => {
  let wasCanceled = false
  let pieces = 0
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pieces += 1
        controller.enqueue(content.slice(0, 65_536))
      },
      cancel() {
        wasCanceled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, wasCanceled: () => wasCanceled, pieces: () => pieces }
}

const needs = ['containers', 'objects'] as const

export const objectRules = {
  'objects: data comes out as it went in, and size and digest are its own': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('data', content)
    assert.ok((await container.bytes('data')).equals(content), 'other bytes came out')
    const { name, sizeBytes, md5, contentType, modifiedAt } = await cloud.objects.get(container.name, 'data', call)
    assert.deepEqual([name, sizeBytes, md5 ?? md5Of(content)], ['data', content.length, md5Of(content)])
    assert.equal(contentType, 'application/octet-stream')
    assert.equal(new Date(modifiedAt).toISOString().slice(0, 10), modifiedAt.slice(0, 10))
  }),
  'objects: one may be empty': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('empty', '', { sizeBytes: 0, md5: md5Of('') })
    assert.equal((await container.bytes('empty')).length, 0)
    assert.equal((await cloud.objects.get(container.name, 'empty', call)).sizeBytes, 0)
  }),
  'objects: a name keeps every letter': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    for (const name of names) await container.put(name, `data of ${name}`)
    for (const name of names) {
      assert.equal((await cloud.objects.get(container.name, name, call)).name, name)
      assert.equal(await container.text(name), `data of ${name}`)
    }
  }),
  'objects: one without a name, or with a name that no URL carries, is refused': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('stays', 'data')
    for (const name of ['', '.', '..', 'x'.repeat(1025)]) {
      await expectFailure(subject, 'invalid', container.put(name, 'data'))
      await expectFailure(subject, 'not_found', cloud.objects.get(container.name, name, call))
      await cloud.objects.delete(container.name, name, call)
    }
    assert.equal(await container.text('stays'), 'data')
  }),
  'objects: every detail comes back': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('detailed', 'data', details)
    assert.deepEqual(detailsIn(await cloud.objects.get(container.name, 'detailed', call)), details)
  }),
  'objects: putting one again replaces its data and its details': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    const { etag } = await container.put('one', 'before', details)
    await container.put('one', 'afterwards', { contentType: 'text/html' })
    assert.equal(await container.text('one'), 'afterwards')
    const { contentType, metadata, cacheControl, ...now } = await cloud.objects.get(container.name, 'one', call)
    assert.deepEqual([contentType, metadata, cacheControl], ['text/html', {}, undefined])
    assert.notEqual(now.etag, etag)
  }),
  'objects: who reads one while it is replaced gets one or the other whole': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('one', content)
    const { object, data } = await cloud.objects.read(container.name, 'one', undefined, call)
    const { etag } = await container.put('one', otherContent)
    const bytes = Buffer.from(await arrayBuffer(data))
    assert.ok(bytes.equals(object.etag === etag ? otherContent : content), 'what came is neither')
  }),
  'objects: a put that is cut off changes nothing': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('one', 'before')
    const broken = () => {
      let pieces = 0
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          pieces += 1
          if (pieces < 5) controller.enqueue(content.slice(0, 50_000))
          else controller.error(new Error('the source broke'))
        },
      })
    }
    for (const name of ['one', 'new'])
      await assert.rejects(cloud.objects.put(container.name, name, broken(), {}, call), 'half the data was taken')
    assert.equal(await container.text('one'), 'before')
    await expectFailure(subject, 'not_found', cloud.objects.get(container.name, 'new', call))
  }),
  'objects: data of another digest is refused, and changes nothing': rule(needs, async (subject) => {
    const container = await newContainer(subject)
    await container.put('one', 'before', { md5: md5Of('before') })
    await expectFailure(subject, 'invalid', container.put('one', 'afterwards', { md5: md5Of('something else') }))
    assert.equal(await container.text('one'), 'before')
  }),
  'objects: data of another size is refused, and changes nothing': rule(needs, async (subject) => {
    const container = await newContainer(subject)
    await container.put('one', 'before', { sizeBytes: 6 })
    for (const sizeBytes of [9, 11])
      await expectFailure(subject, 'invalid', container.put('one', 'afterwards', { sizeBytes }))
    assert.equal(await container.text('one'), 'before')
  }),
  'objects: a range gives these bytes alone': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('data', content)
    const part = async (first: number, last: number) => {
      const { object, data } = await cloud.objects.read(container.name, 'data', { first, last }, call)
      assert.equal(object.sizeBytes, content.length, 'not the size of the whole')
      return Buffer.from(await arrayBuffer(data))
    }
    assert.ok((await part(0, 0)).equals(content.subarray(0, 1)), 'the first byte')
    assert.ok((await part(299_999, 600_000)).equals(content.subarray(299_999, 600_001)), 'in the middle')
    assert.ok((await part(700_000, 900_000)).equals(content.subarray(700_000)), 'past the end')
  }),
  'objects: a range with nothing in it is refused': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('data', '12345')
    await container.put('empty', '')
    const beyond = { first: 5, last: 9 }
    await expectFailure(subject, 'invalid', cloud.objects.read(container.name, 'data', beyond, call))
    await expectFailure(subject, 'invalid', cloud.objects.read(container.name, 'empty', { first: 0, last: 0 }, call))
  }),
  'objects: what does not exist is not found': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const { name } = await newContainer(subject)
    const [from, to] = [
      { container: name, name: 'none' },
      { container: name, name: 'copy' },
    ]
    await expectFailure(subject, 'not_found', cloud.objects.get(name, 'none', call))
    await expectFailure(subject, 'not_found', cloud.objects.read(name, 'none', undefined, call))
    await expectFailure(subject, 'not_found', cloud.objects.setDetails(name, 'none', {}, call))
    await expectFailure(subject, 'not_found', cloud.objects.copy(from, to, undefined, call))
  }),
  'objects: none goes into a container that does not exist, and none comes out': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('one', 'data')
    const none = `${container.name}-none`
    const { stream, wasCanceled } = endless()
    await expectFailure(subject, 'not_found', cloud.objects.put(none, 'one', stream, {}, call))
    assert.ok(wasCanceled(), 'the stream was not ended')
    await expectFailure(subject, 'not_found', cloud.objects.get(none, 'one', call))
    const listing = cloud.objects.list(none, {}, call)[Symbol.asyncIterator]()
    await expectFailure(subject, 'not_found', listing.next())
    const from = { container: container.name, name: 'one' }
    await expectFailure(
      subject,
      'not_found',
      cloud.objects.copy(from, { container: none, name: 'one' }, undefined, call),
    )
  }),
  'objects: what was deleted is not found, and deleting twice is deleting once': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('one', 'data')
    await cloud.objects.delete(container.name, 'one', call)
    await expectFailure(subject, 'not_found', cloud.objects.get(container.name, 'one', call))
    await cloud.objects.delete(container.name, 'one', call)
    await cloud.objects.delete(`${container.name}-none`, 'one', call)
  }),
  'objects: details are replaced all together, and the data stays': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('one', 'data', { metadata: { old: 'gone soon' }, cacheControl: 'no-store' })
    const next = { contentType: 'text/css', metadata: { colour: 'red' } }
    await cloud.objects.setDetails(container.name, 'one', next, call)
    const set = await cloud.objects.get(container.name, 'one', call)
    assert.deepEqual(detailsIn(set), { ...detailsIn({}), ...next })
    await cloud.objects.setDetails(container.name, 'one', {}, call)
    const none = await cloud.objects.get(container.name, 'one', call)
    assert.deepEqual([none.contentType, none.metadata], ['application/octet-stream', {}])
    assert.equal(await container.text('one'), 'data')
  }),
  'objects: a copy has the data, and the details unless it is given its own': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const [container, other] = [await newContainer(subject), await newContainer(subject)]
    const from = { container: container.name, name: 'from here' }
    await container.put(from.name, content, details)
    await cloud.objects.copy(from, { container: other.name, name: 'to ä/1' }, undefined, call)
    await cloud.objects.copy(from, { container: other.name, name: 'own' }, { metadata: { own: 'yes' } }, call)
    await cloud.objects.delete(container.name, from.name, call)
    for (const name of ['to ä/1', 'own']) assert.ok((await other.bytes(name)).equals(content), 'other bytes came out')
    assert.deepEqual(detailsIn(await cloud.objects.get(other.name, 'to ä/1', call)), details)
    const own = { ...detailsIn({}), contentType: 'application/octet-stream', metadata: { own: 'yes' } }
    assert.deepEqual(detailsIn(await cloud.objects.get(other.name, 'own', call)), own)
  }),
  'objects: a put whose call is aborted leaves nothing and ends its stream': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const { name } = await newContainer(subject)
    const { stream, wasCanceled } = endless()
    const stop = new AbortController()
    let passed = 0
    const tapped = stream.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(piece, controller) {
          controller.enqueue(piece)
          passed += 1
          if (passed === 10) stop.abort()
        },
      }),
    )
    const signal = AbortSignal.any([call.signal, stop.signal])
    await expectFailure(subject, 'canceled', cloud.objects.put(name, 'endless', tapped, {}, { signal }))
    assert.ok(wasCanceled(), 'the stream was not ended')
    await expectFailure(subject, 'not_found', cloud.objects.get(name, 'endless', call))
  }),
  'objects: a reader that stops, or whose call is aborted, ends the transfer': rule(needs, async (subject) => {
    const { cloud, driver, call } = subject
    const container = await newContainer(subject)
    await container.put('data', content)
    const { data } = await cloud.objects.read(container.name, 'data', undefined, call)
    const reader = data.getReader()
    assert.ok((await reader.read()).value?.length, 'no first piece')
    await reader.cancel()
    const stop = new AbortController()
    const signal = AbortSignal.any([call.signal, stop.signal])
    const { data: aborted } = await cloud.objects.read(container.name, 'data', undefined, { signal })
    stop.abort()
    // What was on its way may still come.
    const bytes = await arrayBuffer(aborted).catch((error) => asCloudError(driver, error).code)
    assert.equal(bytes, 'canceled')
  }),
} satisfies Rules
