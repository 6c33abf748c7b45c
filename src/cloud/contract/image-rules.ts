import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { arrayBuffer } from 'node:stream/consumers'
import { collect } from '../../lib/async-iterable.ts'
import { asId } from '../../model/id.ts'
import { expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { creating, newEmptyImage, newImage, newName, streamOf } from './make.ts'
import { type Rules, rule } from './rule.ts'

/** Bytes of every value, more than one piece of any stream. */
const content = Uint8Array.from({ length: 300_007 }, (_, index) => (index * 31 + (index >> 8)) % 256)

export const imageRules = {
  'images: a list shows the image that servers boot from, active': rule([], async ({ cloud, call, samples }) => {
    const image = (await collect(cloud.images.list(call))).find(({ id }) => id === samples.imageId)
    assert.equal(image?.status, 'active')
  }),
  'images: what does not exist is not found': rule([], async (subject) => {
    await expectFailure(subject, 'not_found', subject.cloud.images.get(asId('no-such-image'), subject.call))
  }),
  ...lifeRules('images', {
    kind: 'image',
    needs: ['images.content'],
    prepare: async (subject) => {
      const spec = { name: newName(subject), format: 'raw' } as const
      return (groups, call) => groups.images.content.create(spec, call)
    },
  }),
  'images: a create gives what was asked for, without data': rule(['images.content'], async (subject) => {
    const { cloud, call, made } = subject
    const spec = {
      name: 'Hafen Überseekai 港 #2',
      format: cloud.traits.imageFormats?.[0] ?? 'qcow2',
      operatingSystem: { distro: 'debian', version: '12' },
      architecture: 'x86_64',
      minDiskGiB: 3,
      minMemoryMiB: 512,
      properties: { hw_disk_bus: 'virtio', note: 'ä' },
    } as const
    const { id } = made.add('image', await cloud.images.content.create(spec, creating(subject)))
    const { properties, ...image } = await cloud.images.get(id, call)
    assert.equal(image.status, 'queued')
    assert.equal(image.public, false)
    for (const key of ['name', 'format', 'operatingSystem', 'architecture', 'minDiskGiB', 'minMemoryMiB'] as const)
      assert.deepEqual(image[key], spec[key], key)
    assert.equal(properties.hw_disk_bus, 'virtio')
    assert.equal(properties.note, 'ä')
  }),
  'images: data comes out as it went in': rule(['images.content'], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newImage(subject, content)
    const bytes = new Uint8Array(await arrayBuffer(await cloud.images.content.download(id, call)))
    assert.equal(bytes.length, content.length)
    assert.ok(Buffer.from(bytes).equals(content), 'other bytes came out')
  }),
  'images: size and checksums are those of the data': rule(['images.content'], async (subject) => {
    const { sizeBytes, checksums } = await newImage(subject, content)
    assert.equal(sizeBytes, content.length)
    const told = Object.entries(checksums)
    assert.ok(told.length > 0, 'no checksum at all')
    for (const [algorithm, digest] of told) assert.equal(digest, createHash(algorithm).update(content).digest('hex'))
  }),
  'images: data goes in once': rule(['images.content'], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newImage(subject, content.subarray(0, 1_000))
    const again = streamOf(content.subarray(0, 2_000))
    await expectFailure(subject, 'conflict', cloud.images.content.upload(id, again, call))
    assert.equal((await cloud.images.get(id, call)).sizeBytes, 1_000)
  }),
  'images: no data comes out before it went in': rule(['images.content'], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newEmptyImage(subject)
    await expectFailure(subject, 'conflict', cloud.images.content.download(id, call))
  }),
  'images: no data goes into what does not exist': rule(['images.content'], async (subject) => {
    const { cloud, call } = subject
    const upload = cloud.images.content.upload(asId('no-such-image'), streamOf(content.subarray(0, 10)), call)
    await expectFailure(subject, 'not_found', upload)
  }),
} satisfies Rules
