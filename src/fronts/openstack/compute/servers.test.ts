import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'
import { benchOrigin } from '../front-bench.ts'
import { type ComputeBench, names, openComputeBench } from './compute-bench.ts'

let bench: ComputeBench
const open = async (more: Partial<Parameters<typeof openEmbeddedFront>[0]> = {}) => {
  const onUnexpected = (error: unknown) => expect.fail(String(error))
  const around = { clock: systemClock, random: systemRandom, latency: {}, onUnexpected }
  bench = await openComputeBench(await openEmbeddedFront({ profile: classic, ...around, ...more }))
}
beforeEach(() => open())
afterEach(() => bench[Symbol.asyncDispose]())

describe('a server', () => {
  it('is answered for at once and becomes active with an address on its network', async () => {
    const answer = await bench.create({ metadata: { role: 'web' }, description: 'first', tags: ['t'] })
    expect(answer.status).toBe(202)
    const { id } = answer.body.server
    expect(answer.headers.get('location')).toBe(`${benchOrigin}/compute/v2.1/servers/${id}`)
    expect(answer.body.server.adminPass).toBeTruthy()
    const server = await bench.untilStatus(id, 'ACTIVE')
    expect(server).toMatchObject({
      name: 'a',
      metadata: { role: 'web' },
      description: 'first',
      tags: ['t'],
      image: { id: bench.image },
      flavor: { original_name: 's1.tiny', vcpus: 1 },
      'OS-EXT-STS:vm_state': 'active',
      'OS-EXT-STS:power_state': 1,
      'OS-EXT-AZ:availability_zone': 'nova',
      security_groups: [{ name: 'default' }],
      locked: false,
      pinned_availability_zone: null,
    })
    const [address] = server.addresses.net
    expect(address).toMatchObject({ version: 4, 'OS-EXT-IPS:type': 'fixed' })
    expect(address.addr).toMatch(/^198\.19\.0\./)
    expect(address['OS-EXT-IPS-MAC:mac_addr']).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
  })

  it('shows in 2.1 only what 2.1 had', async () => {
    const { id } = await bench.newServer()
    const { server } = (await bench.nova('GET', `/servers/${id}`, undefined, '2.1')).body
    expect(server.flavor).toEqual({
      id: bench.flavors['s1.tiny'],
      links: [{ rel: 'bookmark', href: `${benchOrigin}/compute/flavors/${bench.flavors['s1.tiny']}` }],
    })
    for (const later of ['tags', 'locked', 'description', 'server_groups', 'OS-EXT-SRV-ATTR:hostname'])
      expect(server).not.toHaveProperty(later)
    const updated = (await bench.nova('PUT', `/servers/${id}`, { server: { name: 'b' } }, '2.1')).body.server
    expect(updated.name).toBe('b')
    for (const absent of ['OS-EXT-STS:vm_state', 'key_name', 'security_groups', 'config_drive'])
      expect(updated).not.toHaveProperty(absent)
    const seen = (await bench.novaAdmin('GET', `/servers/${id}`, undefined, '2.3')).body.server
    expect(seen['OS-EXT-SRV-ATTR:host']).toBe('simulated-nova')
    expect(seen['OS-EXT-SRV-ATTR:hostname']).toBe('a')
  })

  it('is refused when what it names is not there', async () => {
    const nobody = '11111111-1111-4111-8111-111111111111'
    const refusals: ReadonlyArray<readonly [object, string]> = [
      [{ imageRef: nobody }, 'Can not find requested image'],
      [{ flavorRef: 'none' }, 'Flavor none could not be found.'],
      [{ networks: [{ uuid: nobody }] }, `Network ${nobody} could not be found.`],
      [{ networks: [{ port: nobody }] }, `Port id ${nobody} could not be found.`],
      [{ key_name: 'none' }, 'Invalid key_name provided.'],
      [{ security_groups: [{ name: 'none' }] }, 'Security group none not found'],
      [{ availability_zone: 'none' }, 'The requested availability zone is not available'],
      [{ imageRef: '' }, 'Missing imageRef attribute'],
      [{ min_count: 2, max_count: 1 }, 'min_count must be <= max_count'],
    ]
    for (const [fields, message] of refusals) {
      const { status, body } = await bench.create(fields)
      expect(status, message).toBe(400)
      expect(body.badRequest.message).toContain(message)
    }
    expect((await bench.nova('GET', '/servers')).body.servers).toEqual([])
  })

  it('is refused for fields that its microversion does not know, or does not know any more', async () => {
    expect((await bench.create({ description: 'x' }, '2.18')).body.badRequest.message).toContain('description')
    expect((await bench.create({ tags: ['x'] }, '2.51')).status).toBe(400)
    expect((await bench.create({ personality: [] }, '2.57')).status).toBe(400)
    expect((await bench.create({ networks: 'auto' }, '2.36')).status).toBe(400)
    expect((await bench.create({ networks: undefined }, '2.37')).status).toBe(400)
    expect((await bench.create({ networks: undefined }, '2.36')).status).toBe(202)
    expect((await bench.create({ name: '' })).status).toBe(400)
    expect((await bench.create({ name: 12345 })).status).toBe(400)
    expect((await bench.create({ name: 'x'.repeat(256) })).status).toBe(400)
    expect((await bench.create({ metadata: { a: 'x'.repeat(260) } })).status).toBe(400)
  })

  it('is not chosen a network for when there are several', async () => {
    await bench.newNetwork('other', '198.19.1.0/24')
    expect((await bench.create({ networks: 'auto' })).status).toBe(409)
    const { id } = await bench.newServer({ networks: 'none' })
    expect((await bench.show(id)).addresses).toEqual({})
  })

  it('takes a port, which no other server can have meanwhile', async () => {
    const { port } = (
      await bench.ask(bench.member, 'POST', '/network/v2.0/ports', { port: { network_id: bench.network } })
    ).body
    const { id } = await bench.newServer({ networks: [{ port: port.id }] })
    const { interfaceAttachments } = (await bench.nova('GET', `/servers/${id}/os-interface`)).body
    expect(interfaceAttachments).toMatchObject([{ port_id: port.id, net_id: bench.network, port_state: 'ACTIVE' }])
    expect((await bench.create({ networks: [{ port: port.id }] })).body.conflictingRequest.message).toContain(
      'still in use',
    )
  })

  it('comes in numbers under one reservation', async () => {
    const { body } = await bench.create({ name: 'many', min_count: 3, return_reservation_id: true })
    const found = await bench.nova('GET', `/servers/detail?reservation_id=${body.reservation_id}`)
    expect(names(found).sort()).toEqual(['many-1', 'many-2', 'many-3'])
  })

  it('stops at the quota with 403', async () => {
    const { tenant_id } = await bench.newServer()
    await bench.novaAdmin('PUT', `/os-quota-sets/${tenant_id}`, { quota_set: { instances: 1 } })
    const { status, body } = await bench.create()
    expect(status).toBe(403)
    expect(body.forbidden.message).toBe('Quota exceeded for instances: Requested 1, but already used 1 of 1 instances')
  })

  it.each([false, true])('tells its fault when the cloud below has no room, told late: %s', async (toldLate) => {
    await bench[Symbol.asyncDispose]()
    await open({ profile: { ...classic, cloud: { ...classic.cloud, capacity: { vcpus: 0, toldLate } } } })
    const { body } = await bench.create()
    const server = await bench.untilStatus(body.server.id, 'ERROR')
    expect(server.fault).toMatchObject({ code: 500, message: expect.stringContaining('No valid host was found') })
    expect((await bench.nova('DELETE', `/servers/${body.server.id}`)).status).toBe(204)
    await bench.until(body.server.id, (gone) => gone === undefined)
  })

  it('is in error when it cannot be deleted, and can be deleted again', async () => {
    await bench[Symbol.asyncDispose]()
    await open({
      faults: [{ operation: 'servers.delete', call: 1, kind: 'error', code: 'internal', message: 'stuck' }],
    })
    const { id } = await bench.newServer()
    expect((await bench.nova('DELETE', `/servers/${id}`)).status).toBe(204)
    const server = await bench.untilStatus(id, 'ERROR')
    expect(server['OS-EXT-STS:vm_state']).toBe('error')
    expect(server.fault).toMatchObject({ code: 500 })
    expect((await bench.nova('DELETE', `/servers/${id}`)).status).toBe(204)
    await bench.until(id, (gone) => gone === undefined)
  })

  it('can be deleted while it builds, and is then not found', async () => {
    const { body } = await bench.create()
    const { id } = body.server
    expect((await bench.nova('DELETE', `/servers/${id}`)).status).toBe(204)
    await bench.until(id, (server) => server === undefined)
    expect((await bench.nova('GET', `/servers/${id}`)).body.itemNotFound.message).toBe(
      `Instance ${id} could not be found.`,
    )
    expect((await bench.ask(bench.member, 'GET', `/network/v2.0/ports?device_id=${id}`)).body.ports).toEqual([])
    const gone = await bench.nova('GET', '/servers/detail?changes-since=2020-01-01T00:00:00Z')
    expect(gone.body.servers).toMatchObject([{ id, status: 'DELETED' }])
  })

  it('belongs to its project alone', async () => {
    const { id } = (
      await bench.novaAdmin('POST', '/servers', {
        server: { name: 'x', imageRef: bench.image, flavorRef: bench.flavors['s1.tiny'], networks: 'none' },
      })
    ).body.server
    expect((await bench.nova('GET', `/servers/${id}`)).status).toBe(404)
    expect((await bench.nova('DELETE', `/servers/${id}`)).status).toBe(404)
    expect(names(await bench.nova('GET', '/servers'))).toEqual([])
    expect((await bench.nova('GET', '/servers?all_tenants=1')).status).toBe(403)
    expect(names(await bench.novaAdmin('GET', '/servers?all_tenants=1'))).toEqual(['x'])
  })
})

describe('lists of servers', () => {
  it('are the newest first, page with links and filter', async () => {
    const ids = []
    for (const name of ['one', 'two', 'three']) ids.push((await bench.newServer({ name, tags: [name, 'all'] })).id)
    expect(names(await bench.nova('GET', '/servers'))).toEqual(['three', 'two', 'one'])
    const first = await bench.nova('GET', '/servers?limit=2')
    expect(names(first)).toEqual(['three', 'two'])
    const next = new URL(first.body.servers_links[0].href)
    expect(next.searchParams.get('marker')).toBe(ids[1])
    expect(names(await bench.ask(bench.member, 'GET', `${next.pathname}${next.search}`))).toEqual(['one'])
    const matches: ReadonlyArray<readonly [string, readonly string[]]> = [
      ['name=t', ['three', 'two']],
      ['name=^two$', ['two']],
      ['status=ACTIVE&sort_key=display_name&sort_dir=asc', ['one', 'three', 'two']],
      ['status=SHUTOFF', []],
      [`flavor=${bench.flavors['s1.small']}`, []],
      [`image=${bench.image}&limit=1`, ['three']],
      ['ip=^198\\.19\\.0\\.', ['three', 'two', 'one']],
      ['ip=^10', []],
      ['tags=two,all', ['two']],
      ['not-tags-any=two,one', ['three']],
      ['locked=true', []],
      ['changes-since=2999-01-01T00:00:00Z', []],
    ]
    for (const [query, expected] of matches)
      expect(names(await bench.nova('GET', `/servers/detail?${query}`)), query).toEqual(expected)
  })

  it('go on after a marker that is gone or fits no filter, from where it would stand', async () => {
    const ids: string[] = []
    for (const name of ['one', 'two', 'three', 'four']) ids.push((await bench.newServer({ name })).id)
    const [, two = '', three = ''] = ids
    const inOrder = 'sort_key=display_name&sort_dir=asc'
    expect(names(await bench.nova('GET', `/servers?${inOrder}&name=o&marker=${three}`))).toEqual(['two'])
    await bench.nova('DELETE', `/servers/${three}`)
    await expect.poll(async () => (await bench.nova('GET', `/servers/${three}`)).status).toBe(404)
    expect(names(await bench.nova('GET', `/servers?${inOrder}&marker=${three}`))).toEqual(['two'])
    expect(names(await bench.nova('GET', `/servers?marker=${two}`))).toEqual(['one'])
  })

  it('are shown as they are now, to each caller and microversion its own way', async () => {
    const { id } = await bench.newServer({ name: 'first' })
    const detail = async (version?: string) =>
      (await bench.nova('GET', '/servers/detail', undefined, version)).body.servers
    const before = await detail()
    expect(await detail()).toEqual(before)
    expect((await detail('2.1'))[0].description).toBeUndefined()
    const seenByAdmin = (await bench.ask(bench.admin, 'GET', '/compute/v2.1/servers/detail?all_tenants=1')).body.servers
    expect(seenByAdmin[0]['OS-EXT-SRV-ATTR:host']).toEqual(expect.any(String))
    expect((await bench.ask(bench.admin, 'GET', '/compute/v2.1/servers/detail')).body.servers).toEqual([])
    await bench.nova('PUT', `/servers/${id}`, { server: { name: 'renamed' } })
    expect((await detail())[0].name).toBe('renamed')
    await bench.nova('POST', `/servers/${id}/metadata`, { metadata: { a: '1' } })
    expect((await detail())[0].metadata).toEqual({ a: '1' })
  })

  it('refuse queries that mean nothing', async () => {
    for (const query of [
      'limit=-1',
      'limit=x',
      'marker=none',
      'status=NONE',
      'changes-since=today',
      'sort_key=none',
      'unknown=1',
      'name=(',
    ])
      expect((await bench.nova('GET', `/servers?${query}`)).status, query).toBe(400)
    expect((await bench.nova('GET', '/servers?unknown=1', undefined, '2.74')).status).toBe(200)
    expect((await bench.nova('GET', '/servers?status=NONE', undefined, '2.37')).body.servers).toEqual([])
  })
})
