import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedFront, openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'

const origin = 'http://cloud.test'
let cloud: EmbeddedFront
let member: string
let admin: string
let flavors: Record<string, string>
let image: string
let network: string

interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  readonly body: any
}

const ask = async (token: string, method: string, path: string, body?: unknown, version = '2.96'): Promise<Answer> => {
  const response = await cloud.front.fetch(
    new Request(`${origin}${path}`, {
      method,
      headers: {
        'x-auth-token': token,
        'content-type': 'application/json',
        'openstack-api-version': `compute ${version}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
}
const nova = (method: string, path: string, body?: unknown, version?: string) =>
  ask(member, method, `/compute/v2.1${path}`, body, version)
const novaAdmin = (method: string, path: string, body?: unknown, version?: string) =>
  ask(admin, method, `/compute/v2.1${path}`, body, version)

const logIn = async ({ userName, password, projectName }: EmbeddedFront['users']['admin']): Promise<string> => {
  const domain = { id: 'default' }
  const { headers } = await ask('', 'POST', '/identity/v3/auth/tokens', {
    auth: {
      identity: { methods: ['password'], password: { user: { name: userName, domain, password } } },
      scope: { project: { name: projectName, domain } },
    },
  })
  return headers.get('x-subject-token') ?? ''
}

const open = async (more: Partial<Parameters<typeof openEmbeddedFront>[0]> = {}) => {
  cloud = await openEmbeddedFront({
    profile: classic,
    clock: systemClock,
    random: systemRandom,
    latency: {},
    onUnexpected: (error) => expect.fail(String(error)),
    ...more,
  })
  ;[member, admin] = [await logIn(cloud.users.member), await logIn(cloud.users.admin)]
  const { body } = await nova('GET', '/flavors')
  flavors = Object.fromEntries(body.flavors.map(({ name, id }: { name: string; id: string }) => [name, id]))
  image = (await ask(member, 'GET', '/image/v2/images?name=debian-12')).body.images[0].id
}

const newNetwork = async (name = 'net', cidr = '198.19.0.0/24'): Promise<string> => {
  const { id } = (await ask(member, 'POST', '/network/v2.0/networks', { network: { name } })).body.network
  await ask(member, 'POST', '/network/v2.0/subnets', { subnet: { network_id: id, cidr, ip_version: 4 } })
  return id
}

const create = (fields: object = {}, version?: string) =>
  nova(
    'POST',
    '/servers',
    { server: { name: 'a', imageRef: image, flavorRef: flavors['s1.tiny'], networks: [{ uuid: network }], ...fields } },
    version,
  )

const show = async (id: string) => (await nova('GET', `/servers/${id}`)).body.server

/** Looks again until the server is so, for two seconds. */
const until = async (id: string, fits: (server: Answer['body']) => boolean) => {
  for (let look = 0; look < 400; look += 1) {
    const server = await show(id)
    if (fits(server)) return server
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`never so: ${JSON.stringify(await show(id))}`)
}
const untilStatus = (id: string, status: string) =>
  until(id, (server) => server?.status === status && server['OS-EXT-STS:task_state'] === null)

const newServer = async (fields: object = {}) => {
  const { body, status } = await create(fields)
  expect(status, JSON.stringify(body)).toBe(202)
  return untilStatus(body.server.id, 'ACTIVE')
}
const act = (id: string, action: object, version?: string) => nova('POST', `/servers/${id}/action`, action, version)
const names = (answer: Answer) => answer.body.servers.map(({ name }: { name: string }) => name)

beforeEach(async () => {
  await open()
  network = await newNetwork()
})
afterEach(() => cloud[Symbol.asyncDispose]())

describe('versions', () => {
  it('lists v2.0 first and tells the range of microversions without a token', async () => {
    const root = await ask('', 'GET', '/compute/')
    expect(root.status).toBe(200)
    expect(root.body.versions.map(({ id }: { id: string }) => id)).toEqual(['v2.0', 'v2.1'])
    const { body } = await ask('', 'GET', '/compute/v2.1/')
    expect(body.version).toMatchObject({ id: 'v2.1', min_version: '2.1', version: '2.96' })
    expect(body.version.links[0]).toEqual({ rel: 'self', href: `${origin}/compute/v2.1/` })
  })

  it('refuses a microversion outside of it with 406', async () => {
    const { status, body } = await nova('GET', '/servers', undefined, '2.500')
    expect(status).toBe(406)
    expect(body.computeFault.message).toContain('2.500')
  })

  it("names unknown paths, methods and tokens in Nova's shapes", async () => {
    expect((await nova('GET', '/nothing')).body.itemNotFound.code).toBe(404)
    expect((await nova('PUT', '/servers')).body.badMethod.code).toBe(405)
    expect((await ask('no', 'GET', '/compute/v2.1/servers')).status).toBe(401)
  })

  it('lets unknown fields pass on v2 alone', async () => {
    const body = { keypair: { name: 'k', unknown: 1 } }
    expect((await nova('POST', '/os-keypairs', body, '2.1')).status).toBe(400)
    expect((await ask(member, 'POST', '/compute/v2/os-keypairs', body)).status).toBe(200)
  })
})

describe('a server', () => {
  it('is answered for at once and becomes active with an address on its network', async () => {
    const answer = await create({ metadata: { role: 'web' }, description: 'first', tags: ['t'] })
    expect(answer.status).toBe(202)
    const { id } = answer.body.server
    expect(answer.headers.get('location')).toBe(`${origin}/compute/v2.1/servers/${id}`)
    expect(answer.body.server.adminPass).toBeTruthy()
    const server = await untilStatus(id, 'ACTIVE')
    expect(server).toMatchObject({
      name: 'a',
      metadata: { role: 'web' },
      description: 'first',
      tags: ['t'],
      image: { id: image },
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
    const { id } = await newServer()
    const { server } = (await nova('GET', `/servers/${id}`, undefined, '2.1')).body
    expect(server.flavor).toEqual({
      id: flavors['s1.tiny'],
      links: [{ rel: 'bookmark', href: `${origin}/compute/flavors/${flavors['s1.tiny']}` }],
    })
    for (const later of ['tags', 'locked', 'description', 'server_groups', 'OS-EXT-SRV-ATTR:hostname'])
      expect(server).not.toHaveProperty(later)
    const updated = (await nova('PUT', `/servers/${id}`, { server: { name: 'b' } }, '2.1')).body.server
    expect(updated.name).toBe('b')
    for (const absent of ['OS-EXT-STS:vm_state', 'key_name', 'security_groups', 'config_drive'])
      expect(updated).not.toHaveProperty(absent)
    const seen = (await novaAdmin('GET', `/servers/${id}`, undefined, '2.3')).body.server
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
      const { status, body } = await create(fields)
      expect(status, message).toBe(400)
      expect(body.badRequest.message).toContain(message)
    }
    expect((await nova('GET', '/servers')).body.servers).toEqual([])
  })

  it('is refused for fields that its microversion does not know, or does not know any more', async () => {
    expect((await create({ description: 'x' }, '2.18')).body.badRequest.message).toContain('description')
    expect((await create({ tags: ['x'] }, '2.51')).status).toBe(400)
    expect((await create({ personality: [] }, '2.57')).status).toBe(400)
    expect((await create({ networks: 'auto' }, '2.36')).status).toBe(400)
    expect((await create({ networks: undefined }, '2.37')).status).toBe(400)
    expect((await create({ networks: undefined }, '2.36')).status).toBe(202)
    expect((await create({ name: '' })).status).toBe(400)
    expect((await create({ name: 12345 })).status).toBe(400)
    expect((await create({ name: 'x'.repeat(256) })).status).toBe(400)
    expect((await create({ metadata: { a: 'x'.repeat(260) } })).status).toBe(400)
  })

  it('is not chosen a network for when there are several', async () => {
    await newNetwork('other', '198.19.1.0/24')
    expect((await create({ networks: 'auto' })).status).toBe(409)
    const { id } = await newServer({ networks: 'none' })
    expect((await show(id)).addresses).toEqual({})
  })

  it('takes a port, which no other server can have meanwhile', async () => {
    const { port } = (await ask(member, 'POST', '/network/v2.0/ports', { port: { network_id: network } })).body
    const { id } = await newServer({ networks: [{ port: port.id }] })
    const { interfaceAttachments } = (await nova('GET', `/servers/${id}/os-interface`)).body
    expect(interfaceAttachments).toMatchObject([{ port_id: port.id, net_id: network, port_state: 'ACTIVE' }])
    expect((await create({ networks: [{ port: port.id }] })).body.conflictingRequest.message).toContain('still in use')
  })

  it('comes in numbers under one reservation', async () => {
    const { body } = await create({ name: 'many', min_count: 3, return_reservation_id: true })
    const found = await nova('GET', `/servers/detail?reservation_id=${body.reservation_id}`)
    expect(names(found).sort()).toEqual(['many-1', 'many-2', 'many-3'])
  })

  it('stops at the quota with 403', async () => {
    const { tenant_id } = await newServer()
    await novaAdmin('PUT', `/os-quota-sets/${tenant_id}`, { quota_set: { instances: 1 } })
    const { status, body } = await create()
    expect(status).toBe(403)
    expect(body.forbidden.message).toBe('Quota exceeded for instances: Requested 1, but already used 1 of 1 instances')
  })

  it.each([false, true])('tells its fault when the cloud below has no room, told late: %s', async (toldLate) => {
    await cloud[Symbol.asyncDispose]()
    await open({ profile: { ...classic, cloud: { ...classic.cloud, capacity: { vcpus: 0, toldLate } } } })
    network = await newNetwork()
    const { body } = await create()
    const server = await untilStatus(body.server.id, 'ERROR')
    expect(server.fault).toMatchObject({ code: 500, message: expect.stringContaining('No valid host was found') })
    expect((await nova('DELETE', `/servers/${body.server.id}`)).status).toBe(204)
    await until(body.server.id, (gone) => gone === undefined)
  })

  it('is in error when it cannot be deleted, and can be deleted again', async () => {
    await cloud[Symbol.asyncDispose]()
    await open({
      faults: [{ operation: 'servers.delete', call: 1, kind: 'error', code: 'internal', message: 'stuck' }],
    })
    network = await newNetwork()
    const { id } = await newServer()
    expect((await nova('DELETE', `/servers/${id}`)).status).toBe(204)
    const server = await untilStatus(id, 'ERROR')
    expect(server['OS-EXT-STS:vm_state']).toBe('error')
    expect(server.fault).toMatchObject({ code: 500 })
    expect((await nova('DELETE', `/servers/${id}`)).status).toBe(204)
    await until(id, (gone) => gone === undefined)
  })

  it('can be deleted while it builds, and is then not found', async () => {
    const { body } = await create()
    const { id } = body.server
    expect((await nova('DELETE', `/servers/${id}`)).status).toBe(204)
    await until(id, (server) => server === undefined)
    expect((await nova('GET', `/servers/${id}`)).body.itemNotFound.message).toBe(`Instance ${id} could not be found.`)
    expect((await ask(member, 'GET', `/network/v2.0/ports?device_id=${id}`)).body.ports).toEqual([])
    const gone = await nova('GET', '/servers/detail?changes-since=2020-01-01T00:00:00Z')
    expect(gone.body.servers).toMatchObject([{ id, status: 'DELETED' }])
  })

  it('belongs to its project alone', async () => {
    const { id } = (
      await novaAdmin('POST', '/servers', {
        server: { name: 'x', imageRef: image, flavorRef: flavors['s1.tiny'], networks: 'none' },
      })
    ).body.server
    expect((await nova('GET', `/servers/${id}`)).status).toBe(404)
    expect((await nova('DELETE', `/servers/${id}`)).status).toBe(404)
    expect(names(await nova('GET', '/servers'))).toEqual([])
    expect((await nova('GET', '/servers?all_tenants=1')).status).toBe(403)
    expect(names(await novaAdmin('GET', '/servers?all_tenants=1'))).toEqual(['x'])
  })
})

describe('lists of servers', () => {
  it('are the newest first, page with links and filter', async () => {
    const ids = []
    for (const name of ['one', 'two', 'three']) ids.push((await newServer({ name, tags: [name, 'all'] })).id)
    expect(names(await nova('GET', '/servers'))).toEqual(['three', 'two', 'one'])
    const first = await nova('GET', '/servers?limit=2')
    expect(names(first)).toEqual(['three', 'two'])
    const next = new URL(first.body.servers_links[0].href)
    expect(next.searchParams.get('marker')).toBe(ids[1])
    expect(names(await ask(member, 'GET', `${next.pathname}${next.search}`))).toEqual(['one'])
    const matches: ReadonlyArray<readonly [string, readonly string[]]> = [
      ['name=t', ['three', 'two']],
      ['name=^two$', ['two']],
      ['status=ACTIVE&sort_key=display_name&sort_dir=asc', ['one', 'three', 'two']],
      ['status=SHUTOFF', []],
      [`flavor=${flavors['s1.small']}`, []],
      [`image=${image}&limit=1`, ['three']],
      ['ip=^198\\.19\\.0\\.', ['three', 'two', 'one']],
      ['ip=^10', []],
      ['tags=two,all', ['two']],
      ['not-tags-any=two,one', ['three']],
      ['locked=true', []],
      ['changes-since=2999-01-01T00:00:00Z', []],
    ]
    for (const [query, expected] of matches)
      expect(names(await nova('GET', `/servers/detail?${query}`)), query).toEqual(expected)
  })

  it('go on after a marker that is gone or fits no filter, from where it would stand', async () => {
    const ids: string[] = []
    for (const name of ['one', 'two', 'three', 'four']) ids.push((await newServer({ name })).id)
    const [, two = '', three = ''] = ids
    const inOrder = 'sort_key=display_name&sort_dir=asc'
    expect(names(await nova('GET', `/servers?${inOrder}&name=o&marker=${three}`))).toEqual(['two'])
    await nova('DELETE', `/servers/${three}`)
    await expect.poll(async () => (await nova('GET', `/servers/${three}`)).status).toBe(404)
    expect(names(await nova('GET', `/servers?${inOrder}&marker=${three}`))).toEqual(['two'])
    expect(names(await nova('GET', `/servers?marker=${two}`))).toEqual(['one'])
  })

  it('are shown as they are now, to each caller and microversion its own way', async () => {
    const { id } = await newServer({ name: 'first' })
    const detail = async (version?: string) => (await nova('GET', '/servers/detail', undefined, version)).body.servers
    const before = await detail()
    expect(await detail()).toEqual(before)
    expect((await detail('2.1'))[0].description).toBeUndefined()
    const seenByAdmin = (await ask(admin, 'GET', '/compute/v2.1/servers/detail?all_tenants=1')).body.servers
    expect(seenByAdmin[0]['OS-EXT-SRV-ATTR:host']).toEqual(expect.any(String))
    expect((await ask(admin, 'GET', '/compute/v2.1/servers/detail')).body.servers).toEqual([])
    await nova('PUT', `/servers/${id}`, { server: { name: 'renamed' } })
    expect((await detail())[0].name).toBe('renamed')
    await nova('POST', `/servers/${id}/metadata`, { metadata: { a: '1' } })
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
      expect((await nova('GET', `/servers?${query}`)).status, query).toBe(400)
    expect((await nova('GET', '/servers?unknown=1', undefined, '2.74')).status).toBe(200)
    expect((await nova('GET', '/servers?status=NONE', undefined, '2.37')).body.servers).toEqual([])
  })
})

describe('actions', () => {
  it("stop and start, each refused in the other's state", async () => {
    const { id } = await newServer()
    expect((await act(id, { 'os-start': null })).body.conflictingRequest.message).toBe(
      `Cannot 'start' instance ${id} while it is in vm_state active`,
    )
    const stopped = await act(id, { 'os-stop': null })
    expect(stopped.status).toBe(202)
    expect((await untilStatus(id, 'SHUTOFF'))['OS-EXT-STS:power_state']).toBe(4)
    expect((await act(id, { 'os-stop': null })).status).toBe(409)
    await act(id, { 'os-start': null })
    await untilStatus(id, 'ACTIVE')
    const { instanceActions } = (await nova('GET', `/servers/${id}/os-instance-actions`)).body
    expect(instanceActions.map(({ action }: { action: string }) => action)).toEqual(['start', 'stop', 'create'])
    const requestId = stopped.headers.get('x-compute-request-id')
    const shown = (await nova('GET', `/servers/${id}/os-instance-actions/${requestId}`)).body.instanceAction
    expect(shown).toMatchObject({ action: 'stop', events: [{ event: 'compute_stop_instance', result: 'Success' }] })
  })

  it('resize, wait to be verified, go back and stay', async () => {
    const { id } = await newServer()
    const resize = (name: string) => act(id, { resize: { flavorRef: flavors[name] } })
    expect((await resize('s1.tiny')).body.badRequest.message).toContain('must change flavor')
    expect((await resize('s1.small')).status).toBe(202)
    expect((await untilStatus(id, 'VERIFY_RESIZE')).flavor.original_name).toBe('s1.small')
    expect((await act(id, { 'os-stop': null })).status).toBe(409)
    expect((await act(id, { revertResize: null })).status).toBe(202)
    expect((await untilStatus(id, 'ACTIVE')).flavor.original_name).toBe('s1.tiny')
    expect((await act(id, { revertResize: null })).status).toBe(409)
  })

  it('confirm a resize', async () => {
    const { id } = await newServer()
    await act(id, { resize: { flavorRef: flavors['s1.small'] } })
    await untilStatus(id, 'VERIFY_RESIZE')
    expect((await act(id, { confirmResize: null })).status).toBe(204)
    expect((await untilStatus(id, 'ACTIVE')).flavor.original_name).toBe('s1.small')
    expect((await act(id, { confirmResize: null })).status).toBe(409)
  })

  it('reboot, soft and hard', async () => {
    const { id } = await newServer()
    for (const type of ['SOFT', 'HARD']) {
      expect((await act(id, { reboot: { type } })).status).toBe(202)
      await untilStatus(id, 'ACTIVE')
    }
    expect((await act(id, { reboot: { type: 'GENTLE' } })).status).toBe(400)
  })

  it('make an image, named in the header before 2.45 and in the body after', async () => {
    const { id } = await newServer()
    const { status, body } = await act(id, { createImage: { name: 'snap', metadata: { a: 'b' } } })
    expect(status).toBe(202)
    await untilStatus(id, 'ACTIVE')
    const made = (await ask(member, 'GET', `/image/v2/images/${body.image_id}`)).body
    expect(made).toMatchObject({ name: 'snap', status: 'active', a: 'b', image_type: 'snapshot' })
    const old = await act(id, { createImage: { name: 'snap' } }, '2.1')
    expect(old.headers.get('location')).toMatch(new RegExp(`^${origin}/image/v2/images/[0-9a-f-]{36}$`))
    const proxied = await nova('GET', `/images/${body.image_id}`, undefined, '2.1')
    expect(proxied.body.image).toMatchObject({ id: body.image_id, status: 'ACTIVE', progress: 100 })
    expect((await nova('GET', `/images/${body.image_id}`, undefined, '2.36')).status).toBe(404)
    expect((await nova('DELETE', `/images/${body.image_id}`, undefined, '2.1')).status).toBe(204)
  })

  it('rebuild with another image and name', async () => {
    const { id } = await newServer()
    const other = (await ask(member, 'GET', '/image/v2/images?name=ubuntu-24.04')).body.images[0].id
    const { status, body } = await act(id, { rebuild: { imageRef: other, name: 'again', metadata: { a: 'b' } } }, '2.1')
    expect(status).toBe(202)
    expect(body.server).toMatchObject({ name: 'again', metadata: { a: 'b' }, image: { id: other }, status: 'REBUILD' })
    expect(await untilStatus(id, 'ACTIVE')).toMatchObject({ image: { id: other }, addresses: { net: [{}] } })
  })

  it('show the console', async () => {
    const { id } = await newServer()
    const { body } = await act(id, { 'os-getConsoleOutput': { length: 2 } })
    expect(body.output.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
    expect((await act(id, { 'os-getConsoleOutput': {} })).body.output).toContain('SIMULATED GUEST')
  })

  it('heed a lock, unless an administrator asks', async () => {
    const { id } = await newServer()
    expect((await act(id, { lock: { locked_reason: 'mine' } })).status).toBe(202)
    expect(await show(id)).toMatchObject({ locked: true, locked_reason: 'mine' })
    expect((await act(id, { 'os-stop': null })).body.conflictingRequest.message).toBe(`Instance ${id} is locked`)
    expect((await nova('DELETE', `/servers/${id}`)).status).toBe(409)
    expect((await novaAdmin('POST', `/servers/${id}/action`, { 'os-stop': null })).status).toBe(202)
    await untilStatus(id, 'SHUTOFF')
    await act(id, { unlock: null })
    expect(await show(id)).toMatchObject({ locked: false, locked_reason: null })
  })

  it('that the cloud below cannot do are refused by name, and unknown ones as unknown', async () => {
    const { id } = await newServer()
    for (const name of ['pause', 'suspend', 'shelve', 'rescue', 'changePassword']) {
      const { status, body } = await act(id, { [name]: null })
      expect([status, body.notImplemented?.message]).toEqual([501, expect.stringContaining(name)])
    }
    expect((await act(id, { migrate: null })).status).toBe(403)
    expect((await act(id, { dance: null })).body.badRequest.message).toBe('There is no such action: dance')
    expect((await act('11111111-1111-4111-8111-111111111111', { 'os-stop': null })).status).toBe(404)
  })

  it('put a server into security groups and out of them', async () => {
    const { id } = await newServer()
    const made = await ask(member, 'POST', '/network/v2.0/security-groups', { security_group: { name: 'web' } })
    expect((await act(id, { addSecurityGroup: { name: 'web' } })).status).toBe(202)
    expect((await show(id)).security_groups).toEqual([{ name: 'default' }, { name: 'web' }])
    const { security_groups } = (await nova('GET', `/servers/${id}/os-security-groups`)).body
    expect(security_groups.map((group: { id: string }) => group.id)).toContain(made.body.security_group.id)
    expect((await act(id, { removeSecurityGroup: { name: 'web' } })).status).toBe(202)
    expect((await show(id)).security_groups).toEqual([{ name: 'default' }])
    expect((await act(id, { removeSecurityGroup: { name: 'web' } })).status).toBe(404)
    expect((await act(id, { addSecurityGroup: { name: 'none' } })).status).toBe(404)
  })
})

describe('below a server', () => {
  it('metadata change whole and key by key', async () => {
    const { id } = await newServer({ metadata: { a: '1' } })
    const path = `/servers/${id}/metadata`
    expect((await nova('POST', path, { metadata: { b: '2' } })).body).toEqual({ metadata: { a: '1', b: '2' } })
    expect((await nova('PUT', path, { metadata: { c: '3' } })).body).toEqual({ metadata: { c: '3' } })
    expect((await nova('PUT', `${path}/d`, { meta: { d: '4' } })).body).toEqual({ meta: { d: '4' } })
    expect((await nova('PUT', `${path}/d`, { meta: { e: '4' } })).status).toBe(400)
    expect((await nova('GET', `${path}/c`)).body).toEqual({ meta: { c: '3' } })
    expect((await nova('DELETE', `${path}/c`)).status).toBe(204)
    expect((await nova('DELETE', `${path}/c`)).status).toBe(404)
    expect((await nova('GET', path)).body).toEqual({ metadata: { d: '4' } })
  })

  it('tags are there from 2.26 on', async () => {
    const { id } = await newServer()
    const path = `/servers/${id}/tags`
    expect((await nova('GET', path, undefined, '2.25')).status).toBe(404)
    const added = await nova('PUT', `${path}/blue`)
    expect([added.status, added.headers.get('location')]).toEqual([201, `${origin}/compute/v2.1${path}/blue`])
    expect((await nova('PUT', `${path}/blue`)).status).toBe(204)
    expect((await nova('GET', `${path}/blue`)).status).toBe(204)
    expect((await nova('PUT', path, { tags: ['x', 'y'] })).body).toEqual({ tags: ['x', 'y'] })
    expect((await nova('DELETE', `${path}/x`)).status).toBe(204)
    expect((await nova('GET', `${path}/x`)).status).toBe(404)
    expect((await nova('DELETE', path)).status).toBe(204)
    expect((await nova('GET', path)).body).toEqual({ tags: [] })
  })

  it('addresses go by network', async () => {
    const { id } = await newServer()
    const { addresses } = (await nova('GET', `/servers/${id}/ips`)).body
    expect(addresses.net).toEqual([{ version: 4, addr: expect.stringMatching(/^198\.19\.0\./) }])
    expect((await nova('GET', `/servers/${id}/ips/net`)).body).toEqual(addresses)
    expect((await nova('GET', `/servers/${id}/ips/other`)).status).toBe(404)
  })

  it('interfaces come and go with the ports made for them', async () => {
    const { id } = await newServer()
    const other = await newNetwork('other', '198.19.1.0/24')
    const attached = await nova('POST', `/servers/${id}/os-interface`, { interfaceAttachment: { net_id: other } })
    expect(attached.status, JSON.stringify(attached.body)).toBe(200)
    const { port_id } = attached.body.interfaceAttachment
    expect(Object.keys((await show(id)).addresses)).toEqual(['net', 'other'])
    expect((await nova('DELETE', `/servers/${id}/os-interface/${port_id}`)).status).toBe(202)
    expect(Object.keys((await show(id)).addresses)).toEqual(['net'])
    expect((await ask(member, 'GET', `/network/v2.0/ports/${port_id}`)).status).toBe(404)
  })

  it('volumes are attached by device, shown and detached', async () => {
    const { id } = await newServer()
    const projectId = (await show(id)).tenant_id
    const volume = (await ask(member, 'POST', `/volume/v3/${projectId}/volumes`, { volume: { size: 1 } })).body.volume
      .id
    const path = `/servers/${id}/os-volume_attachments`
    const { body, status } = await nova('POST', path, { volumeAttachment: { volumeId: volume } }, '2.1')
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body.volumeAttachment).toEqual({ id: volume, volumeId: volume, serverId: id, device: '/dev/vdb' })
    expect((await show(id))['os-extended-volumes:volumes_attached']).toEqual([
      { id: volume, delete_on_termination: false },
    ])
    expect((await nova('GET', `${path}/${volume}`)).body.volumeAttachment).toMatchObject({
      volumeId: volume,
      tag: null,
    })
    expect((await nova('POST', path, { volumeAttachment: { volumeId: volume } })).status).toBe(400)
    expect((await nova('DELETE', `${path}/${volume}`)).status).toBe(202)
    expect((await nova('GET', path)).body).toEqual({ volumeAttachments: [] })
  })

  it('boot from a new volume deletes it with the server when asked to', async () => {
    const disk = { source_type: 'image', destination_type: 'volume', uuid: image, volume_size: 10, boot_index: 0 }
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
    } = await newServer({
      imageRef: undefined,
      block_device_mapping_v2: [{ ...disk, delete_on_termination: true }, blank],
    })
    expect(shown).toBe('')
    expect((await show(id))['os-extended-volumes:volumes_attached']).toHaveLength(2)
    await nova('DELETE', `/servers/${id}`)
    await until(id, (server) => server === undefined)
    expect((await ask(member, 'GET', `/volume/v3/${tenant_id}/volumes`)).body.volumes).toEqual([])
  })

  it('disks that nobody can boot from are refused', async () => {
    const devices: ReadonlyArray<readonly [object, string]> = [
      [{ source_type: 'blank', destination_type: 'local', boot_index: -1 }, 'Boot sequence'],
      [{ source_type: 'volume', uuid: '11111111-1111-4111-8111-111111111111', boot_index: 0 }, 'failed to get volume'],
      [{ source_type: 'image', destination_type: 'volume', uuid: image, boot_index: 0 }, 'non-zero size'],
    ]
    for (const [device, message] of devices) {
      const { status, body } = await create({ block_device_mapping_v2: [device] })
      expect([status, body.badRequest?.message]).toEqual([400, expect.stringContaining(message)])
    }
  })
})

describe('key pairs', () => {
  const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIm8Ae5LgsVpg3dIvC0LaGOV6dCs2Y0a1uD1sDLT9t5w me@here'

  it('are generated before 2.92 and imported always', async () => {
    const made = await nova('POST', '/os-keypairs', { keypair: { name: 'made' } }, '2.1')
    expect(made.status).toBe(200)
    expect(made.body.keypair.private_key).toContain('BEGIN RSA PRIVATE KEY')
    expect(made.body.keypair.fingerprint).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/)
    expect((await nova('POST', '/os-keypairs', { keypair: { name: 'other' } }, '2.92')).status).toBe(400)
    const imported = await nova('POST', '/os-keypairs', { keypair: { name: 'mine', public_key: publicKey } })
    expect([imported.status, imported.body.keypair.type]).toEqual([201, 'ssh'])
    expect((await nova('POST', '/os-keypairs', { keypair: { name: 'mine', public_key: publicKey } })).status).toBe(409)
    expect((await nova('POST', '/os-keypairs', { keypair: { name: 'bad', public_key: 'ssh-rsa AAAA' } })).status).toBe(
      400,
    )
    const { keypairs } = (await nova('GET', '/os-keypairs')).body
    expect(keypairs.map(({ keypair }: { keypair: { name: string } }) => keypair.name)).toEqual(['made', 'mine'])
    expect((await novaAdmin('GET', '/os-keypairs')).body.keypairs).toEqual([])
    expect((await nova('DELETE', '/os-keypairs/made', undefined, '2.1')).status).toBe(202)
    expect((await nova('DELETE', '/os-keypairs/made')).status).toBe(404)
  })

  // openstack/nova nova/crypto.py, generate_winrm_x509_cert and generate_x509_fingerprint
  it('of the type x509 are certificates for Windows, which no server here takes', async () => {
    const { status, body } = await nova('POST', '/os-keypairs', { keypair: { name: 'win', type: 'x509' } }, '2.2')
    expect([status, body.keypair.type]).toEqual([201, 'x509'])
    expect(body.keypair.public_key).toContain('BEGIN CERTIFICATE')
    expect(body.keypair.fingerprint).toMatch(/^([0-9a-f]{2}:){19}[0-9a-f]{2}$/)
    const certificate = { name: 'same', type: 'x509', public_key: body.keypair.public_key }
    const imported = await nova('POST', '/os-keypairs', { keypair: certificate })
    expect(imported.body.keypair).toMatchObject({ type: 'x509', fingerprint: body.keypair.fingerprint })
    expect((await nova('GET', '/os-keypairs/win')).body.keypair.type).toBe('x509')
    const broken = await nova('POST', '/os-keypairs', {
      keypair: { ...certificate, name: 'no', public_key: publicKey },
    })
    expect([broken.status, broken.body.badRequest.message]).toEqual([
      400,
      'Keypair data is invalid: failed to generate X509 fingerprint',
    ])
    const server = { name: 'w', imageRef: image, flavorRef: flavors['s1.small'], networks: 'none', key_name: 'win' }
    expect((await nova('POST', '/servers', { server })).body.badRequest.message).toContain('X.509')
  })

  it('reach the server that names one', async () => {
    await nova('POST', '/os-keypairs', { keypair: { name: 'mine', public_key: publicKey } })
    const one = await newServer({ key_name: 'mine' })
    const two = await newServer({ key_name: 'mine' })
    expect([one.key_name, two.key_name]).toEqual(['mine', 'mine'])
  })
})

describe('flavors', () => {
  it('show more with each microversion and cannot be changed', async () => {
    const [id] = Object.values(flavors)
    const old = (await nova('GET', `/flavors/${id}`, undefined, '2.1')).body.flavor
    expect(old).toMatchObject({ swap: '', 'OS-FLV-EXT-DATA:ephemeral': 0, 'os-flavor-access:is_public': true })
    expect(old).not.toHaveProperty('description')
    const now = (await nova('GET', `/flavors/${id}`)).body.flavor
    expect(now).toMatchObject({ swap: 0, description: null })
    const small = (await nova('GET', '/flavors/detail?minRam=8192')).body.flavors
    expect(small.every(({ ram }: { ram: number }) => ram >= 8192)).toBe(true)
    expect((await nova('GET', '/flavors/none')).body.itemNotFound.message).toBe('Flavor none could not be found.')
    expect((await nova('POST', '/flavors', { flavor: {} })).status).toBe(403)
    expect((await novaAdmin('DELETE', `/flavors/${id}`)).status).toBe(403)
  })
})

describe("a flavor's extra specs", () => {
  it('tell what sets it apart, so that nobody takes a GPU unasked', async () => {
    const gpu = { 'resources:VGPU': '1', 'trait:COMPUTE_ARCH_X86_64': 'required' }
    expect((await nova('GET', `/flavors/${flavors['g1.medium']}`)).body.flavor.extra_specs).toEqual(gpu)
    expect((await nova('GET', `/flavors/${flavors['g1.medium']}/os-extra_specs`)).body.extra_specs).toEqual(gpu)
    expect((await nova('GET', `/flavors/${flavors['s1.tiny']}`)).body.flavor.extra_specs).not.toHaveProperty([
      'resources:VGPU',
    ])
    const { id } = await newServer({ flavorRef: flavors['g1.medium'] })
    expect((await nova('GET', `/servers/${id}`)).body.server.flavor.extra_specs).toEqual(gpu)
  })
})

describe('quotas and limits', () => {
  it('are set by administrators and drop what later microversions dropped', async () => {
    const { tenant_id: id } = await newServer()
    const old = (await nova('GET', `/os-quota-sets/${id}`, undefined, '2.1')).body.quota_set
    expect(old).toMatchObject({ id, instances: 100, floating_ips: -1, injected_files: 5 })
    const now = (await nova('GET', `/os-quota-sets/${id}/detail`)).body.quota_set
    expect(now).not.toHaveProperty('floating_ips')
    expect(now).not.toHaveProperty('injected_files')
    expect(now.instances).toEqual({ limit: 100, in_use: 1, reserved: 0 })
    expect((await nova('PUT', `/os-quota-sets/${id}`, { quota_set: { instances: 5 } })).status).toBe(403)
    expect((await novaAdmin('PUT', `/os-quota-sets/${id}`, { quota_set: { instances: 0 } })).status).toBe(400)
    await novaAdmin('PUT', `/os-quota-sets/${id}`, { quota_set: { instances: 5 } })
    expect((await nova('GET', '/limits')).body.limits.absolute).toMatchObject({
      maxTotalInstances: 5,
      totalInstancesUsed: 1,
    })
    expect((await novaAdmin('DELETE', `/os-quota-sets/${id}`)).status).toBe(202)
    expect((await nova('GET', `/os-quota-sets/${id}`)).body.quota_set.instances).toBe(100)
    expect((await nova('GET', '/os-quota-sets/other')).status).toBe(403)
  })
})

describe("places and administrators' views", () => {
  it('tell the zones to all and the hosts to administrators', async () => {
    const { id } = await newServer()
    expect((await nova('GET', '/os-availability-zone')).body.availabilityZoneInfo).toEqual([
      { zoneName: 'nova', zoneState: { available: true }, hosts: null },
    ])
    expect((await nova('GET', '/os-hypervisors')).status).toBe(403)
    const { hypervisors } = (await novaAdmin('GET', '/os-hypervisors/detail?with_servers=true')).body
    expect(hypervisors).toMatchObject([{ hypervisor_type: 'simulated', servers: [{ uuid: id }] }])
    expect((await novaAdmin('GET', '/os-services')).body.services).toMatchObject([
      { binary: 'nova-compute', state: 'up' },
    ])
    expect((await novaAdmin('GET', '/os-aggregates')).body).toEqual({ aggregates: [] })
  })

  it('keep the members of an anti-affinity group in zones of their own', async () => {
    const made = await nova('POST', '/os-server-groups', { server_group: { name: 'apart', policy: 'anti-affinity' } })
    const { id } = made.body.server_group
    const asked = (name: string) => ({
      server: { name, imageRef: image, flavorRef: flavors['s1.tiny'], networks: 'none' },
      'os:scheduler_hints': { group: id },
    })
    const { body } = await nova('POST', '/servers', asked('one'))
    expect((await untilStatus(body.server.id, 'ACTIVE')).server_groups).toEqual([id])
    expect((await nova('POST', '/servers', asked('two'))).status).toBe(409)
    expect((await nova('GET', `/os-server-groups/${id}`)).body.server_group.members).toEqual([body.server.id])
    const near = { server_group: { name: 'near', policy: 'affinity' } }
    expect((await nova('POST', '/os-server-groups', near)).body.badRequest.message).toContain('affinity')
    expect((await nova('DELETE', `/os-server-groups/${id}`)).status).toBe(204)
  })

  it('count the hours that servers ran', async () => {
    const { tenant_id, id } = await newServer()
    const path = `/os-simple-tenant-usage/${tenant_id}?start=2020-01-01T00:00:00&end=2999-01-01T00:00:00`
    const { tenant_usage } = (await nova('GET', path)).body
    expect(tenant_usage.server_usages).toMatchObject([{ instance_id: id, state: 'active', vcpus: 1 }])
  })

  it('tell usages in pages that end, from 2.40 on', async () => {
    const ids: string[] = []
    for (const name of ['one', 'two', 'three']) ids.push((await newServer({ name })).id)
    const [gone = ''] = ids
    await nova('DELETE', `/servers/${gone}`)
    await expect.poll(async () => (await nova('GET', `/servers/${gone}`)).status).toBe(404)
    const root = '/os-simple-tenant-usage?start=2020-01-01T00:00:00&end=2999-01-01T00:00:00&detailed=1'
    const page = async (query: string, version?: string) => {
      const { body } = await novaAdmin('GET', `${root}${query}`, undefined, version)
      const usages: readonly { server_usages: readonly { instance_id: string }[] }[] = body.tenant_usages
      return { ids: usages.flatMap(({ server_usages }) => server_usages.map((one) => one.instance_id)), body }
    }
    expect((await page('')).ids).toEqual(ids.sort())
    const first = await page('&limit=2')
    expect(first.ids).toEqual(ids.slice(0, 2))
    const next = new URL(first.body.tenant_usages_links[0].href)
    expect(next.searchParams.get('marker')).toBe(ids[1])
    expect((await page(`&limit=2&marker=${ids[1]}`)).ids).toEqual([ids[2]])
    expect((await page(`&marker=${ids[2]}`)).ids).toEqual([])
    expect((await page(`&limit=1&marker=${ids[2]}`, '2.39')).ids).toEqual(ids)
    expect((await novaAdmin('GET', `${root}&marker=none`)).status).toBe(400)
  })

  it('pass security groups on to the network service before 2.36', async () => {
    const body = { security_group: { name: 'old', description: 'words' } }
    const made = await nova('POST', '/os-security-groups', body, '2.1')
    expect(made.body.security_group).toMatchObject({ name: 'old', description: 'words', rules: [] })
    const { id } = made.body.security_group
    const renamed = { security_group: { name: 'new', description: 'words' } }
    expect((await nova('PUT', `/os-security-groups/${id}`, renamed, '2.1')).body.security_group.name).toBe('new')
    const { security_groups } = (await nova('GET', '/os-security-groups', undefined, '2.1')).body
    expect(security_groups.map(({ name }: { name: string }) => name).sort()).toEqual(['default', 'new'])
    const own = security_groups.find(({ name }: { name: string }) => name === 'default')
    expect((await nova('DELETE', `/os-security-groups/${own.id}`, undefined, '2.1')).status).toBe(400)
    expect((await nova('DELETE', `/os-security-groups/${id}`, undefined, '2.1')).status).toBe(202)
    expect((await nova('GET', `/os-security-groups/${id}`, undefined, '2.1')).status).toBe(404)
    expect((await nova('GET', '/os-security-groups')).status).toBe(404)
  })
})
