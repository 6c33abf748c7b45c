import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'
import { benchOrigin } from '../front-bench.ts'
import { type BlockStorageBench, openBlockStorageBench } from './block-storage-bench.ts'

let bench: BlockStorageBench
beforeEach(async () => {
  const onUnexpected = (error: unknown) => expect.fail(String(error))
  const around = { clock: systemClock, random: systemRandom, latency: {}, onUnexpected }
  bench = await openBlockStorageBench(await openEmbeddedFront({ profile: classic, ...around }))
})
afterEach(() => bench[Symbol.asyncDispose]())

describe('Cinder', () => {
  it('makes a volume, shows, renames and deletes it', async () => {
    const { body } = await bench.call('POST', '/volumes', {
      volume: { size: 2, name: 'disk', description: 'for data', metadata: { colour: 'red' } },
    })
    expect(Object.keys(body.volume)).toHaveLength(20)
    expect(body.volume).toMatchObject({ size: 2, bootable: 'false', attachments: [], encrypted: false })
    const { id } = body.volume
    await bench.until(`/volumes/${id}`, 'available')
    const renamed = await bench.call('PUT', `/volumes/${id}`, { volume: { name: 'other' } })
    expect(renamed.body.volume).toMatchObject({ name: 'other', description: 'for data', metadata: { colour: 'red' } })
    expect((await bench.call('GET', `/volumes/${id}`)).body.volume).toMatchObject({
      'os-vol-tenant-attr:tenant_id': bench.projectId,
    })
    expect((await bench.call('DELETE', `/volumes/${id}`)).status).toBe(202)
    await bench.until(`/volumes/${id}`, 'gone')
    expect((await bench.call('GET', `/volumes/${id}`)).body.itemNotFound.message).toBe(
      `Volume ${id} could not be found.`,
    )
  })

  it('answers a create before it is done, in a cloud that takes no time too', async () => {
    const started = { status: 'creating', updated_at: null }
    const volume = await bench.call('POST', '/volumes', { volume: { size: 1 } }, '3.48')
    expect(volume.body.volume).toMatchObject({ ...started, bootable: 'false', service_uuid: null })
    const { id } = volume.body.volume
    await bench.until(`/volumes/${id}`, 'available')
    const shown = await bench.call('GET', `/volumes/${id}`, undefined, '3.48')
    expect(shown.body.volume).toMatchObject({ updated_at: expect.any(String), service_uuid: expect.any(String) })
    const snapshot = await bench.call('POST', '/snapshots', { snapshot: { volume_id: id } })
    expect(snapshot.body.snapshot).toMatchObject(started)
    await bench.until(`/snapshots/${snapshot.body.snapshot.id}`, 'available')
  })

  it('refuses sizes, sources, types and zones that are none', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    const create = async (volume: object) => (await bench.call('POST', '/volumes', { volume })).status
    expect(await create({ size: 0 })).toBe(400)
    expect(await create({ size: '-1' })).toBe(400)
    expect(await create({ size: '#$%' })).toBe(400)
    expect(await create({ size: '' })).toBe(400)
    expect(await create({})).toBe(400)
    expect(await create({ size: 1, snapshot_id: nobody })).toBe(404)
    expect(await create({ size: 1, source_volid: nobody })).toBe(404)
    expect(await create({ size: 1, volume_type: nobody })).toBe(404)
    expect(await create({ size: 1, imageRef: nobody })).toBe(400)
    expect(await create({ size: 1, availability_zone: 'nowhere' })).toBe(400)
    expect(await create({ size: 1, multiattach: true })).toBe(400)
    expect((await bench.call('GET', '/volumes/')).status).toBe(404)
    expect((await bench.call('PATCH', '/volumes', {})).status).toBe(405)
  })

  it('lists by filter, in order and in pages that link to the next', async () => {
    for (const name of ['c', 'a', 'b']) await bench.newVolume({ name, metadata: { key: `'${name}"` } })
    const names = async (query: string, microversion?: string) =>
      (await bench.call('GET', `/volumes?${query}`, undefined, microversion)).body.volumes.map(
        ({ name }: { name: string }) => name,
      )
    expect(await names('')).toEqual(['b', 'a', 'c'])
    expect(await names('sort=name:asc')).toEqual(['a', 'b', 'c'])
    expect(await names('sort_key=created_at&sort_dir=asc&offset=1')).toEqual(['a', 'b'])
    expect(await names('name=a')).toEqual(['a'])
    expect(await names('status=error')).toEqual([])
    expect(await names(`metadata=${encodeURIComponent(String.raw`{'key': '\'a"'}`)}`)).toEqual(['a'])
    expect(await names('name~=c', '3.34')).toEqual(['c'])
    expect(await names('limit=0')).toEqual([])
    const first = await bench.call('GET', '/volumes/detail?limit=2&sort=name:asc')
    expect(first.body.volumes).toHaveLength(2)
    const [{ rel, href }] = first.body.volumes_links
    expect(rel).toBe('next')
    const second = await bench.ask(bench.member, 'GET', href.slice(benchOrigin.length))
    expect(second.body.volumes).toMatchObject([{ name: 'c' }])
    expect((await bench.call('GET', '/volumes?with_count=true&limit=1', undefined, '3.45')).body.count).toBe(3)
    expect((await bench.call('GET', '/volumes?odd=1', undefined, '3.31')).status).toBe(400)
    expect((await bench.call('GET', '/volumes?odd=1')).status).toBe(200)
    expect((await bench.call('GET', '/volumes?limit=-1')).status).toBe(400)
    expect((await bench.call('GET', '/volumes/summary', undefined, '3.36')).body['volume-summary']).toMatchObject({
      total_count: 3,
      total_size: 3,
    })
  })

  it('keeps metadata whole and key by key, of volumes and of snapshots', async () => {
    const id = await bench.newVolume()
    for (const path of [`/volumes/${id}/metadata`, `/snapshots/${await bench.newSnapshot(id)}/metadata`]) {
      expect((await bench.call('POST', path, { metadata: { a: '1', b: '2' } })).body.metadata).toEqual({
        a: '1',
        b: '2',
      })
      expect((await bench.call('PUT', `${path}/a`, { meta: { a: '3' } })).body.meta).toEqual({ a: '3' })
      expect((await bench.call('PUT', `${path}/a`, { meta: { c: '3' } })).status).toBe(400)
      expect((await bench.call('GET', `${path}/a`)).body.meta).toEqual({ a: '3' })
      expect((await bench.call('DELETE', `${path}/a`)).status).toBe(200)
      expect((await bench.call('GET', `${path}/a`)).status).toBe(404)
      expect((await bench.call('PUT', path, { metadata: { z: '9' } })).body.metadata).toEqual({ z: '9' })
      expect((await bench.call('GET', path)).body.metadata).toEqual({ z: '9' })
    }
  })

  it('does not delete a volume with snapshots unless they go with it', async () => {
    const id = await bench.newVolume()
    const snapshot = await bench.newSnapshot(id, { name: 'first', metadata: { a: 'b' } })
    expect((await bench.call('GET', `/snapshots/${snapshot}`)).body.snapshot).toMatchObject({
      volume_id: id,
      size: 1,
      metadata: { a: 'b' },
      'os-extended-snapshot-attributes:progress': '100%',
    })
    const refused = await bench.call('DELETE', `/volumes/${id}`)
    expect([refused.status, refused.body.badRequest.message]).toEqual([400, expect.stringContaining('have snapshots')])
    expect((await bench.call('DELETE', `/volumes/${id}?cascade=true`)).status).toBe(202)
    await bench.until(`/volumes/${id}`, 'gone')
    expect((await bench.call('GET', `/snapshots/${snapshot}`)).status).toBe(404)
  })

  it('makes volumes from snapshots, images and other volumes', async () => {
    const id = await bench.newVolume({ size: 2 })
    const snapshot = await bench.newSnapshot(id)
    expect((await bench.call('POST', '/volumes', { volume: { size: 1, snapshot_id: snapshot } })).status).toBe(400)
    const restored = await bench.newVolume({ size: undefined, snapshot_id: snapshot })
    expect((await bench.call('GET', `/volumes/${restored}`)).body.volume).toMatchObject({
      size: 2,
      snapshot_id: snapshot,
    })
    const clone = await bench.newVolume({ size: 3, source_volid: id })
    expect((await bench.call('GET', `/volumes/${clone}`)).body.volume).toMatchObject({
      size: 3,
      source_volid: id,
      snapshot_id: null,
    })
    expect((await bench.call('GET', '/snapshots')).body.snapshots).toHaveLength(1)
    await bench.call('DELETE', `/snapshots/${snapshot}`)
    await bench.until(`/snapshots/${snapshot}`, 'gone')
    expect((await bench.call('DELETE', `/volumes/${id}`)).status).toBe(202)

    const { body } = await bench.ask(bench.member, 'GET', '/image/v2/images?visibility=public')
    const [image] = body.images
    const booted = await bench.newVolume({ size: Math.max(1, image.min_disk), imageRef: image.id })
    expect((await bench.call('GET', `/volumes/${booted}`)).body.volume).toMatchObject({
      bootable: 'true',
      volume_image_metadata: { image_id: image.id, image_name: image.name },
    })
    const size = Math.max(1, image.min_disk)
    const moment = await bench.newSnapshot(booted)
    const first = async (volume: object) =>
      (await bench.call('POST', '/volumes', { volume: { size, ...volume } })).body.volume.bootable
    expect(await first({ imageRef: image.id })).toBe('false')
    expect(await first({ source_volid: booted })).toBe('true')
    expect(await first({ snapshot_id: moment })).toBe('true')
  })

  it('grows volumes, flags them, and refuses by name what it does not offer', async () => {
    const id = await bench.newVolume()
    expect((await bench.act(id, { 'os-extend': { new_size: 1 } })).status).toBe(400)
    expect((await bench.act(id, { 'os-extend': { new_size: 3 } })).status).toBe(202)
    await bench.until(`/volumes/${id}`, 'available')
    expect((await bench.act(id, { 'os-set_bootable': { bootable: true } })).status).toBe(200)
    expect((await bench.act(id, { 'os-update_readonly_flag': { readonly: 'True' } })).status).toBe(202)
    expect((await bench.act(id, { 'os-set_image_metadata': { metadata: { a: 'b' } } })).body).toEqual({
      metadata: { a: 'b' },
    })
    expect((await bench.call('GET', `/volumes/${id}`)).body.volume).toMatchObject({
      size: 3,
      bootable: 'true',
      metadata: { readonly: 'True' },
      volume_image_metadata: { a: 'b' },
    })
    const retype = await bench.act(id, { 'os-retype': { new_type: 'x' } })
    expect([retype.status, retype.body.badRequest.message]).toEqual([400, expect.stringContaining('os-retype')])
    expect((await bench.act(id, { 'os-dance': {} })).status).toBe(400)
    expect((await bench.act(id, { 'os-reset_status': { status: 'error' } })).status).toBe(403)
    await bench.callAsAdmin('POST', `/volumes/${id}/action`, { 'os-reset_status': { status: 'error' } })
    expect((await bench.call('GET', `/volumes/${id}`)).body.volume.status).toBe('error')
  })

  // openstack/cinder cinder/api/contrib/volume_actions.py, _volume_upload_image; cinder/volume/api.py, copy_volume_to_image
  it('makes an image of an available volume, which is uploading meanwhile', async () => {
    const id = await bench.newVolume({ description: 'a disk' })
    const request = { image_name: 'from a disk', disk_format: 'raw' }
    const { status, body } = await bench.act(id, { 'os-volume_upload_image': request })
    const answer = body['os-volume_upload_image']
    expect(status).toBe(202)
    expect(answer).toMatchObject({
      id,
      status: 'uploading',
      size: 1,
      display_description: 'a disk',
      disk_format: 'raw',
    })
    expect(Object.keys(answer)).not.toContain('visibility')
    await bench.until(`/volumes/${id}`, 'available')
    const image = await bench.ask(bench.member, 'GET', `/image/v2/images/${answer.image_id}`)
    expect(image.body).toMatchObject({
      name: 'from a disk',
      status: 'active',
      visibility: 'private',
      disk_format: 'raw',
    })
    const chosen = { ...request, visibility: 'shared', protected: true }
    expect((await bench.act(id, { 'os-volume_upload_image': chosen })).status).toBe(400)
    const since = await bench.act(id, { 'os-volume_upload_image': chosen }, '3.1')
    expect(since.body['os-volume_upload_image']).toMatchObject({ visibility: 'shared', protected: true })
    await bench.until(`/volumes/${id}`, 'available')
    await bench.act(id, { 'os-reserve': {} })
    const refused = await bench.act(id, { 'os-volume_upload_image': request })
    expect([refused.status, refused.body.badRequest.message]).toEqual([
      400,
      `Invalid volume: Volume ${id} status must be available`,
    ])
  })

  it('lets clients without Nova reserve, attach and detach', async () => {
    const id = await bench.newVolume()
    const server = '11111111-1111-4111-8111-111111111111'
    expect((await bench.act(id, { 'os-reserve': null })).status).toBe(202)
    expect((await bench.act(id, { 'os-reserve': null })).status).toBe(400)
    await bench.act(id, { 'os-attach': { instance_uuid: server, mountpoint: '/dev/vdb' } })
    const { volume } = (await bench.call('GET', `/volumes/${id}`)).body
    expect(volume).toMatchObject({ status: 'in-use', attachments: [{ server_id: server, device: '/dev/vdb', id }] })
    expect((await bench.call('DELETE', `/volumes/${id}`)).status).toBe(400)
    expect((await bench.call('GET', '/attachments', undefined, '3.27')).body.attachments).toMatchObject([
      { volume_id: id },
    ])
    await bench.act(id, { 'os-begin_detaching': null })
    expect((await bench.act(id, { 'os-detach': { attachment_id: volume.attachments[0].attachment_id } })).status).toBe(
      202,
    )
    expect((await bench.call('GET', `/volumes/${id}`)).body.volume).toMatchObject({
      status: 'available',
      attachments: [],
    })

    const reserved = await bench.call('POST', '/attachments', { attachment: { volume_uuid: id } }, '3.54')
    expect(reserved.body.attachment).toMatchObject({ status: 'reserved', volume_id: id, instance: null })
    expect((await bench.call('GET', `/volumes/${id}`)).body.volume.status).toBe('reserved')
    const path = `/attachments/${reserved.body.attachment.id}`
    expect((await bench.call('POST', `${path}/action`, { 'os-complete': null }, '3.44')).status).toBe(204)
    expect((await bench.call('GET', `/volumes/${id}`)).body.volume.status).toBe('in-use')
    expect((await bench.call('DELETE', path, undefined, '3.27')).body.attachments).toEqual([])
    expect((await bench.call('GET', `/volumes/${id}`)).body.volume.status).toBe('available')
  })
})
