import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedFront, openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { ManualClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'

const origin = 'http://cloud.test'
let clock: ManualClock
let cloud: EmbeddedFront
let member: string
let admin: string

const logIn = async (who: 'admin' | 'member'): Promise<string> => {
  const { userName, password, projectName } = cloud.users[who]
  const domain = { id: 'default' }
  const response = await cloud.front.fetch(
    new Request(`${origin}/identity/v3/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        auth: {
          identity: { methods: ['password'], password: { user: { name: userName, domain, password } } },
          scope: { project: { name: projectName, domain } },
        },
      }),
    }),
  )
  return response.headers.get('x-subject-token') ?? ''
}

beforeEach(async () => {
  clock = new ManualClock()
  cloud = await openEmbeddedFront({
    profile: classic,
    clock,
    random: systemRandom,
    latency: {},
    onUnexpected: (error) => expect.fail(String(error)),
  })
  ;[member, admin] = [await logIn('member'), await logIn('admin')]
})
afterEach(() => cloud[Symbol.asyncDispose]())

interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  readonly body: any
}

const askAs = async (
  token: string,
  method: string,
  path: string,
  body?: unknown,
  extraHeaders: Record<string, string> = {},
): Promise<Answer> => {
  const pending = cloud.front.fetch(
    new Request(`${origin}/network${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-auth-token': token, ...extraHeaders },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  const response = await pending
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
}
const ask = (method: string, path: string, body?: unknown) => askAs(member, method, `/v2.0${path}`, body)
const asAdmin = (method: string, path: string, body?: unknown) => askAs(admin, method, `/v2.0${path}`, body)
const faultOf = ({ status, body }: Answer) => [status, body.NeutronError?.type]

const newNetwork = async (name = 'net') => (await ask('POST', '/networks', { network: { name } })).body.network
const newSubnet = async (network_id: string, cidr = '198.19.0.0/24', more: object = {}) =>
  (await ask('POST', '/subnets', { subnet: { network_id, cidr, ip_version: 4, ...more } })).body.subnet
const newPort = async (network_id: string, more: object = {}) =>
  (await ask('POST', '/ports', { port: { network_id, ...more } })).body.port
const externalNetwork = async () => (await ask('GET', '/networks?router:external=True')).body.networks[0]
const newRouter = async (more: object = {}) =>
  (await ask('POST', '/routers', { router: { name: 'r', ...more } })).body.router

describe('the service', () => {
  it('shows its version to everyone and everything else to the authenticated', async () => {
    const root = await askAs('', 'GET', '/')
    expect(root.status).toBe(200)
    expect(root.body.versions[0]).toMatchObject({ id: 'v2.0', status: 'CURRENT' })
    expect((await askAs('', 'GET', '/v2.0/')).status).toBe(200)
    expect((await askAs('', 'GET', '/v2.0/networks')).status).toBe(401)
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
    const rest = await ask('GET', next.slice(`${origin}/network/v2.0`.length))
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
      askAs(
        member,
        'PUT',
        `/v2.0/networks/${id}`,
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

describe('subnets', () => {
  it('plan their gateway and pools, and change them', async () => {
    const { id } = await newNetwork()
    const subnet = await newSubnet(id, '198.19.0.0/24', {
      dns_nameservers: ['198.18.0.53'],
      host_routes: [{ destination: '198.19.8.0/24', nexthop: '198.19.0.9' }],
    })
    expect(subnet).toMatchObject({
      gateway_ip: '198.19.0.1',
      allocation_pools: [{ start: '198.19.0.2', end: '198.19.0.254' }],
      dns_nameservers: ['198.18.0.53'],
      host_routes: [{ destination: '198.19.8.0/24', nexthop: '198.19.0.9' }],
      enable_dhcp: true,
    })
    const changed = await ask('PUT', `/subnets/${subnet.id}`, {
      subnet: {
        gateway_ip: '198.19.0.254',
        allocation_pools: [{ start: '198.19.0.10', end: '198.19.0.20' }],
        enable_dhcp: false,
      },
    })
    expect(changed.body.subnet).toMatchObject({ gateway_ip: '198.19.0.254', enable_dhcp: false })
    const without = await newSubnet(id, '198.19.1.0/24', { gateway_ip: null })
    expect(without.gateway_ip).toBeNull()
    expect((await ask('GET', `/networks/${id}`)).body.network.subnets).toEqual([subnet.id, without.id])
  })

  it('refuse ranges that overlap, have host bits or are of another version', async () => {
    const { id } = await newNetwork()
    await newSubnet(id)
    const refusal = async (subnet: object) =>
      faultOf(await ask('POST', '/subnets', { subnet: { network_id: id, ...subnet } }))
    expect(await refusal({ cidr: '198.19.0.128/25', ip_version: 4 })).toEqual([400, 'InvalidInput'])
    expect(await refusal({ cidr: '198.19.1.1/24', ip_version: 4 })).toEqual([400, 'HTTPBadRequest'])
    expect(await refusal({ cidr: '198.19.1.0/24', ip_version: 6 })).toEqual([400, 'InvalidInput'])
    expect(await refusal({ cidr: '198.19.1.0/24' })).toEqual([400, 'BadRequest'])
    const pools = {
      cidr: '198.19.1.0/24',
      ip_version: 4,
      allocation_pools: [{ start: '198.19.1.1', end: '198.19.1.9' }],
    }
    expect(await refusal(pools)).toEqual([409, 'GatewayConflictWithAllocationPools'])
    expect(await refusal({ ...pools, network_id: '6f1c0f4e-0000-4000-8000-000000000000' })).toEqual([
      404,
      'NetworkNotFound',
    ])
  })

  it('give IPv6 hosts the address that follows from their MAC address', async () => {
    const { id } = await newNetwork()
    await newSubnet(id)
    const modes = { ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac' }
    const v6 = await newSubnet(id, '2001:db8::/64', { ip_version: 6, ...modes })
    const port = await newPort(id, { mac_address: 'fa:16:3e:01:02:03' })
    expect(port.fixed_ips).toContainEqual({ subnet_id: v6.id, ip_address: '2001:db8::f816:3eff:fe01:203' })
    expect(port.fixed_ips).toHaveLength(2)
    const contradiction = {
      network_id: id,
      cidr: '2001:db8:1::/64',
      ip_version: 6,
      ...modes,
      ipv6_ra_mode: 'dhcpv6-stateful',
    }
    expect(faultOf(await ask('POST', '/subnets', { subnet: contradiction }))).toEqual([400, 'InvalidInput'])
  })

  it('are cut from a pool', async () => {
    const { id } = await newNetwork()
    const { body } = await ask('POST', '/subnetpools', {
      subnetpool: { name: 'p', prefixes: ['198.19.64.0/22'], default_prefixlen: 24, min_prefixlen: 24 },
    })
    const pool = body.subnetpool
    const cut = async () =>
      (await ask('POST', '/subnets', { subnet: { network_id: id, subnetpool_id: pool.id } })).body.subnet.cidr
    expect([await cut(), await cut()]).toEqual(['198.19.64.0/24', '198.19.65.0/24'])
    expect(faultOf(await ask('DELETE', `/subnetpools/${pool.id}`))).toEqual([400, 'SubnetPoolDeleteError'])
  })
})

describe('ports', () => {
  it('have an address, the default group and what the caller says of their device', async () => {
    const { id } = await newNetwork()
    const subnet = await newSubnet(id)
    const port = await newPort(id, { name: 'p', device_id: 'd', device_owner: 'mine' })
    expect(port).toMatchObject({ name: 'p', status: 'DOWN', device_id: 'd', device_owner: 'mine', network_id: id })
    expect(port.fixed_ips[0].subnet_id).toBe(subnet.id)
    const groups = (await ask('GET', '/security-groups?name=default')).body.security_groups
    expect(port.security_groups).toEqual([groups[0].id])
    expect(port['binding:host_id']).toBeUndefined()
    expect((await asAdmin('GET', `/ports/${port.id}`)).body.port['binding:vif_type']).toBe('unbound')
    const found = await ask('GET', `/ports?fixed_ips=ip_address=${port.fixed_ips[0].ip_address}&device_id=d`)
    expect(found.body.ports).toHaveLength(1)
  })

  it('take the addresses asked for, and refuse those that are taken or elsewhere', async () => {
    const { id } = await newNetwork()
    const { id: subnet_id } = await newSubnet(id)
    const at = (ip_address: string) =>
      ask('POST', '/ports', { port: { network_id: id, fixed_ips: [{ subnet_id, ip_address }] } })
    const made = await at('198.19.0.77')
    expect(made.body.port.fixed_ips[0].ip_address).toBe('198.19.0.77')
    expect(faultOf(await at('198.19.0.77'))).toEqual([409, 'IpAddressAlreadyAllocated'])
    expect(faultOf(await at('198.18.0.77'))).toEqual([400, 'InvalidIpForSubnet'])
    const moved = await ask('PUT', `/ports/${made.body.port.id}`, {
      port: { fixed_ips: [{ subnet_id, ip_address: '198.19.0.78' }], security_groups: [] },
    })
    expect(moved.body.port).toMatchObject({ fixed_ips: [{ ip_address: '198.19.0.78' }], security_groups: [] })
  })

  it('say when the network has no address left', async () => {
    const { id } = await newNetwork()
    await newSubnet(id, '198.19.0.0/30')
    await newPort(id)
    expect(faultOf(await ask('POST', '/ports', { port: { network_id: id } }))).toEqual([
      409,
      'IpAddressGenerationFailure',
    ])
  })

  it('keep bindings for administrators', async () => {
    const { id } = await newNetwork()
    const bound = { network_id: id, 'binding:host_id': 'h' }
    expect(faultOf(await ask('POST', '/ports', { port: bound }))).toEqual([403, 'PolicyNotAuthorized'])
    expect((await asAdmin('POST', '/ports', { port: bound })).body.port['binding:host_id']).toBe('h')
  })
})

describe('routers', () => {
  it('join subnets by subnet and by port, and show their sides as ports', async () => {
    const { id } = await newNetwork()
    const first = await newSubnet(id)
    const second = await newSubnet(id, '198.19.1.0/24')
    const router = await newRouter()
    const added = await ask('PUT', `/routers/${router.id}/add_router_interface`, { subnet_id: first.id })
    expect(added.status).toBe(200)
    expect(added.body).toMatchObject({ id: router.id, subnet_id: first.id, subnet_ids: [first.id], network_id: id })
    const side = (await ask('GET', `/ports/${added.body.port_id}`)).body.port
    expect(side).toMatchObject({ device_id: router.id, device_owner: 'network:router_interface' })
    expect(faultOf(await ask('DELETE', `/ports/${side.id}`))).toEqual([409, 'ServicePortInUse'])
    const port = await newPort(id, { fixed_ips: [{ subnet_id: second.id }] })
    const byPort = await ask('PUT', `/routers/${router.id}/add_router_interface`, { port_id: port.id })
    expect(byPort.body.port_id).toBe(port.id)
    expect((await ask('GET', `/ports?device_id=${router.id}`)).body.ports).toHaveLength(2)
    expect(faultOf(await ask('DELETE', `/routers/${router.id}`))).toEqual([409, 'RouterInUse'])
    const again = await ask('PUT', `/routers/${router.id}/add_router_interface`, { subnet_id: first.id })
    expect(faultOf(again)).toEqual([400, 'BadRequest'])
    for (const body of [{ subnet_id: first.id }, { port_id: port.id }])
      expect((await ask('PUT', `/routers/${router.id}/remove_router_interface`, body)).status).toBe(200)
    const gone = await ask('PUT', `/routers/${router.id}/remove_router_interface`, { subnet_id: first.id })
    expect(faultOf(gone)).toEqual([404, 'RouterInterfaceNotFoundForSubnet'])
    expect((await ask('DELETE', `/routers/${router.id}`)).status).toBe(204)
  })

  it('refuse subnets that overlap and gateways that are not external', async () => {
    const [a, b] = [await newNetwork('a'), await newNetwork('b')]
    const [first, second] = [await newSubnet(a.id), await newSubnet(b.id)]
    const { id } = await newRouter()
    await ask('PUT', `/routers/${id}/add_router_interface`, { subnet_id: first.id })
    const overlapping = await ask('PUT', `/routers/${id}/add_router_interface`, { subnet_id: second.id })
    expect(faultOf(overlapping)).toEqual([400, 'BadRequest'])
    const gateway = (network_id: string) =>
      ask('PUT', `/routers/${id}`, { router: { external_gateway_info: { network_id } } })
    expect(faultOf(await gateway(a.id))).toEqual([400, 'BadRequest'])
    expect(faultOf(await gateway(id))).toEqual([404, 'NetworkNotFound'])
    expect(
      (await gateway((await externalNetwork()).id)).body.router.external_gateway_info.external_fixed_ips,
    ).toHaveLength(1)
  })

  it('carry static routes to next hops on their subnets', async () => {
    const { id: network } = await newNetwork()
    const subnet = await newSubnet(network)
    const { id } = await newRouter()
    await ask('PUT', `/routers/${id}/add_router_interface`, { subnet_id: subnet.id })
    const routes = [{ destination: '198.19.32.0/24', nexthop: '198.19.0.5' }]
    expect((await ask('PUT', `/routers/${id}`, { router: { routes } })).body.router.routes).toEqual(routes)
    const removal = await ask('PUT', `/routers/${id}/remove_router_interface`, { subnet_id: subnet.id })
    expect(faultOf(removal)).toEqual([409, 'RouterInterfaceInUseByRoute'])
    const astray = [{ destination: '198.19.32.0/24', nexthop: '198.18.9.9' }]
    expect(faultOf(await ask('PUT', `/routers/${id}`, { router: { routes: astray } }))).toEqual([400, 'InvalidRoutes'])
    expect((await ask('PUT', `/routers/${id}`, { router: { routes: null } })).body.router.routes).toEqual([])
  })
})

describe('floating IPs', () => {
  it('lead to a port behind a router, move, and come free with their port', async () => {
    const external = await externalNetwork()
    const { id: network } = await newNetwork()
    const subnet = await newSubnet(network)
    const [first, second] = [await newPort(network), await newPort(network)]
    const create = (more: object) =>
      ask('POST', '/floatingips', { floatingip: { floating_network_id: external.id, ...more } })
    expect(faultOf(await create({ port_id: first.id }))).toEqual([404, 'ExternalGatewayForFloatingIPNotFound'])
    expect((await ask('GET', '/floatingips')).body.floatingips).toEqual([])
    const router = await newRouter({ external_gateway_info: { network_id: external.id } })
    await ask('PUT', `/routers/${router.id}/add_router_interface`, { subnet_id: subnet.id })
    const floating = (await create({ port_id: first.id })).body.floatingip
    expect(floating).toMatchObject({
      status: 'ACTIVE',
      port_id: first.id,
      router_id: router.id,
      fixed_ip_address: first.fixed_ips[0].ip_address,
    })
    expect(floating.port_details.network_id).toBe(network)
    expect(faultOf(await create({ port_id: first.id }))).toEqual([409, 'FloatingIPPortAlreadyAssociated'])
    const inUse = await ask('PUT', `/routers/${router.id}/remove_router_interface`, { subnet_id: subnet.id })
    expect(faultOf(inUse)).toEqual([409, 'RouterInterfaceInUseByFloatingIP'])
    const gateway = await ask('PUT', `/routers/${router.id}`, { router: { external_gateway_info: {} } })
    expect(faultOf(gateway)).toEqual([409, 'RouterExternalGatewayInUseByFloatingIp'])
    const moved = await ask('PUT', `/floatingips/${floating.id}`, { floatingip: { port_id: second.id } })
    expect(moved.body.floatingip.port_id).toBe(second.id)
    await ask('DELETE', `/ports/${second.id}`)
    expect((await ask('GET', `/floatingips/${floating.id}`)).body.floatingip).toMatchObject({
      port_id: null,
      fixed_ip_address: null,
      router_id: null,
      status: 'DOWN',
      port_details: null,
    })
    expect((await ask('DELETE', `/floatingips/${floating.id}`)).status).toBe(204)
  })

  it('come from external networks alone', async () => {
    const { id } = await newNetwork()
    const refused = await ask('POST', '/floatingips', { floatingip: { floating_network_id: id } })
    expect(faultOf(refused)).toEqual([400, 'BadRequest'])
  })
})

describe('security groups', () => {
  it('give every project a default one that cannot be renamed, removed or made twice', async () => {
    const { body } = await ask('GET', '/security-groups')
    expect(body.security_groups).toHaveLength(1)
    const [group] = body.security_groups
    expect(group.name).toBe('default')
    expect(group.security_group_rules).toHaveLength(4)
    const rename = await ask('PUT', `/security-groups/${group.id}`, { security_group: { name: 'x' } })
    expect(faultOf(rename)).toEqual([409, 'SecurityGroupCannotUpdateDefault'])
    expect(faultOf(await ask('DELETE', `/security-groups/${group.id}`))).toEqual([
      409,
      'SecurityGroupCannotRemoveDefault',
    ])
    const second = await ask('POST', '/security-groups', { security_group: { name: 'default' } })
    expect(faultOf(second)).toEqual([409, 'SecurityGroupDefaultAlreadyExists'])
    const theirs = (await asAdmin('GET', `/security-groups?name=default`)).body.security_groups
    expect(theirs).toHaveLength(2)
  })

  it('let everything out and nothing in when new, and may share a name', async () => {
    const create = async () =>
      (await ask('POST', '/security-groups', { security_group: { name: 'web' } })).body.security_group
    const [first, second] = [await create(), await create()]
    expect(first.id).not.toBe(second.id)
    expect(first.security_group_rules.map((rule: { direction: string }) => rule.direction)).toEqual([
      'egress',
      'egress',
    ])
    const renamed = await ask('PUT', `/security-groups/${first.id}`, {
      security_group: { name: 'db', description: 'd' },
    })
    expect(renamed.body.security_group).toMatchObject({ name: 'db', description: 'd', stateful: true })
    expect((await ask('DELETE', `/security-groups/${first.id}`)).status).toBe(204)
    expect(faultOf(await ask('GET', `/security-groups/${first.id}`))).toEqual([404, 'SecurityGroupNotFound'])
  })

  it('stay while a port has them', async () => {
    const { id } = (await ask('POST', '/security-groups', { security_group: { name: 'g' } })).body.security_group
    const network = await newNetwork()
    const port = await newPort(network.id, { security_groups: [id] })
    expect(faultOf(await ask('DELETE', `/security-groups/${id}`))).toEqual([409, 'SecurityGroupInUse'])
    await ask('DELETE', `/ports/${port.id}`)
    expect((await ask('DELETE', `/security-groups/${id}`)).status).toBe(204)
  })

  it('take rules, show them normalized, and refuse one twice', async () => {
    const { id } = (await ask('POST', '/security-groups', { security_group: { name: 'g' } })).body.security_group
    const add = (rule: object) =>
      ask('POST', '/security-group-rules', {
        security_group_rule: { security_group_id: id, direction: 'ingress', ...rule },
      })
    const made = await add({
      protocol: 'TCP',
      port_range_min: '22',
      port_range_max: 22,
      remote_ip_prefix: '198.19.0.7/24',
    })
    expect(made.status).toBe(201)
    expect(made.body.security_group_rule).toMatchObject({
      protocol: 'tcp',
      port_range_min: 22,
      port_range_max: 22,
      ethertype: 'IPv4',
      remote_ip_prefix: '198.19.0.7/24',
      normalized_cidr: '198.19.0.0/24',
    })
    const twice = { protocol: '6', port_range_min: 22, port_range_max: 22, remote_ip_prefix: '198.19.0.0/24' }
    expect(faultOf(await add(twice))).toEqual([409, 'SecurityGroupRuleExists'])
    const ping = await add({ protocol: 'icmp', ethertype: 'IPv6' })
    expect(ping.body.security_group_rule.protocol).toBe('ipv6-icmp')
    expect((await ask('GET', `/security-group-rules?security_group_id=${id}`)).body.security_group_rules).toHaveLength(
      4,
    )
    const ruleId = made.body.security_group_rule.id
    expect((await ask('DELETE', `/security-group-rules/${ruleId}`)).status).toBe(204)
    expect(faultOf(await ask('GET', `/security-group-rules/${ruleId}`))).toEqual([404, 'SecurityGroupRuleNotFound'])
  })

  it.each([
    [{ protocol: 'bad' }, 400, 'SecurityGroupRuleInvalidProtocol'],
    [{ ethertype: 'bad' }, 400, 'SecurityGroupRuleInvalidEtherType'],
    [{ remote_ip_prefix: '198.19.0.0/33' }, 400, 'InvalidCIDR'],
    [{ remote_ip_prefix: '2001:db8::/64' }, 400, 'SecurityGroupRuleParameterConflict'],
    [{ port_range_min: 80, port_range_max: 80 }, 400, 'SecurityGroupProtocolRequiredWithPorts'],
    [{ protocol: 'tcp', port_range_min: 80, port_range_max: 70 }, 400, 'SecurityGroupInvalidPortRange'],
    [{ protocol: 'tcp', port_range_min: 0, port_range_max: 70 }, 400, 'SecurityGroupInvalidPortValue'],
    [{ protocol: 'tcp', port_range_min: -16384, port_range_max: 70 }, 400, 'SecurityGroupInvalidPortValue'],
    [{ protocol: 'icmp', port_range_min: 256 }, 400, 'SecurityGroupInvalidIcmpValue'],
    [{ protocol: 'icmp', port_range_max: 25 }, 400, 'SecurityGroupMissingIcmpType'],
    [{ remote_group_id: '6f1c0f4e-0000-4000-8000-000000000000' }, 404, 'SecurityGroupNotFound'],
    [{ direction: 'sideways' }, 400, 'HTTPBadRequest'],
  ])('refuse the rule %j with %i %s', async (rule, status, type) => {
    const { id } = (await ask('GET', '/security-groups')).body.security_groups[0]
    const body = { security_group_rule: { security_group_id: id, direction: 'ingress', ...rule } }
    expect(faultOf(await ask('POST', '/security-group-rules', body))).toEqual([status, type])
  })
})
