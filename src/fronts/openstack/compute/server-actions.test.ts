import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'
import { benchOrigin } from '../front-bench.ts'
import { type ComputeBench, openComputeBench } from './compute-bench.ts'

let bench: ComputeBench
const open = async () => {
  const onUnexpected = (error: unknown) => expect.fail(String(error))
  const around = { clock: systemClock, random: systemRandom, latency: {}, onUnexpected }
  bench = await openComputeBench(await openEmbeddedFront({ profile: classic, ...around }))
}
beforeEach(open)
afterEach(() => bench[Symbol.asyncDispose]())

describe('actions', () => {
  it("stop and start, each refused in the other's state", async () => {
    const { id } = await bench.newServer()
    expect((await bench.act(id, { 'os-start': null })).body.conflictingRequest.message).toBe(
      `Cannot 'start' instance ${id} while it is in vm_state active`,
    )
    const stopped = await bench.act(id, { 'os-stop': null })
    expect(stopped.status).toBe(202)
    expect((await bench.untilStatus(id, 'SHUTOFF'))['OS-EXT-STS:power_state']).toBe(4)
    expect((await bench.act(id, { 'os-stop': null })).status).toBe(409)
    await bench.act(id, { 'os-start': null })
    await bench.untilStatus(id, 'ACTIVE')
    const { instanceActions } = (await bench.nova('GET', `/servers/${id}/os-instance-actions`)).body
    expect(instanceActions.map(({ action }: { action: string }) => action)).toEqual(['start', 'stop', 'create'])
    const requestId = stopped.headers.get('x-compute-request-id')
    const shown = (await bench.nova('GET', `/servers/${id}/os-instance-actions/${requestId}`)).body.instanceAction
    expect(shown).toMatchObject({ action: 'stop', events: [{ event: 'compute_stop_instance', result: 'Success' }] })
  })

  it('resize, wait to be verified, go back and stay', async () => {
    const { id } = await bench.newServer()
    const resize = (name: string) => bench.act(id, { resize: { flavorRef: bench.flavors[name] } })
    expect((await resize('s1.tiny')).body.badRequest.message).toContain('must change flavor')
    expect((await resize('s1.small')).status).toBe(202)
    expect((await bench.untilStatus(id, 'VERIFY_RESIZE')).flavor.original_name).toBe('s1.small')
    expect((await bench.act(id, { 'os-stop': null })).status).toBe(409)
    expect((await bench.act(id, { revertResize: null })).status).toBe(202)
    expect((await bench.untilStatus(id, 'ACTIVE')).flavor.original_name).toBe('s1.tiny')
    expect((await bench.act(id, { revertResize: null })).status).toBe(409)
  })

  it('confirm a resize', async () => {
    const { id } = await bench.newServer()
    await bench.act(id, { resize: { flavorRef: bench.flavors['s1.small'] } })
    await bench.untilStatus(id, 'VERIFY_RESIZE')
    expect((await bench.act(id, { confirmResize: null })).status).toBe(204)
    expect((await bench.untilStatus(id, 'ACTIVE')).flavor.original_name).toBe('s1.small')
    expect((await bench.act(id, { confirmResize: null })).status).toBe(409)
  })

  it('reboot, soft and hard', async () => {
    const { id } = await bench.newServer()
    for (const type of ['SOFT', 'HARD']) {
      expect((await bench.act(id, { reboot: { type } })).status).toBe(202)
      await bench.untilStatus(id, 'ACTIVE')
    }
    expect((await bench.act(id, { reboot: { type: 'GENTLE' } })).status).toBe(400)
  })

  it('make an image, named in the header before 2.45 and in the body after', async () => {
    const { id } = await bench.newServer()
    const { status, body } = await bench.act(id, { createImage: { name: 'snap', metadata: { a: 'b' } } })
    expect(status).toBe(202)
    await bench.untilStatus(id, 'ACTIVE')
    const made = (await bench.ask(bench.member, 'GET', `/image/v2/images/${body.image_id}`)).body
    expect(made).toMatchObject({ name: 'snap', status: 'active', a: 'b', image_type: 'snapshot' })
    const old = await bench.act(id, { createImage: { name: 'snap' } }, '2.1')
    expect(old.headers.get('location')).toMatch(new RegExp(`^${benchOrigin}/image/v2/images/[0-9a-f-]{36}$`))
    const proxied = await bench.nova('GET', `/images/${body.image_id}`, undefined, '2.1')
    expect(proxied.body.image).toMatchObject({ id: body.image_id, status: 'ACTIVE', progress: 100 })
    expect((await bench.nova('GET', `/images/${body.image_id}`, undefined, '2.36')).status).toBe(404)
    expect((await bench.nova('DELETE', `/images/${body.image_id}`, undefined, '2.1')).status).toBe(204)
  })

  it('rebuild with another image and name', async () => {
    const { id } = await bench.newServer()
    const other = (await bench.ask(bench.member, 'GET', '/image/v2/images?name=ubuntu-24.04')).body.images[0].id
    const { status, body } = await bench.act(
      id,
      { rebuild: { imageRef: other, name: 'again', metadata: { a: 'b' } } },
      '2.1',
    )
    expect(status).toBe(202)
    expect(body.server).toMatchObject({ name: 'again', metadata: { a: 'b' }, image: { id: other }, status: 'REBUILD' })
    expect(await bench.untilStatus(id, 'ACTIVE')).toMatchObject({ image: { id: other }, addresses: { net: [{}] } })
  })

  it('show the console', async () => {
    const { id } = await bench.newServer()
    const { body } = await bench.act(id, { 'os-getConsoleOutput': { length: 2 } })
    expect(body.output.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
    expect((await bench.act(id, { 'os-getConsoleOutput': {} })).body.output).toContain('SIMULATED GUEST')
  })

  it('heed a lock, unless an administrator asks', async () => {
    const { id } = await bench.newServer()
    expect((await bench.act(id, { lock: { locked_reason: 'mine' } })).status).toBe(202)
    expect(await bench.show(id)).toMatchObject({ locked: true, locked_reason: 'mine' })
    expect((await bench.act(id, { 'os-stop': null })).body.conflictingRequest.message).toBe(`Instance ${id} is locked`)
    expect((await bench.nova('DELETE', `/servers/${id}`)).status).toBe(409)
    expect((await bench.novaAdmin('POST', `/servers/${id}/action`, { 'os-stop': null })).status).toBe(202)
    await bench.untilStatus(id, 'SHUTOFF')
    await bench.act(id, { unlock: null })
    expect(await bench.show(id)).toMatchObject({ locked: false, locked_reason: null })
  })

  it('that the cloud below cannot do are refused by name, and unknown ones as unknown', async () => {
    const { id } = await bench.newServer()
    for (const name of ['pause', 'suspend', 'shelve', 'rescue', 'changePassword']) {
      const { status, body } = await bench.act(id, { [name]: null })
      expect([status, body.notImplemented?.message]).toEqual([501, expect.stringContaining(name)])
    }
    expect((await bench.act(id, { migrate: null })).status).toBe(403)
    expect((await bench.act(id, { dance: null })).body.badRequest.message).toBe('There is no such action: dance')
    expect((await bench.act('11111111-1111-4111-8111-111111111111', { 'os-stop': null })).status).toBe(404)
  })

  it('put a server into security groups and out of them', async () => {
    const { id } = await bench.newServer()
    const made = await bench.ask(bench.member, 'POST', '/network/v2.0/security-groups', {
      security_group: { name: 'web' },
    })
    expect((await bench.act(id, { addSecurityGroup: { name: 'web' } })).status).toBe(202)
    expect((await bench.show(id)).security_groups).toEqual([{ name: 'default' }, { name: 'web' }])
    const { security_groups } = (await bench.nova('GET', `/servers/${id}/os-security-groups`)).body
    expect(security_groups.map((group: { id: string }) => group.id)).toContain(made.body.security_group.id)
    expect((await bench.act(id, { removeSecurityGroup: { name: 'web' } })).status).toBe(202)
    expect((await bench.show(id)).security_groups).toEqual([{ name: 'default' }])
    expect((await bench.act(id, { removeSecurityGroup: { name: 'web' } })).status).toBe(404)
    expect((await bench.act(id, { addSecurityGroup: { name: 'none' } })).status).toBe(404)
  })
})

describe('below a server', () => {
  it('metadata change whole and key by key', async () => {
    const { id } = await bench.newServer({ metadata: { a: '1' } })
    const path = `/servers/${id}/metadata`
    expect((await bench.nova('POST', path, { metadata: { b: '2' } })).body).toEqual({ metadata: { a: '1', b: '2' } })
    expect((await bench.nova('PUT', path, { metadata: { c: '3' } })).body).toEqual({ metadata: { c: '3' } })
    expect((await bench.nova('PUT', `${path}/d`, { meta: { d: '4' } })).body).toEqual({ meta: { d: '4' } })
    expect((await bench.nova('PUT', `${path}/d`, { meta: { e: '4' } })).status).toBe(400)
    expect((await bench.nova('GET', `${path}/c`)).body).toEqual({ meta: { c: '3' } })
    expect((await bench.nova('DELETE', `${path}/c`)).status).toBe(204)
    expect((await bench.nova('DELETE', `${path}/c`)).status).toBe(404)
    expect((await bench.nova('GET', path)).body).toEqual({ metadata: { d: '4' } })
  })

  it('tags are there from 2.26 on', async () => {
    const { id } = await bench.newServer()
    const path = `/servers/${id}/tags`
    expect((await bench.nova('GET', path, undefined, '2.25')).status).toBe(404)
    const added = await bench.nova('PUT', `${path}/blue`)
    expect([added.status, added.headers.get('location')]).toEqual([201, `${benchOrigin}/compute/v2.1${path}/blue`])
    expect((await bench.nova('PUT', `${path}/blue`)).status).toBe(204)
    expect((await bench.nova('GET', `${path}/blue`)).status).toBe(204)
    expect((await bench.nova('PUT', path, { tags: ['x', 'y'] })).body).toEqual({ tags: ['x', 'y'] })
    expect((await bench.nova('DELETE', `${path}/x`)).status).toBe(204)
    expect((await bench.nova('GET', `${path}/x`)).status).toBe(404)
    expect((await bench.nova('DELETE', path)).status).toBe(204)
    expect((await bench.nova('GET', path)).body).toEqual({ tags: [] })
  })

  it('addresses go by network', async () => {
    const { id } = await bench.newServer()
    const { addresses } = (await bench.nova('GET', `/servers/${id}/ips`)).body
    expect(addresses.net).toEqual([{ version: 4, addr: expect.stringMatching(/^198\.19\.0\./) }])
    expect((await bench.nova('GET', `/servers/${id}/ips/net`)).body).toEqual(addresses)
    expect((await bench.nova('GET', `/servers/${id}/ips/other`)).status).toBe(404)
  })

  it('interfaces come and go with the ports made for them', async () => {
    const { id } = await bench.newServer()
    const other = await bench.newNetwork('other', '198.19.1.0/24')
    const attached = await bench.nova('POST', `/servers/${id}/os-interface`, { interfaceAttachment: { net_id: other } })
    expect(attached.status, JSON.stringify(attached.body)).toBe(200)
    const { port_id } = attached.body.interfaceAttachment
    expect(Object.keys((await bench.show(id)).addresses)).toEqual(['net', 'other'])
    expect((await bench.nova('DELETE', `/servers/${id}/os-interface/${port_id}`)).status).toBe(202)
    expect(Object.keys((await bench.show(id)).addresses)).toEqual(['net'])
    expect((await bench.ask(bench.member, 'GET', `/network/v2.0/ports/${port_id}`)).status).toBe(404)
  })

  it('volumes are attached by device, shown and detached', async () => {
    const { id } = await bench.newServer()
    const projectId = (await bench.show(id)).tenant_id
    const volume = (await bench.ask(bench.member, 'POST', `/volume/v3/${projectId}/volumes`, { volume: { size: 1 } }))
      .body.volume.id
    const path = `/servers/${id}/os-volume_attachments`
    const { body, status } = await bench.nova('POST', path, { volumeAttachment: { volumeId: volume } }, '2.1')
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body.volumeAttachment).toEqual({ id: volume, volumeId: volume, serverId: id, device: '/dev/vdb' })
    expect((await bench.show(id))['os-extended-volumes:volumes_attached']).toEqual([
      { id: volume, delete_on_termination: false },
    ])
    expect((await bench.nova('GET', `${path}/${volume}`)).body.volumeAttachment).toMatchObject({
      volumeId: volume,
      tag: null,
    })
    expect((await bench.nova('POST', path, { volumeAttachment: { volumeId: volume } })).status).toBe(400)
    expect((await bench.nova('DELETE', `${path}/${volume}`)).status).toBe(202)
    expect((await bench.nova('GET', path)).body).toEqual({ volumeAttachments: [] })
  })

  it('boot from a new volume deletes it with the server when asked to', async () => {
    const disk = { source_type: 'image', destination_type: 'volume', uuid: bench.image, volume_size: 10, boot_index: 0 }
    const blank = {
      source_type: 'blank',
      destination_type: 'volume',
      volume_size: 2,
      boot_index: -1,
      delete_on_termination: true,
    }
    const {
      id,
      tenant_id,
      image: shown,
    } = await bench.newServer({
      imageRef: undefined,
      block_device_mapping_v2: [{ ...disk, delete_on_termination: true }, blank],
    })
    expect(shown).toBe('')
    expect((await bench.show(id))['os-extended-volumes:volumes_attached']).toHaveLength(2)
    await bench.nova('DELETE', `/servers/${id}`)
    await bench.until(id, (server) => server === undefined)
    expect((await bench.ask(bench.member, 'GET', `/volume/v3/${tenant_id}/volumes`)).body.volumes).toEqual([])
  })

  it('disks that nobody can boot from are refused', async () => {
    const devices: ReadonlyArray<readonly [object, string]> = [
      [{ source_type: 'blank', destination_type: 'local', boot_index: -1 }, 'Boot sequence'],
      [{ source_type: 'volume', uuid: '11111111-1111-4111-8111-111111111111', boot_index: 0 }, 'failed to get volume'],
      [{ source_type: 'image', destination_type: 'volume', uuid: bench.image, boot_index: 0 }, 'non-zero size'],
    ]
    for (const [device, message] of devices) {
      const { status, body } = await bench.create({ block_device_mapping_v2: [device] })
      expect([status, body.badRequest?.message]).toEqual([400, expect.stringContaining(message)])
    }
  })
})
