import { EventEmitter, once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'
import type { Answer, NetworkBench } from './network-bench.ts'
import { openNetworkBench } from './network-bench.ts'

const world = { clock: systemClock, random: systemRandom }
let driver: ReturnType<typeof openSimulatedDriver>
let bench: NetworkBench

beforeEach(async () => {
  driver = openSimulatedDriver({ externalNetworks: [{ name: 'public', cidr: '198.18.0.0/20' }] }, world)
  bench = await openNetworkBench(driver, world)
})
afterEach(async () => {
  await bench[Symbol.asyncDispose]()
  await driver[Symbol.asyncDispose]()
})

const ask = (method: string, path: string, body?: unknown) => bench.as('member', method, path, body)
const faultOf = ({ status, body }: Answer) => [status, body.NeutronError?.type]

const newNetwork = async (name = 'net') => (await ask('POST', '/networks', { network: { name } })).body.network
const newSubnet = async (network_id: string, cidr = '198.19.0.0/24', more: object = {}) =>
  (await ask('POST', '/subnets', { subnet: { network_id, cidr, ip_version: 4, ...more } })).body.subnet
const newPort = async (network_id: string, more: object = {}) =>
  (await ask('POST', '/ports', { port: { network_id, ...more } })).body.port
const externalNetwork = async () => (await ask('GET', '/networks?router:external=True')).body.networks[0]
const newRouter = async (more: object = {}) =>
  (await ask('POST', '/routers', { router: { name: 'r', ...more } })).body.router

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

  it('are in the zone of the agent that was looked for once they had a gateway, and the create was answered', async () => {
    const zonesOf = async (id: string) => (await ask('GET', `/routers/${id}`)).body.router.availability_zones
    const idle = await newRouter()
    expect(await zonesOf(idle.id)).toEqual([])
    const gateway = { network_id: (await externalNetwork()).id }
    const router = await newRouter({ external_gateway_info: gateway })
    expect(router.availability_zones).toEqual([])
    const { availability_zones } = (await ask('GET', '/availability_zones')).body
    expect(await zonesOf(router.id)).toEqual([availability_zones[0].name])
    const [bulk] = (await ask('POST', '/routers', { routers: [{ external_gateway_info: gateway }] })).body.routers
    expect(bulk.availability_zones).toEqual([])
    const changed = await ask('PUT', `/routers/${idle.id}`, { router: { external_gateway_info: gateway } })
    expect(changed.body.router.availability_zones).toEqual([])
    expect(await zonesOf(idle.id)).toEqual([availability_zones[0].name])
  })

  it('show a new side at once, while ports are being made too', async () => {
    const steps = new EventEmitter()
    const routed = once(steps, 'routed')
    const begun = once(steps, 'begun')
    const { ports } = driver
    if (!ports) throw new Error('this driver has ports')
    const create: typeof ports.create = async (spec, call) => {
      steps.emit('begun')
      await routed
      return ports.create(spec, call)
    }
    await using busy = await openNetworkBench({ ...driver, ports: { ...ports, create } }, world)
    const put = (path: string, body: object) => busy.as('member', 'PUT', path, body)
    const post = async (path: string, body: object) => (await busy.as('member', 'POST', path, body)).body
    const { id } = (await post('/networks', { network: { name: 'net' } })).network
    const { subnet } = await post('/subnets', { subnet: { network_id: id, cidr: '198.19.0.0/24', ip_version: 4 } })
    const { router } = await post('/routers', { router: { name: 'r' } })
    const making = post('/ports', { port: { network_id: id } })
    await begun
    const added = await put(`/routers/${router.id}/add_router_interface`, { subnet_id: subnet.id })
    steps.emit('routed')
    expect(added).toMatchObject({ status: 200, body: { subnet_id: subnet.id } })
    expect((await making).port.device_id).toBe('')
    const { body } = await busy.as('member', 'GET', '/ports')
    expect(body.ports.map((port: { device_owner: string }) => port.device_owner).sort()).toEqual([
      '',
      'network:router_interface',
    ])
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
