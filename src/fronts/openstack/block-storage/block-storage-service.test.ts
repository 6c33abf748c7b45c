import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedFront, openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'

const origin = 'http://cloud.test'
let cloud: EmbeddedFront
let member: string
let admin: string
let project: string

interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  readonly body: any
}

const ask = async (
  token: string,
  method: string,
  path: string,
  body?: unknown,
  microversion?: string,
): Promise<Answer> => {
  const response = await cloud.front.fetch(
    new Request(`${origin}${path}`, {
      method,
      headers: {
        'x-auth-token': token,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(microversion === undefined ? {} : { 'openstack-api-version': `volume ${microversion}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
}
const call = (method: string, path: string, body?: unknown, microversion?: string) =>
  ask(member, method, `/volume/v3/${project}${path}`, body, microversion)
const callAsAdmin = (method: string, path: string, body?: unknown, microversion?: string) =>
  ask(admin, method, `/volume/v3${path}`, body, microversion)

const logIn = async ({ userName, password, projectName }: EmbeddedFront['users']['admin']) => {
  const domain = { id: 'default' }
  const { headers, body } = await ask('', 'POST', '/identity/v3/auth/tokens', {
    auth: {
      identity: { methods: ['password'], password: { user: { name: userName, domain, password } } },
      scope: { project: { name: projectName, domain } },
    },
  })
  return { token: headers.get('x-subject-token') ?? '', projectId: body.token.project.id as string }
}

const until = async (path: string, status: string): Promise<void> => {
  for (let look = 0; look < 200; look += 1) {
    const { body, status: code } = await call('GET', path)
    if (code === 404 ? status === 'gone' : Object.values<{ status: string }>(body)[0]?.status === status) return
    await systemClock.sleep(20)
  }
  expect.fail(`${path} does not become ${status}`)
}

const newVolume = async (fields: object = {}): Promise<string> => {
  const { status, body } = await call('POST', '/volumes', { volume: { size: 1, name: 'disk', ...fields } })
  expect(status, JSON.stringify(body)).toBe(202)
  await until(`/volumes/${body.volume.id}`, 'available')
  return body.volume.id
}
const newSnapshot = async (volumeId: string, fields: object = {}): Promise<string> => {
  const { status, body } = await call('POST', '/snapshots', { snapshot: { volume_id: volumeId, ...fields } })
  expect(status, JSON.stringify(body)).toBe(202)
  await until(`/snapshots/${body.snapshot.id}`, 'available')
  return body.snapshot.id
}
const act = (id: string, action: object, microversion?: string) =>
  call('POST', `/volumes/${id}/action`, action, microversion)

beforeEach(async () => {
  cloud = await openEmbeddedFront({
    profile: classic,
    clock: systemClock,
    random: systemRandom,
    latency: {},
    onUnexpected: (error) => expect.fail(String(error)),
  })
  const [asMember, asAdmin] = [await logIn(cloud.users.member), await logIn(cloud.users.admin)]
  ;[member, project, admin] = [asMember.token, asMember.projectId, asAdmin.token]
})
afterEach(() => cloud[Symbol.asyncDispose]())

describe('Cinder', () => {
  it('tells its versions to anyone, and serves with and without the project in the URL', async () => {
    const root = await ask('', 'GET', '/volume/')
    expect(root.status).toBe(300)
    expect(root.body.versions).toMatchObject([{ id: 'v3.0', min_version: '3.0', version: '3.71' }])
    expect((await ask('', 'GET', '/volume/v3/')).status).toBe(200)
    expect((await ask(member, 'GET', '/volume/v3/volumes')).status).toBe(200)
    const other = await ask(member, 'GET', `/volume/v3/${'0'.repeat(32)}/volumes`)
    expect(other.body.badRequest.message).toBe('Malformed request url')
  })

  it('makes a volume, shows, renames and deletes it', async () => {
    const { body } = await call('POST', '/volumes', {
      volume: { size: 2, name: 'disk', description: 'for data', metadata: { colour: 'red' } },
    })
    expect(Object.keys(body.volume)).toHaveLength(20)
    expect(body.volume).toMatchObject({ size: 2, bootable: 'false', attachments: [], encrypted: false })
    const { id } = body.volume
    await until(`/volumes/${id}`, 'available')
    const renamed = await call('PUT', `/volumes/${id}`, { volume: { name: 'other' } })
    expect(renamed.body.volume).toMatchObject({ name: 'other', description: 'for data', metadata: { colour: 'red' } })
    expect((await call('GET', `/volumes/${id}`)).body.volume).toMatchObject({ 'os-vol-tenant-attr:tenant_id': project })
    expect((await call('DELETE', `/volumes/${id}`)).status).toBe(202)
    await until(`/volumes/${id}`, 'gone')
    expect((await call('GET', `/volumes/${id}`)).body.itemNotFound.message).toBe(`Volume ${id} could not be found.`)
  })

  it('answers a create before it is done, in a cloud that takes no time too', async () => {
    const started = { status: 'creating', updated_at: null }
    const volume = await call('POST', '/volumes', { volume: { size: 1 } }, '3.48')
    expect(volume.body.volume).toMatchObject({ ...started, bootable: 'false', service_uuid: null })
    const { id } = volume.body.volume
    await until(`/volumes/${id}`, 'available')
    const shown = await call('GET', `/volumes/${id}`, undefined, '3.48')
    expect(shown.body.volume).toMatchObject({ updated_at: expect.any(String), service_uuid: expect.any(String) })
    const snapshot = await call('POST', '/snapshots', { snapshot: { volume_id: id } })
    expect(snapshot.body.snapshot).toMatchObject(started)
    await until(`/snapshots/${snapshot.body.snapshot.id}`, 'available')
  })

  it('refuses sizes, sources, types and zones that are none', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    const create = async (volume: object) => (await call('POST', '/volumes', { volume })).status
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
    expect((await call('GET', '/volumes/')).status).toBe(404)
    expect((await call('PATCH', '/volumes', {})).status).toBe(405)
  })

  it('ignores fields that it does not know until 3.53, and refuses them since', async () => {
    const body = { volume: { size: 1, odd: true } }
    expect((await call('POST', '/volumes', body)).status).toBe(202)
    expect((await call('POST', '/volumes', body, '3.53')).status).toBe(400)
  })

  it('adds to a volume what each microversion added', async () => {
    const id = await newVolume()
    const keys = async (microversion: string, token = member) =>
      new Set(Object.keys((await ask(token, 'GET', `/volume/v3/volumes/${id}`, undefined, microversion)).body.volume))
    expect((await keys('3.12')).has('group_id')).toBe(false)
    expect((await keys('3.13')).has('group_id')).toBe(true)
    expect((await keys('3.48')).has('shared_targets')).toBe(true)
    expect((await keys('3.63')).has('volume_type_id')).toBe(true)
    expect((await keys('3.65')).has('consumes_quota')).toBe(true)
    expect((await keys('3.21')).has('provider_id')).toBe(false)
    expect((await keys('3.21', admin)).has('provider_id')).toBe(true)
    expect((await keys('3.0', admin)).has('os-vol-host-attr:host')).toBe(true)
    const latest = await call('GET', `/volumes/${id}`, undefined, 'latest')
    expect(latest.headers.get('openstack-api-version')).toBe('volume 3.71')
    expect((await call('GET', `/volumes/${id}`, undefined, '3.72')).status).toBe(406)
    expect((await call('GET', '/attachments', undefined, '3.26')).status).toBe(404)
  })

  it('lists by filter, in order and in pages that link to the next', async () => {
    for (const name of ['c', 'a', 'b']) await newVolume({ name, metadata: { key: `'${name}"` } })
    const names = async (query: string, microversion?: string) =>
      (await call('GET', `/volumes?${query}`, undefined, microversion)).body.volumes.map(
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
    const first = await call('GET', '/volumes/detail?limit=2&sort=name:asc')
    expect(first.body.volumes).toHaveLength(2)
    const [{ rel, href }] = first.body.volumes_links
    expect(rel).toBe('next')
    const second = await ask(member, 'GET', href.slice(origin.length))
    expect(second.body.volumes).toMatchObject([{ name: 'c' }])
    expect((await call('GET', '/volumes?with_count=true&limit=1', undefined, '3.45')).body.count).toBe(3)
    expect((await call('GET', '/volumes?odd=1', undefined, '3.31')).status).toBe(400)
    expect((await call('GET', '/volumes?odd=1')).status).toBe(200)
    expect((await call('GET', '/volumes?limit=-1')).status).toBe(400)
    expect((await call('GET', '/volumes/summary', undefined, '3.36')).body['volume-summary']).toMatchObject({
      total_count: 3,
      total_size: 3,
    })
  })

  it('keeps metadata whole and key by key, of volumes and of snapshots', async () => {
    const id = await newVolume()
    for (const path of [`/volumes/${id}/metadata`, `/snapshots/${await newSnapshot(id)}/metadata`]) {
      expect((await call('POST', path, { metadata: { a: '1', b: '2' } })).body.metadata).toEqual({ a: '1', b: '2' })
      expect((await call('PUT', `${path}/a`, { meta: { a: '3' } })).body.meta).toEqual({ a: '3' })
      expect((await call('PUT', `${path}/a`, { meta: { c: '3' } })).status).toBe(400)
      expect((await call('GET', `${path}/a`)).body.meta).toEqual({ a: '3' })
      expect((await call('DELETE', `${path}/a`)).status).toBe(200)
      expect((await call('GET', `${path}/a`)).status).toBe(404)
      expect((await call('PUT', path, { metadata: { z: '9' } })).body.metadata).toEqual({ z: '9' })
      expect((await call('GET', path)).body.metadata).toEqual({ z: '9' })
    }
  })

  it('does not delete a volume with snapshots unless they go with it', async () => {
    const id = await newVolume()
    const snapshot = await newSnapshot(id, { name: 'first', metadata: { a: 'b' } })
    expect((await call('GET', `/snapshots/${snapshot}`)).body.snapshot).toMatchObject({
      volume_id: id,
      size: 1,
      metadata: { a: 'b' },
      'os-extended-snapshot-attributes:progress': '100%',
    })
    const refused = await call('DELETE', `/volumes/${id}`)
    expect([refused.status, refused.body.badRequest.message]).toEqual([400, expect.stringContaining('have snapshots')])
    expect((await call('DELETE', `/volumes/${id}?cascade=true`)).status).toBe(202)
    await until(`/volumes/${id}`, 'gone')
    expect((await call('GET', `/snapshots/${snapshot}`)).status).toBe(404)
  })

  it('makes volumes from snapshots, images and other volumes', async () => {
    const id = await newVolume({ size: 2 })
    const snapshot = await newSnapshot(id)
    expect((await call('POST', '/volumes', { volume: { size: 1, snapshot_id: snapshot } })).status).toBe(400)
    const restored = await newVolume({ size: undefined, snapshot_id: snapshot })
    expect((await call('GET', `/volumes/${restored}`)).body.volume).toMatchObject({ size: 2, snapshot_id: snapshot })
    const clone = await newVolume({ size: 3, source_volid: id })
    expect((await call('GET', `/volumes/${clone}`)).body.volume).toMatchObject({
      size: 3,
      source_volid: id,
      snapshot_id: null,
    })
    expect((await call('GET', '/snapshots')).body.snapshots).toHaveLength(1)
    await call('DELETE', `/snapshots/${snapshot}`)
    await until(`/snapshots/${snapshot}`, 'gone')
    expect((await call('DELETE', `/volumes/${id}`)).status).toBe(202)

    const { body } = await ask(member, 'GET', '/image/v2/images?visibility=public')
    const [image] = body.images
    const booted = await newVolume({ size: Math.max(1, image.min_disk), imageRef: image.id })
    expect((await call('GET', `/volumes/${booted}`)).body.volume).toMatchObject({
      bootable: 'true',
      volume_image_metadata: { image_id: image.id, image_name: image.name },
    })
    const size = Math.max(1, image.min_disk)
    const moment = await newSnapshot(booted)
    const first = async (volume: object) =>
      (await call('POST', '/volumes', { volume: { size, ...volume } })).body.volume.bootable
    expect(await first({ imageRef: image.id })).toBe('false')
    expect(await first({ source_volid: booted })).toBe('true')
    expect(await first({ snapshot_id: moment })).toBe('true')
  })

  it('grows volumes, flags them, and refuses by name what it does not offer', async () => {
    const id = await newVolume()
    expect((await act(id, { 'os-extend': { new_size: 1 } })).status).toBe(400)
    expect((await act(id, { 'os-extend': { new_size: 3 } })).status).toBe(202)
    await until(`/volumes/${id}`, 'available')
    expect((await act(id, { 'os-set_bootable': { bootable: true } })).status).toBe(200)
    expect((await act(id, { 'os-update_readonly_flag': { readonly: 'True' } })).status).toBe(202)
    expect((await act(id, { 'os-set_image_metadata': { metadata: { a: 'b' } } })).body).toEqual({
      metadata: { a: 'b' },
    })
    expect((await call('GET', `/volumes/${id}`)).body.volume).toMatchObject({
      size: 3,
      bootable: 'true',
      metadata: { readonly: 'True' },
      volume_image_metadata: { a: 'b' },
    })
    const retype = await act(id, { 'os-retype': { new_type: 'x' } })
    expect([retype.status, retype.body.badRequest.message]).toEqual([400, expect.stringContaining('os-retype')])
    expect((await act(id, { 'os-dance': {} })).status).toBe(400)
    expect((await act(id, { 'os-reset_status': { status: 'error' } })).status).toBe(403)
    await callAsAdmin('POST', `/volumes/${id}/action`, { 'os-reset_status': { status: 'error' } })
    expect((await call('GET', `/volumes/${id}`)).body.volume.status).toBe('error')
  })

  // openstack/cinder cinder/api/contrib/volume_actions.py, _volume_upload_image; cinder/volume/api.py, copy_volume_to_image
  it('makes an image of an available volume, which is uploading meanwhile', async () => {
    const id = await newVolume({ description: 'a disk' })
    const request = { image_name: 'from a disk', disk_format: 'raw' }
    const { status, body } = await act(id, { 'os-volume_upload_image': request })
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
    await until(`/volumes/${id}`, 'available')
    const image = await ask(member, 'GET', `/image/v2/images/${answer.image_id}`)
    expect(image.body).toMatchObject({
      name: 'from a disk',
      status: 'active',
      visibility: 'private',
      disk_format: 'raw',
    })
    const chosen = { ...request, visibility: 'shared', protected: true }
    expect((await act(id, { 'os-volume_upload_image': chosen })).status).toBe(400)
    const since = await act(id, { 'os-volume_upload_image': chosen }, '3.1')
    expect(since.body['os-volume_upload_image']).toMatchObject({ visibility: 'shared', protected: true })
    await until(`/volumes/${id}`, 'available')
    await act(id, { 'os-reserve': {} })
    const refused = await act(id, { 'os-volume_upload_image': request })
    expect([refused.status, refused.body.badRequest.message]).toEqual([
      400,
      `Invalid volume: Volume ${id} status must be available`,
    ])
  })

  it('lets clients without Nova reserve, attach and detach', async () => {
    const id = await newVolume()
    const server = '11111111-1111-4111-8111-111111111111'
    expect((await act(id, { 'os-reserve': null })).status).toBe(202)
    expect((await act(id, { 'os-reserve': null })).status).toBe(400)
    await act(id, { 'os-attach': { instance_uuid: server, mountpoint: '/dev/vdb' } })
    const { volume } = (await call('GET', `/volumes/${id}`)).body
    expect(volume).toMatchObject({ status: 'in-use', attachments: [{ server_id: server, device: '/dev/vdb', id }] })
    expect((await call('DELETE', `/volumes/${id}`)).status).toBe(400)
    expect((await call('GET', '/attachments', undefined, '3.27')).body.attachments).toMatchObject([{ volume_id: id }])
    await act(id, { 'os-begin_detaching': null })
    expect((await act(id, { 'os-detach': { attachment_id: volume.attachments[0].attachment_id } })).status).toBe(202)
    expect((await call('GET', `/volumes/${id}`)).body.volume).toMatchObject({ status: 'available', attachments: [] })

    const reserved = await call('POST', '/attachments', { attachment: { volume_uuid: id } }, '3.54')
    expect(reserved.body.attachment).toMatchObject({ status: 'reserved', volume_id: id, instance: null })
    expect((await call('GET', `/volumes/${id}`)).body.volume.status).toBe('reserved')
    const path = `/attachments/${reserved.body.attachment.id}`
    expect((await call('POST', `${path}/action`, { 'os-complete': null }, '3.44')).status).toBe(204)
    expect((await call('GET', `/volumes/${id}`)).body.volume.status).toBe('in-use')
    expect((await call('DELETE', path, undefined, '3.27')).body.attachments).toEqual([])
    expect((await call('GET', `/volumes/${id}`)).body.volume.status).toBe('available')
  })

  it('gives a volume and its snapshots to another project by key', async () => {
    const id = await newVolume()
    const snapshot = await newSnapshot(id)
    const { body, status } = await call('POST', '/os-volume-transfer', { transfer: { volume_id: id, name: 'gift' } })
    expect(status).toBe(202)
    expect((await call('GET', `/volumes/${id}`)).body.volume.status).toBe('awaiting-transfer')
    expect((await call('GET', '/os-volume-transfer/detail')).body.transfers).toMatchObject([{ name: 'gift' }])
    expect((await call('GET', `/os-volume-transfer/${body.transfer.id}`)).body.transfer).not.toHaveProperty('auth_key')
    const accept = (auth_key: string) =>
      callAsAdmin('POST', `/os-volume-transfer/${body.transfer.id}/accept`, { accept: { auth_key } })
    expect((await accept('wrong')).status).toBe(400)
    expect((await accept(body.transfer.auth_key)).status).toBe(202)
    expect((await call('GET', `/volumes/${id}`)).status).toBe(404)
    expect((await call('GET', `/snapshots/${snapshot}`)).status).toBe(404)
    expect((await callAsAdmin('GET', `/volumes/${id}`)).body.volume.status).toBe('available')
    const second = await newVolume()
    const offer = await call('POST', '/volume-transfers', { transfer: { volume_id: second } }, '3.55')
    expect((await call('DELETE', `/volume-transfers/${offer.body.transfer.id}`, undefined, '3.55')).status).toBe(202)
    expect((await call('GET', `/volumes/${second}`)).body.volume.status).toBe('available')
  })

  it('holds projects to their quotas with 413 and counts what they use', async () => {
    const sets = `/os-quota-sets/${project}`
    expect((await call('PUT', sets, { quota_set: { volumes: 1 } })).status).toBe(403)
    expect((await callAsAdmin('PUT', sets, { quota_set: { volumes: 1, gigabytes: 2 } })).body.quota_set.volumes).toBe(1)
    const id = await newVolume()
    const refused = await call('POST', '/volumes', { volume: { size: 1 } })
    expect([refused.status, refused.body.overLimit.message]).toEqual([
      413,
      "Maximum number of volumes allowed (1) exceeded for quota 'volumes'.",
    ])
    expect((await act(id, { 'os-extend': { new_size: 3 } })).status).toBe(413)
    expect((await call('GET', `${sets}?usage=True`)).body.quota_set).toMatchObject({
      volumes: { limit: 1, in_use: 1, reserved: 0 },
      gigabytes: { limit: 2, in_use: 1 },
    })
    expect((await call('GET', '/limits')).body.limits.absolute).toMatchObject({
      maxTotalVolumes: 1,
      totalVolumesUsed: 1,
      totalGigabytesUsed: 1,
    })
    expect((await callAsAdmin('PUT', sets, { quota_set: { volumes: 0 } })).status).toBe(400)
    expect((await callAsAdmin('PUT', sets, { quota_set: { odd: 1 } })).status).toBe(400)
    expect((await callAsAdmin('DELETE', sets)).status).toBe(200)
    expect((await call('GET', sets)).body.quota_set.volumes).toBe(
      (await call('GET', `${sets}/defaults`)).body.quota_set.volumes,
    )
  })

  it('shows types and zones, and operators its services and pools', async () => {
    const [type] = (await call('GET', '/types')).body.volume_types
    expect((await call('GET', `/types/${type.id}`)).body.volume_type.name).toBe(type.name)
    expect((await call('GET', '/types/default')).status).toBe(200)
    expect((await call('POST', '/types', { volume_type: { name: 'x' } })).status).toBe(403)
    expect((await callAsAdmin('POST', '/types', { volume_type: { name: 'x' } })).status).toBe(400)
    const typed = await newVolume({ volume_type: type.name })
    expect((await call('GET', `/volumes/${typed}`)).body.volume.volume_type).toBe(type.name)
    const { availabilityZoneInfo } = (await call('GET', '/os-availability-zone')).body
    const zone = (await call('GET', `/volumes/${typed}`)).body.volume.availability_zone
    expect(availabilityZoneInfo).toContainEqual({ zoneName: zone, zoneState: { available: true } })
    expect((await call('GET', '/extensions')).body.extensions.length).toBeGreaterThan(5)
    expect((await call('GET', '/os-services')).status).toBe(403)
    expect((await callAsAdmin('GET', '/os-services')).body.services).toHaveLength(2)
    expect((await callAsAdmin('GET', '/scheduler-stats/get_pools')).body.pools).toHaveLength(1)
    expect((await call('GET', '/backups')).body).toEqual({ backups: [] })
    expect((await call('POST', '/backups', { backup: { volume_id: typed } })).status).toBe(400)
  })
})
