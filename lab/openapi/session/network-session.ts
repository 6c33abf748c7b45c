import type { Ask } from './judged-front.ts'

const root = '/network/v2.0'

/** Every route of Neutron's API that the front has. */
export const networkSession = async (ask: Ask, projectId: string): Promise<void> => {
  const admin = { as: 'admin' } as const
  for (const path of ['', '/']) await ask(`GET /network${path}`, undefined, { as: 'nobody' })
  for (const path of ['', '/', '/extensions', '/extensions/router', '/availability_zones', '/service-providers'])
    await ask(`GET ${root}${path}`)
  await ask(`GET ${root}/agents`, undefined, admin)
  await ask(`GET ${root}/agents/nothing`, undefined, { ...admin, expect: 404 })
  for (const path of [
    '',
    '/tenant',
    '/project',
    `/${projectId}`,
    `/${projectId}/default`,
    `/${projectId}/default.json`,
  ])
    await ask(`GET ${root}/quotas${path}`, undefined, admin)
  for (const path of ['details', 'details.json']) await ask(`GET ${root}/quotas/${projectId}/${path}`, undefined, admin)
  await ask(`PUT ${root}/quotas/${projectId}`, { quota: { network: 50, port: 200 } }, admin)
  await ask(`DELETE ${root}/quotas/${projectId}`, undefined, admin)

  const made = async (kinds: string, kind: string, fields: object, as: 'admin' | 'member' = 'member') =>
    (await ask(`POST ${root}/${kinds}`, { [kind]: fields }, { as })).body[kind]
  const looked = async (kinds: string, kind: string, id: string, change?: object) => {
    await ask(`GET ${root}/${kinds}`)
    await ask(`GET ${root}/${kinds}`, undefined, admin)
    await ask(`GET ${root}/${kinds}?fields=id&limit=1`)
    await ask(`GET ${root}/${kinds}/${id}`)
    if (change) await ask(`PUT ${root}/${kinds}/${id}`, { [kind]: change })
  }
  const tagged = async (kinds: string, id: string) => {
    const tags = `${root}/${kinds}/${id}/tags`
    await ask(`PUT ${tags}`, { tags: ['red', 'blue'] })
    await ask(`PUT ${tags}/green`)
    await ask(`GET ${tags}`)
    await ask(`GET ${tags}/green`)
    await ask(`DELETE ${tags}/green`)
    await ask(`DELETE ${tags}`)
  }

  const network = await made('networks', 'network', {
    name: 'net',
    description: 'a network',
    admin_state_up: true,
  })
  await looked('networks', 'network', network.id, { name: 'renamed', shared: false })
  await ask(`POST ${root}/networks`, { networks: [{ name: 'one' }, { name: 'two' }] })
  const pool = await made('subnetpools', 'subnetpool', {
    name: 'pool',
    prefixes: ['198.19.128.0/18'],
    default_prefixlen: 26,
    min_prefixlen: 24,
  })
  await looked('subnetpools', 'subnetpool', pool.id, { description: 'a pool' })
  const subnet = await made('subnets', 'subnet', {
    name: 'sub',
    network_id: network.id,
    cidr: '198.19.0.0/24',
    ip_version: 4,
    gateway_ip: '198.19.0.1',
    allocation_pools: [{ start: '198.19.0.10', end: '198.19.0.200' }],
    dns_nameservers: ['198.18.0.53'],
    host_routes: [{ destination: '198.19.64.0/24', nexthop: '198.19.0.2' }],
    enable_dhcp: true,
  })
  await looked('subnets', 'subnet', subnet.id, { name: 'again', dns_nameservers: [] })
  const pooled = await made('subnets', 'subnet', { network_id: network.id, subnetpool_id: pool.id, ip_version: 4 })
  const group = await made('security-groups', 'security_group', { name: 'web', description: 'a group' })
  await looked('security-groups', 'security_group', group.id, { name: 'web2', description: 'another' })
  const rule = await made('security-group-rules', 'security_group_rule', {
    security_group_id: group.id,
    direction: 'ingress',
    ethertype: 'IPv4',
    protocol: 'tcp',
    port_range_min: 80,
    port_range_max: 443,
    remote_ip_prefix: '198.18.0.0/15',
  })
  await looked('security-group-rules', 'security_group_rule', rule.id)
  const port = await made('ports', 'port', {
    name: 'p',
    network_id: network.id,
    fixed_ips: [{ subnet_id: subnet.id, ip_address: '198.19.0.50' }],
    security_groups: [group.id],
    admin_state_up: true,
    device_owner: 'compute:nova',
  })
  await looked('ports', 'port', port.id, { name: 'q', description: 'a port' })

  const [external] = (await ask(`GET ${root}/networks?router:external=true`)).body.networks
  const router = await made('routers', 'router', {
    name: 'r',
    external_gateway_info: { network_id: external.id },
    admin_state_up: true,
  })
  await looked('routers', 'router', router.id, {
    name: 'r2',
    routes: [],
  })
  await ask(`PUT ${root}/routers/${router.id}/add_router_interface`, { subnet_id: subnet.id })
  await ask(`PUT ${root}/routers/${router.id}`, {
    router: { routes: [{ destination: '198.19.70.0/24', nexthop: '198.19.0.9' }] },
  })
  const floating = await made('floatingips', 'floatingip', {
    floating_network_id: external.id,
    port_id: port.id,
    description: 'an address',
  })
  await looked('floatingips', 'floatingip', floating.id, { port_id: null })
  await ask(`GET ${root}/network-ip-availabilities`, undefined, admin)
  await ask(`GET ${root}/network-ip-availabilities/${network.id}`, undefined, admin)

  await tagged('networks', network.id)
  await tagged('subnets', subnet.id)
  await tagged('subnetpools', pool.id)
  await tagged('security-groups', group.id)
  await tagged('ports', port.id)
  await tagged('routers', router.id)
  await tagged('floatingips', floating.id)

  await ask(`DELETE ${root}/networks/${network.id}`, undefined, { expect: 409 })
  await ask(`GET ${root}/networks/${port.id}`, undefined, { expect: 404 })
  await ask(`GET ${root}/networks`, undefined, { as: 'nobody', expect: 401 })
  await ask(`GET ${root}/nothing`, undefined, { expect: 404 })
  await ask(`POST ${root}/networks/${network.id}`, {}, { expect: 405 })

  await ask(`DELETE ${root}/floatingips/${floating.id}`)
  await ask(`PUT ${root}/routers/${router.id}`, { router: { routes: [], external_gateway_info: null } })
  await ask(`PUT ${root}/routers/${router.id}/remove_router_interface`, { subnet_id: subnet.id })
  await ask(`DELETE ${root}/routers/${router.id}`)
  await ask(`DELETE ${root}/ports/${port.id}`)
  await ask(`DELETE ${root}/security-group-rules/${rule.id}`)
  await ask(`DELETE ${root}/security-groups/${group.id}`)
  for (const { id } of [subnet, pooled]) await ask(`DELETE ${root}/subnets/${id}`)
  await ask(`DELETE ${root}/subnetpools/${pool.id}`)
  for (const { id, name } of (await ask(`GET ${root}/networks`)).body.networks)
    if (['renamed', 'one', 'two'].includes(name)) await ask(`DELETE ${root}/networks/${id}`)
}
