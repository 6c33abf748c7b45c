import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'
import { type BlockStorageBench, openBlockStorageBench } from './block-storage-bench.ts'

let bench: BlockStorageBench
beforeEach(async () => {
  const onUnexpected = (error: unknown) => expect.fail(String(error))
  const around = { clock: systemClock, random: systemRandom, latency: {}, onUnexpected }
  bench = await openBlockStorageBench(await openEmbeddedFront({ profile: classic, ...around }))
})
afterEach(() => bench[Symbol.asyncDispose]())

describe('Cinder', () => {
  it('tells its versions to anyone, and serves with and without the project in the URL', async () => {
    const root = await bench.ask('', 'GET', '/volume/')
    expect(root.status).toBe(300)
    expect(root.body.versions).toMatchObject([{ id: 'v3.0', min_version: '3.0', version: '3.71' }])
    expect((await bench.ask('', 'GET', '/volume/v3/')).status).toBe(200)
    expect((await bench.ask(bench.member, 'GET', '/volume/v3/volumes')).status).toBe(200)
    const other = await bench.ask(bench.member, 'GET', `/volume/v3/${'0'.repeat(32)}/volumes`)
    expect(other.body.badRequest.message).toBe('Malformed request url')
  })

  it('ignores fields that it does not know until 3.53, and refuses them since', async () => {
    const body = { volume: { size: 1, odd: true } }
    expect((await bench.call('POST', '/volumes', body)).status).toBe(202)
    expect((await bench.call('POST', '/volumes', body, '3.53')).status).toBe(400)
  })

  it('adds to a volume what each microversion added', async () => {
    const id = await bench.newVolume()
    const keys = async (microversion: string, token = bench.member) =>
      new Set(
        Object.keys((await bench.ask(token, 'GET', `/volume/v3/volumes/${id}`, undefined, microversion)).body.volume),
      )
    expect((await keys('3.12')).has('group_id')).toBe(false)
    expect((await keys('3.13')).has('group_id')).toBe(true)
    expect((await keys('3.48')).has('shared_targets')).toBe(true)
    expect((await keys('3.63')).has('volume_type_id')).toBe(true)
    expect((await keys('3.65')).has('consumes_quota')).toBe(true)
    expect((await keys('3.21')).has('provider_id')).toBe(false)
    expect((await keys('3.21', bench.admin)).has('provider_id')).toBe(true)
    expect((await keys('3.0', bench.admin)).has('os-vol-host-attr:host')).toBe(true)
    const latest = await bench.call('GET', `/volumes/${id}`, undefined, 'latest')
    expect(latest.headers.get('openstack-api-version')).toBe('volume 3.71')
    expect((await bench.call('GET', `/volumes/${id}`, undefined, '3.72')).status).toBe(406)
    expect((await bench.call('GET', '/attachments', undefined, '3.26')).status).toBe(404)
  })

  it('gives a volume and its snapshots to another project by key', async () => {
    const id = await bench.newVolume()
    const snapshot = await bench.newSnapshot(id)
    const { body, status } = await bench.call('POST', '/os-volume-transfer', {
      transfer: { volume_id: id, name: 'gift' },
    })
    expect(status).toBe(202)
    expect((await bench.call('GET', `/volumes/${id}`)).body.volume.status).toBe('awaiting-transfer')
    expect((await bench.call('GET', '/os-volume-transfer/detail')).body.transfers).toMatchObject([{ name: 'gift' }])
    expect((await bench.call('GET', `/os-volume-transfer/${body.transfer.id}`)).body.transfer).not.toHaveProperty(
      'auth_key',
    )
    const accept = (auth_key: string) =>
      bench.callAsAdmin('POST', `/os-volume-transfer/${body.transfer.id}/accept`, { accept: { auth_key } })
    expect((await accept('wrong')).status).toBe(400)
    expect((await accept(body.transfer.auth_key)).status).toBe(202)
    expect((await bench.call('GET', `/volumes/${id}`)).status).toBe(404)
    expect((await bench.call('GET', `/snapshots/${snapshot}`)).status).toBe(404)
    expect((await bench.callAsAdmin('GET', `/volumes/${id}`)).body.volume.status).toBe('available')
    const second = await bench.newVolume()
    const offer = await bench.call('POST', '/volume-transfers', { transfer: { volume_id: second } }, '3.55')
    expect((await bench.call('DELETE', `/volume-transfers/${offer.body.transfer.id}`, undefined, '3.55')).status).toBe(
      202,
    )
    expect((await bench.call('GET', `/volumes/${second}`)).body.volume.status).toBe('available')
  })

  it('holds projects to their quotas with 413 and counts what they use', async () => {
    const sets = `/os-quota-sets/${bench.projectId}`
    expect((await bench.call('PUT', sets, { quota_set: { volumes: 1 } })).status).toBe(403)
    expect(
      (await bench.callAsAdmin('PUT', sets, { quota_set: { volumes: 1, gigabytes: 2 } })).body.quota_set.volumes,
    ).toBe(1)
    const id = await bench.newVolume()
    const refused = await bench.call('POST', '/volumes', { volume: { size: 1 } })
    expect([refused.status, refused.body.overLimit.message]).toEqual([
      413,
      "Maximum number of volumes allowed (1) exceeded for quota 'volumes'.",
    ])
    expect((await bench.act(id, { 'os-extend': { new_size: 3 } })).status).toBe(413)
    expect((await bench.call('GET', `${sets}?usage=True`)).body.quota_set).toMatchObject({
      volumes: { limit: 1, in_use: 1, reserved: 0 },
      gigabytes: { limit: 2, in_use: 1 },
    })
    expect((await bench.call('GET', '/limits')).body.limits.absolute).toMatchObject({
      maxTotalVolumes: 1,
      totalVolumesUsed: 1,
      totalGigabytesUsed: 1,
    })
    expect((await bench.callAsAdmin('PUT', sets, { quota_set: { volumes: 0 } })).status).toBe(400)
    expect((await bench.callAsAdmin('PUT', sets, { quota_set: { odd: 1 } })).status).toBe(400)
    expect((await bench.callAsAdmin('DELETE', sets)).status).toBe(200)
    expect((await bench.call('GET', sets)).body.quota_set.volumes).toBe(
      (await bench.call('GET', `${sets}/defaults`)).body.quota_set.volumes,
    )
  })

  it('shows types and zones, and operators its services and pools', async () => {
    const [type] = (await bench.call('GET', '/types')).body.volume_types
    expect((await bench.call('GET', `/types/${type.id}`)).body.volume_type.name).toBe(type.name)
    expect((await bench.call('GET', '/types/default')).status).toBe(200)
    expect((await bench.call('POST', '/types', { volume_type: { name: 'x' } })).status).toBe(403)
    expect((await bench.callAsAdmin('POST', '/types', { volume_type: { name: 'x' } })).status).toBe(400)
    const typed = await bench.newVolume({ volume_type: type.name })
    expect((await bench.call('GET', `/volumes/${typed}`)).body.volume.volume_type).toBe(type.name)
    const { availabilityZoneInfo } = (await bench.call('GET', '/os-availability-zone')).body
    const zone = (await bench.call('GET', `/volumes/${typed}`)).body.volume.availability_zone
    expect(availabilityZoneInfo).toContainEqual({ zoneName: zone, zoneState: { available: true } })
    expect((await bench.call('GET', '/extensions')).body.extensions.length).toBeGreaterThan(5)
    expect((await bench.call('GET', '/os-services')).status).toBe(403)
    expect((await bench.callAsAdmin('GET', '/os-services')).body.services).toHaveLength(2)
    expect((await bench.callAsAdmin('GET', '/scheduler-stats/get_pools')).body.pools).toHaveLength(1)
    expect((await bench.call('GET', '/backups')).body).toEqual({ backups: [] })
    expect((await bench.call('POST', '/backups', { backup: { volume_id: typed } })).status).toBe(400)
  })
})
