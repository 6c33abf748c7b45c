import assert from 'node:assert/strict'
import { collect } from '../../lib/async-iterable.ts'
import { asId } from '../../model/id.ts'
import { expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { creating, goneId, newAttachment, newServer, newSnapshot, newVolume, settled, volumeSpec } from './make.ts'
import { type Rules, rule } from './rule.ts'

export const volumeRules = {
  ...lifeRules('volumes', {
    kind: 'volume',
    needs: ['volumes'],
    prepare: async (subject) => {
      const spec = volumeSpec(subject)
      return (groups, call) => groups.volumes.create(spec, call)
    },
  }),
  'volumes: a create gives the name and the size that were asked for': rule(['volumes'], async (subject) => {
    const { id } = await newVolume(subject, { name: 'Hafen Überseekai 港 #2', sizeGiB: 2 })
    const { name, sizeGiB } = await subject.cloud.volumes.get(id, subject.call)
    assert.deepEqual({ name, sizeGiB }, { name: 'Hafen Überseekai 港 #2', sizeGiB: 2 })
  }),
  'volumes: a new one becomes available, attached to nothing': rule(['volumes'], async (subject) => {
    const { status, attachments, bootable } = await newVolume(subject)
    assert.deepEqual({ status, attachments, bootable }, { status: 'available', attachments: [], bootable: false })
  }),
  'volumes: a volume is in the zone that was asked for': rule(['volumes', 'samples.zoneId'], async (subject) => {
    const { zoneId: serverZone, volumeZoneId: wanted = serverZone } = subject.samples
    const { zoneId } = await newVolume(subject, { zoneId: wanted })
    assert.equal(zoneId, wanted)
  }),
  'volumes: at most one type is the default': rule(['volumes'], async ({ cloud, call }) => {
    const types = await collect(cloud.volumes.types(call))
    assert.ok(types.filter((type) => type.default).length <= 1, 'several defaults')
    assert.equal(new Set(types.map(({ name }) => name)).size, types.length)
  }),
  'volumes: a volume is of the type that was asked for': rule(['volumes'], async (subject) => {
    const { cloud, call } = subject
    const types = await collect(cloud.volumes.types(call))
    const type = types.find((one) => !one.default) ?? types[0]
    if (type) assert.equal((await newVolume(subject, { type: type.name })).type, type.name)
  }),
  'volumes: one of no size is refused': rule(['volumes'], async (subject) => {
    const spec = volumeSpec(subject, { sizeGiB: 0 })
    await expectFailure(subject, 'invalid', subject.cloud.volumes.create(spec, creating(subject)))
  }),
  'volumes: a type that does not exist is refused': rule(['volumes'], async (subject) => {
    const spec = volumeSpec(subject, { type: 'no-such-type' })
    await expectFailure(subject, ['invalid', 'not_found'], subject.cloud.volumes.create(spec, creating(subject)))
  }),
  'volumes: one grows, and does not shrink': rule(['volumes', 'volumes.extend'], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newVolume(subject)
    await cloud.volumes.extend(id, 3, call)
    await cloud.until('volume', id, ({ status, sizeGiB }) => status === 'available' && sizeGiB === 3, call)
    await expectFailure(subject, 'invalid', cloud.volumes.extend(id, 2, call))
    assert.equal((await cloud.volumes.get(id, call)).sizeGiB, 3)
  }),
  'volumes: one can be made an image of': rule(['volumes', 'volumes.createImage'], async (subject) => {
    const { cloud, call, made } = subject
    const { id } = await newVolume(subject)
    const spec = { name: 'Hafen Überseekai 港 #2', format: 'raw', properties: { note: 'captured' } } as const
    const { id: imageId } = made.add('image', await cloud.volumes.createImage(id, spec, creating(subject)))
    const { name, format, properties } = await cloud.until('image', imageId, ({ status }) => status === 'active', call)
    assert.deepEqual({ name, format, note: properties.note }, { name: spec.name, format: 'raw', note: 'captured' })
    await settled(subject, 'volume', await cloud.volumes.get(id, call))
  }),
  'volumes: the same token makes an image of one once': rule(['volumes', 'volumes.createImage'], async (subject) => {
    const { cloud, made } = subject
    const { id } = await newVolume(subject)
    const call = creating(subject)
    const spec = { name: `image-${call.token}`, format: 'raw' } as const
    const first = made.add('image', await cloud.volumes.createImage(id, spec, call))
    const second = made.add('image', await cloud.volumes.createImage(id, spec, call))
    assert.equal(second.id, first.id)
  }),
  'volumes: no image is made of one that is attached': rule(
    ['volumes', 'volumes.createImage', 'attachments'],
    async (subject) => {
      const { cloud } = subject
      const { id } = await newVolume(subject)
      const server = await newServer(subject)
      await newAttachment(subject, id, server.id)
      const spec = { name: 'image', format: 'raw' } as const
      await expectFailure(subject, 'conflict', cloud.volumes.createImage(id, spec, creating(subject)))
    },
  ),
  'volumes: one that is attached stays': rule(['volumes', 'attachments'], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newVolume(subject)
    await newAttachment(subject, id, (await newServer(subject)).id)
    await expectFailure(subject, 'conflict', cloud.volumes.delete(id, call))
    assert.equal((await cloud.volumes.get(id, call)).status, 'in_use')
  }),
  'volumes: one with a snapshot stays': rule(['volumes', 'snapshots'], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newVolume(subject)
    await newSnapshot(subject, id)
    await expectFailure(subject, 'conflict', cloud.volumes.delete(id, call))
    assert.equal((await cloud.volumes.get(id, call)).status, 'available')
  }),
  'volumes: one made from a snapshot names it and may be larger': rule(['volumes', 'snapshots'], async (subject) => {
    const snapshot = await newSnapshot(subject, (await newVolume(subject)).id)
    const { snapshotId, sizeGiB } = await newVolume(subject, { snapshotId: snapshot.id, sizeGiB: 2 })
    assert.deepEqual({ snapshotId, sizeGiB }, { snapshotId: snapshot.id, sizeGiB: 2 })
  }),
  'volumes: none is smaller than the snapshot that it is made from': rule(['volumes', 'snapshots'], async (subject) => {
    const snapshot = await newSnapshot(subject, (await newVolume(subject, { sizeGiB: 2 })).id)
    const spec = volumeSpec(subject, { snapshotId: snapshot.id, sizeGiB: 1 })
    await expectFailure(subject, 'invalid', subject.cloud.volumes.create(spec, creating(subject)))
  }),
  'volumes: none is made from what does not exist': rule(['volumes', 'snapshots'], async (subject) => {
    const snapshot = await newSnapshot(subject, (await newVolume(subject)).id)
    const spec = volumeSpec(subject, { snapshotId: await goneId(subject, 'snapshot', snapshot) })
    await expectFailure(subject, 'not_found', subject.cloud.volumes.create(spec, creating(subject)))
  }),
  'volumes: one made from an image can be booted from': rule(
    ['volumes', 'traits.volumesFromImages'],
    async (subject) => {
      const { imageId } = subject.samples
      const { minDiskGiB } = await subject.cloud.images.get(imageId, subject.call)
      const volume = await newVolume(subject, { imageId, sizeGiB: Math.max(minDiskGiB, 10) })
      assert.equal(volume.bootable, true)
    },
  ),
  'volumes: what does not exist is not found': rule(['volumes'], async (subject) => {
    await expectFailure(subject, 'not_found', subject.cloud.volumes.get(asId('no-such-volume'), subject.call))
  }),
} satisfies Rules
