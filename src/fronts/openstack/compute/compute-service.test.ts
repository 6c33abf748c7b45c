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

describe('versions', () => {
  it('lists v2.0 first and tells the range of microversions without a token', async () => {
    const root = await bench.ask('', 'GET', '/compute/')
    expect(root.status).toBe(200)
    expect(root.body.versions.map(({ id }: { id: string }) => id)).toEqual(['v2.0', 'v2.1'])
    const { body } = await bench.ask('', 'GET', '/compute/v2.1/')
    expect(body.version).toMatchObject({ id: 'v2.1', min_version: '2.1', version: '2.96' })
    expect(body.version.links[0]).toEqual({ rel: 'self', href: `${benchOrigin}/compute/v2.1/` })
  })

  it('refuses a microversion outside of it with 406', async () => {
    const { status, body } = await bench.nova('GET', '/servers', undefined, '2.500')
    expect(status).toBe(406)
    expect(body.computeFault.message).toContain('2.500')
  })

  it("names unknown paths, methods and tokens in Nova's shapes", async () => {
    expect((await bench.nova('GET', '/nothing')).body.itemNotFound.code).toBe(404)
    expect((await bench.nova('PUT', '/servers')).body.badMethod.code).toBe(405)
    expect((await bench.ask('no', 'GET', '/compute/v2.1/servers')).status).toBe(401)
  })

  it('lets unknown fields pass on v2 alone', async () => {
    const body = { keypair: { name: 'k', unknown: 1 } }
    expect((await bench.nova('POST', '/os-keypairs', body, '2.1')).status).toBe(400)
    expect((await bench.ask(bench.member, 'POST', '/compute/v2/os-keypairs', body)).status).toBe(200)
  })
})

describe('key pairs', () => {
  const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIm8Ae5LgsVpg3dIvC0LaGOV6dCs2Y0a1uD1sDLT9t5w me@here'

  it('are generated before 2.92 and imported always', async () => {
    const made = await bench.nova('POST', '/os-keypairs', { keypair: { name: 'made' } }, '2.1')
    expect(made.status).toBe(200)
    expect(made.body.keypair.private_key).toContain('BEGIN RSA PRIVATE KEY')
    expect(made.body.keypair.fingerprint).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/)
    expect((await bench.nova('POST', '/os-keypairs', { keypair: { name: 'other' } }, '2.92')).status).toBe(400)
    const imported = await bench.nova('POST', '/os-keypairs', { keypair: { name: 'mine', public_key: publicKey } })
    expect([imported.status, imported.body.keypair.type]).toEqual([201, 'ssh'])
    expect(
      (await bench.nova('POST', '/os-keypairs', { keypair: { name: 'mine', public_key: publicKey } })).status,
    ).toBe(409)
    expect(
      (await bench.nova('POST', '/os-keypairs', { keypair: { name: 'bad', public_key: 'ssh-rsa AAAA' } })).status,
    ).toBe(400)
    const { keypairs } = (await bench.nova('GET', '/os-keypairs')).body
    expect(keypairs.map(({ keypair }: { keypair: { name: string } }) => keypair.name)).toEqual(['made', 'mine'])
    expect((await bench.novaAdmin('GET', '/os-keypairs')).body.keypairs).toEqual([])
    expect((await bench.nova('DELETE', '/os-keypairs/made', undefined, '2.1')).status).toBe(202)
    expect((await bench.nova('DELETE', '/os-keypairs/made')).status).toBe(404)
  })

  // openstack/nova nova/crypto.py, generate_winrm_x509_cert and generate_x509_fingerprint
  it('of the type x509 are certificates for Windows, which no server here takes', async () => {
    const { status, body } = await bench.nova('POST', '/os-keypairs', { keypair: { name: 'win', type: 'x509' } }, '2.2')
    expect([status, body.keypair.type]).toEqual([201, 'x509'])
    expect(body.keypair.public_key).toContain('BEGIN CERTIFICATE')
    expect(body.keypair.fingerprint).toMatch(/^([0-9a-f]{2}:){19}[0-9a-f]{2}$/)
    const certificate = { name: 'same', type: 'x509', public_key: body.keypair.public_key }
    const imported = await bench.nova('POST', '/os-keypairs', { keypair: certificate })
    expect(imported.body.keypair).toMatchObject({ type: 'x509', fingerprint: body.keypair.fingerprint })
    expect((await bench.nova('GET', '/os-keypairs/win')).body.keypair.type).toBe('x509')
    const broken = await bench.nova('POST', '/os-keypairs', {
      keypair: { ...certificate, name: 'no', public_key: publicKey },
    })
    expect([broken.status, broken.body.badRequest.message]).toEqual([
      400,
      'Keypair data is invalid: failed to generate X509 fingerprint',
    ])
    const server = {
      name: 'w',
      imageRef: bench.image,
      flavorRef: bench.flavors['s1.small'],
      networks: 'none',
      key_name: 'win',
    }
    expect((await bench.nova('POST', '/servers', { server })).body.badRequest.message).toContain('X.509')
  })

  it('reach the server that names one', async () => {
    await bench.nova('POST', '/os-keypairs', { keypair: { name: 'mine', public_key: publicKey } })
    const one = await bench.newServer({ key_name: 'mine' })
    const two = await bench.newServer({ key_name: 'mine' })
    expect([one.key_name, two.key_name]).toEqual(['mine', 'mine'])
  })
})

describe('flavors', () => {
  it('show more with each microversion and cannot be changed', async () => {
    const [id] = Object.values(bench.flavors)
    const old = (await bench.nova('GET', `/flavors/${id}`, undefined, '2.1')).body.flavor
    expect(old).toMatchObject({ swap: '', 'OS-FLV-EXT-DATA:ephemeral': 0, 'os-flavor-access:is_public': true })
    expect(old).not.toHaveProperty('description')
    const now = (await bench.nova('GET', `/flavors/${id}`)).body.flavor
    expect(now).toMatchObject({ swap: 0, description: null })
    const small = (await bench.nova('GET', '/flavors/detail?minRam=8192')).body.flavors
    expect(small.every(({ ram }: { ram: number }) => ram >= 8192)).toBe(true)
    expect((await bench.nova('GET', '/flavors/none')).body.itemNotFound.message).toBe('Flavor none could not be found.')
    expect((await bench.nova('POST', '/flavors', { flavor: {} })).status).toBe(403)
    expect((await bench.novaAdmin('DELETE', `/flavors/${id}`)).status).toBe(403)
  })
})

describe("a flavor's extra specs", () => {
  it('tell what sets it apart, so that nobody takes a GPU unasked', async () => {
    const gpu = { 'resources:VGPU': '1', 'trait:COMPUTE_ARCH_X86_64': 'required' }
    expect((await bench.nova('GET', `/flavors/${bench.flavors['g1.medium']}`)).body.flavor.extra_specs).toEqual(gpu)
    expect((await bench.nova('GET', `/flavors/${bench.flavors['g1.medium']}/os-extra_specs`)).body.extra_specs).toEqual(
      gpu,
    )
    expect(
      (await bench.nova('GET', `/flavors/${bench.flavors['s1.tiny']}`)).body.flavor.extra_specs,
    ).not.toHaveProperty(['resources:VGPU'])
    const { id } = await bench.newServer({ flavorRef: bench.flavors['g1.medium'] })
    expect((await bench.nova('GET', `/servers/${id}`)).body.server.flavor.extra_specs).toEqual(gpu)
  })
})

describe('quotas and limits', () => {
  it('are set by administrators and drop what later microversions dropped', async () => {
    const { tenant_id: id } = await bench.newServer()
    const old = (await bench.nova('GET', `/os-quota-sets/${id}`, undefined, '2.1')).body.quota_set
    expect(old).toMatchObject({ id, instances: 100, floating_ips: -1, injected_files: 5 })
    const now = (await bench.nova('GET', `/os-quota-sets/${id}/detail`)).body.quota_set
    expect(now).not.toHaveProperty('floating_ips')
    expect(now).not.toHaveProperty('injected_files')
    expect(now.instances).toEqual({ limit: 100, in_use: 1, reserved: 0 })
    expect((await bench.nova('PUT', `/os-quota-sets/${id}`, { quota_set: { instances: 5 } })).status).toBe(403)
    expect((await bench.novaAdmin('PUT', `/os-quota-sets/${id}`, { quota_set: { instances: 0 } })).status).toBe(400)
    await bench.novaAdmin('PUT', `/os-quota-sets/${id}`, { quota_set: { instances: 5 } })
    expect((await bench.nova('GET', '/limits')).body.limits.absolute).toMatchObject({
      maxTotalInstances: 5,
      totalInstancesUsed: 1,
    })
    expect((await bench.novaAdmin('DELETE', `/os-quota-sets/${id}`)).status).toBe(202)
    expect((await bench.nova('GET', `/os-quota-sets/${id}`)).body.quota_set.instances).toBe(100)
    expect((await bench.nova('GET', '/os-quota-sets/other')).status).toBe(403)
  })
})

describe("places and administrators' views", () => {
  it('tell the zones to all and the hosts to administrators', async () => {
    const { id } = await bench.newServer()
    expect((await bench.nova('GET', '/os-availability-zone')).body.availabilityZoneInfo).toEqual([
      { zoneName: 'nova', zoneState: { available: true }, hosts: null },
    ])
    expect((await bench.nova('GET', '/os-hypervisors')).status).toBe(403)
    const { hypervisors } = (await bench.novaAdmin('GET', '/os-hypervisors/detail?with_servers=true')).body
    expect(hypervisors).toMatchObject([{ hypervisor_type: 'simulated', servers: [{ uuid: id }] }])
    expect((await bench.novaAdmin('GET', '/os-services')).body.services).toMatchObject([
      { binary: 'nova-compute', state: 'up' },
    ])
    expect((await bench.novaAdmin('GET', '/os-aggregates')).body).toEqual({ aggregates: [] })
  })

  it('keep the members of an anti-affinity group in zones of their own', async () => {
    const made = await bench.nova('POST', '/os-server-groups', {
      server_group: { name: 'apart', policy: 'anti-affinity' },
    })
    const { id } = made.body.server_group
    const asked = (name: string) => ({
      server: { name, imageRef: bench.image, flavorRef: bench.flavors['s1.tiny'], networks: 'none' },
      'os:scheduler_hints': { group: id },
    })
    const { body } = await bench.nova('POST', '/servers', asked('one'))
    expect((await bench.untilStatus(body.server.id, 'ACTIVE')).server_groups).toEqual([id])
    expect((await bench.nova('POST', '/servers', asked('two'))).status).toBe(409)
    expect((await bench.nova('GET', `/os-server-groups/${id}`)).body.server_group.members).toEqual([body.server.id])
    const near = { server_group: { name: 'near', policy: 'affinity' } }
    expect((await bench.nova('POST', '/os-server-groups', near)).body.badRequest.message).toContain('affinity')
    expect((await bench.nova('DELETE', `/os-server-groups/${id}`)).status).toBe(204)
  })

  it('count the hours that servers ran', async () => {
    const { tenant_id, id } = await bench.newServer()
    const path = `/os-simple-tenant-usage/${tenant_id}?start=2020-01-01T00:00:00&end=2999-01-01T00:00:00`
    const { tenant_usage } = (await bench.nova('GET', path)).body
    expect(tenant_usage.server_usages).toMatchObject([{ instance_id: id, state: 'active', vcpus: 1 }])
  })

  it('tell usages in pages that end, from 2.40 on', async () => {
    const ids: string[] = []
    for (const name of ['one', 'two', 'three']) ids.push((await bench.newServer({ name })).id)
    const [gone = ''] = ids
    await bench.nova('DELETE', `/servers/${gone}`)
    await expect.poll(async () => (await bench.nova('GET', `/servers/${gone}`)).status).toBe(404)
    const root = '/os-simple-tenant-usage?start=2020-01-01T00:00:00&end=2999-01-01T00:00:00&detailed=1'
    const page = async (query: string, version?: string) => {
      const { body } = await bench.novaAdmin('GET', `${root}${query}`, undefined, version)
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
    expect((await bench.novaAdmin('GET', `${root}&marker=none`)).status).toBe(400)
  })

  it('pass security groups on to the network service before 2.36', async () => {
    const body = { security_group: { name: 'old', description: 'words' } }
    const made = await bench.nova('POST', '/os-security-groups', body, '2.1')
    expect(made.body.security_group).toMatchObject({ name: 'old', description: 'words', rules: [] })
    const { id } = made.body.security_group
    const renamed = { security_group: { name: 'new', description: 'words' } }
    expect((await bench.nova('PUT', `/os-security-groups/${id}`, renamed, '2.1')).body.security_group.name).toBe('new')
    const { security_groups } = (await bench.nova('GET', '/os-security-groups', undefined, '2.1')).body
    expect(security_groups.map(({ name }: { name: string }) => name).sort()).toEqual(['default', 'new'])
    const own = security_groups.find(({ name }: { name: string }) => name === 'default')
    expect((await bench.nova('DELETE', `/os-security-groups/${own.id}`, undefined, '2.1')).status).toBe(400)
    expect((await bench.nova('DELETE', `/os-security-groups/${id}`, undefined, '2.1')).status).toBe(202)
    expect((await bench.nova('GET', `/os-security-groups/${id}`, undefined, '2.1')).status).toBe(404)
    expect((await bench.nova('GET', '/os-security-groups')).status).toBe(404)
  })
})
