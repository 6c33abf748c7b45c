import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'
import { benchOrigin } from '../front-bench.ts'
import type { Answer, NetworkBench } from './network-bench.ts'
import { openNetworkBench } from './network-bench.ts'

const world = { clock: systemClock, random: systemRandom }
let driver: ReturnType<typeof openSimulatedDriver>
let bench: NetworkBench

beforeEach(async () => {
  driver = openSimulatedDriver(
    { zones: ['near', 'far'], externalNetworks: [{ name: 'public', cidr: '198.18.0.0/20' }] },
    world,
  )
  bench = await openNetworkBench(driver, world)
})
afterEach(async () => {
  await bench[Symbol.asyncDispose]()
  await driver[Symbol.asyncDispose]()
})

const ask = (method: string, path: string, body?: unknown) => bench.as('member', method, path, body)
const asAdmin = (method: string, path: string, body?: unknown) => bench.as('admin', method, path, body)
const faultOf = ({ status, body }: Answer) => [status, body.NeutronError?.type]

const newNetwork = async (name = 'net') => (await ask('POST', '/networks', { network: { name } })).body.network
const newSubnet = async (network_id: string, cidr = '198.19.0.0/24', more: object = {}) =>
  (await ask('POST', '/subnets', { subnet: { network_id, cidr, ip_version: 4, ...more } })).body.subnet
const newPort = async (network_id: string, more: object = {}) =>
  (await ask('POST', '/ports', { port: { network_id, ...more } })).body.port
const externalNetwork = async () => (await ask('GET', '/networks?router:external=True')).body.networks[0]

describe('the service', () => {
  it('shows its version to everyone and everything else to the authenticated', async () => {
    const root = await bench.as('nobody', 'GET', '/')
    expect(root.status).toBe(200)
    expect(root.body.versions[0]).toMatchObject({ id: 'v2.0', status: 'CURRENT' })
    expect((await bench.as('nobody', 'GET', '')).status).toBe(200)
    expect((await bench.as('nobody', 'GET', '/networks')).status).toBe(401)
  })

  it('answers 404 for paths of extensions that it does not list', async () => {
    const { body } = await ask('GET', '/extensions')
    const aliases = body.extensions.map(({ alias }: { alias: string }) => alias)
    expect(aliases).toEqual(expect.arrayContaining(['router', 'external-net', 'security-group', 'standard-attr-tag']))
    expect(aliases).not.toContain('rbac-policies')
    expect(faultOf(await ask('GET', '/rbac-policies'))).toEqual([404, 'HTTPNotFound'])
    expect((await ask('GET', '/extensions/router')).body.extension.alias).toBe('router')
    expect((await ask('GET', '/extensions/trunk')).status).toBe(404)
  })

  it('refuses unknown attributes, read-only ones and missing ones in Neutron’s words', async () => {
    const unknown = await ask('POST', '/networks', { network: { nonsense: 1 } })
    expect(unknown.body.NeutronError).toEqual({
      type: 'HTTPBadRequest',
      message: "Unrecognized attribute(s) 'nonsense'",
      detail: '',
    })
    expect(faultOf(await ask('POST', '/networks', { network: { status: 'ACTIVE' } }))).toEqual([400, 'HTTPBadRequest'])
    const missing = await ask('POST', '/ports', { port: {} })
    expect(missing.body.NeutronError.message).toContain("Required attribute 'network_id' not specified")
    const { id } = await newNetwork()
    const readOnly = await ask('PUT', `/networks/${id}`, { network: { tenant_id: 'x' } })
    expect(readOnly.body.NeutronError.message).toBe('Cannot update read-only attribute tenant_id')
  })
})

describe('networks', () => {
  it('come and go, and keep what the cloud below cannot', async () => {
    const network = await newNetwork('blue')
    expect(network).toMatchObject({ name: 'blue', admin_state_up: true, shared: false, subnets: [], tags: [] })
    expect(network.tenant_id).toBe(network.project_id)
    const changed = await ask('PUT', `/networks/${network.id}`, {
      network: { name: 'green', description: 'words', admin_state_up: 'False' },
    })
    expect(changed.body.network).toMatchObject({ name: 'green', description: 'words', admin_state_up: false })
    expect(changed.body.network.revision_number).toBeGreaterThan(network.revision_number)
    expect((await ask('DELETE', `/networks/${network.id}`)).status).toBe(204)
    expect(faultOf(await ask('GET', `/networks/${network.id}`))).toEqual([404, 'NetworkNotFound'])
  })

  it('are in the zone of their agent from the first subnet or port on, and in one that they are hinted at', async () => {
    const zonesOf = async (id: string) => (await ask('GET', `/networks/${id}`)).body.network.availability_zones
    const zones = (await ask('GET', '/availability_zones')).body.availability_zones.map(
      ({ name }: { name: string }) => name,
    )
    expect(zones).toHaveLength(2)
    const { id } = await newNetwork()
    expect(await zonesOf(id)).toEqual([])
    await newSubnet(id, '198.19.0.0/24', { enable_dhcp: false })
    expect(await zonesOf(id)).toEqual([zones[0]])
    const bare = await newNetwork()
    await newPort(bare.id)
    expect(await zonesOf(bare.id)).toEqual([zones[0]])
    const hinted = await ask('POST', '/networks', { network: { availability_zone_hints: [zones[1]] } })
    await newSubnet(hinted.body.network.id)
    expect(await zonesOf(hinted.body.network.id)).toEqual([zones[1]])
  })

  it('are made in bulk, all or none', async () => {
    const made = await ask('POST', '/networks', { networks: [{ name: 'a' }, { name: 'b' }] })
    expect(made.status).toBe(201)
    expect(made.body.networks.map(({ name }: { name: string }) => name)).toEqual(['a', 'b'])
    const refused = await ask('POST', '/networks', { networks: [{ name: 'c' }, { name: 'd', shared: true }] })
    expect(faultOf(refused)).toEqual([403, 'PolicyNotAuthorized'])
    expect((await ask('GET', '/networks?name=c')).body.networks).toEqual([])
  })

  it('are listed by filter, in order, by fields and in pages', async () => {
    for (const name of ['n3', 'n1', 'n2']) await newNetwork(name)
    const names = async (query: string) =>
      (await ask('GET', `/networks?router:external=False&${query}`)).body.networks.map(
        (one: { name: string }) => one.name,
      )
    expect(await names('name=n1&name=n2')).toEqual(['n1', 'n2'])
    expect(await names('sort_key=name&sort_dir=desc')).toEqual(['n3', 'n2', 'n1'])
    const page = await ask('GET', '/networks?router:external=False&sort_key=name&sort_dir=asc&limit=2&fields=name')
    expect(page.body.networks).toEqual([{ name: 'n1' }, { name: 'n2' }])
    const next = page.body.networks_links.find(({ rel }: { rel: string }) => rel === 'next').href
    const rest = await ask('GET', next.slice(`${benchOrigin}/network/v2.0`.length))
    expect(rest.body.networks).toEqual([{ name: 'n3' }])
    expect(rest.body.networks_links.map(({ rel }: { rel: string }) => rel)).toEqual(['previous'])
    expect(faultOf(await ask('GET', '/networks?nonsense=1'))).toEqual([400, 'HTTPBadRequest'])
    expect(faultOf(await ask('GET', '/networks?limit=-1'))).toEqual([400, 'HTTPBadRequest'])
  })

  it('are seen by their project, by administrators, and by all when shared or external', async () => {
    const { id } = await newNetwork()
    expect((await asAdmin('GET', `/networks/${id}`)).status).toBe(200)
    const foreign = (await asAdmin('POST', '/networks', { network: { name: 'foreign' } })).body.network
    expect((await ask('GET', `/networks/${foreign.id}`)).status).toBe(404)
    expect((await asAdmin('PUT', `/networks/${foreign.id}`, { network: { shared: true } })).status).toBe(200)
    expect((await ask('GET', `/networks/${foreign.id}`)).body.network.shared).toBe(true)
    expect(faultOf(await ask('DELETE', `/networks/${foreign.id}`))).toEqual([403, 'PolicyNotAuthorized'])
    expect((await externalNetwork())['router:external']).toBe(true)
  })

  it('stay while ports are on them, and take their subnets along', async () => {
    const { id } = await newNetwork()
    const subnet = await newSubnet(id)
    const port = await newPort(id)
    expect(faultOf(await ask('DELETE', `/networks/${id}`))).toEqual([409, 'NetworkInUse'])
    expect(faultOf(await ask('DELETE', `/subnets/${subnet.id}`))).toEqual([409, 'SubnetInUse'])
    await ask('DELETE', `/ports/${port.id}`)
    expect((await ask('DELETE', `/networks/${id}`)).status).toBe(204)
    expect((await ask('GET', `/subnets/${subnet.id}`)).status).toBe(404)
  })

  it('carry tags that lists filter by', async () => {
    const { id } = await newNetwork('tagged')
    await newNetwork('plain')
    expect((await ask('PUT', `/networks/${id}/tags/red`)).status).toBe(201)
    expect((await ask('PUT', `/networks/${id}/tags`, { tags: ['red', 'blue'] })).body).toEqual({
      tags: ['red', 'blue'],
    })
    expect((await ask('GET', `/networks/${id}/tags/blue`)).status).toBe(204)
    expect((await ask('GET', '/networks?tags=red,blue')).body.networks).toHaveLength(1)
    expect((await ask('GET', '/networks?not-tags=red&name=plain&name=tagged')).body.networks[0].name).toBe('plain')
    expect((await ask('DELETE', `/networks/${id}/tags/red`)).status).toBe(204)
    expect(faultOf(await ask('DELETE', `/networks/${id}/tags/red`))).toEqual([404, 'TagNotFound'])
  })

  it('change only under the revision that the caller names', async () => {
    const { id, revision_number } = await newNetwork()
    const change = (revision: number) =>
      bench.as(
        'member',
        'PUT',
        `/networks/${id}`,
        { network: { name: 'x' } },
        { 'if-match': `revision_number=${revision}` },
      )
    expect(faultOf(await change(revision_number + 7))).toEqual([412, 'RevisionNumberConstraintFailed'])
    expect((await change(revision_number)).status).toBe(200)
  })

  it('end at the quota', async () => {
    const { project_id } = await newNetwork()
    expect((await asAdmin('PUT', `/quotas/${project_id}`, { quota: { network: 1 } })).body.quota.network).toBe(1)
    expect(faultOf(await ask('POST', '/networks', { network: {} }))).toEqual([409, 'OverQuota'])
    const { body } = await ask('GET', `/quotas/${project_id}/details.json`)
    expect(body.quota.network).toEqual({ limit: 1, used: 1, reserved: 0 })
    expect((await asAdmin('DELETE', `/quotas/${project_id}`)).status).toBe(204)
    expect((await ask('GET', `/quotas/${project_id}`)).body.quota.network).toBe(100)
    expect(faultOf(await ask('PUT', `/quotas/${project_id}`, { quota: { network: 5 } }))).toEqual([
      403,
      'PolicyNotAuthorized',
    ])
  })
})
