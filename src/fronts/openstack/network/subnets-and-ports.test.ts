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
const asAdmin = (method: string, path: string, body?: unknown) => bench.as('admin', method, path, body)
const faultOf = ({ status, body }: Answer) => [status, body.NeutronError?.type]

const newNetwork = async (name = 'net') => (await ask('POST', '/networks', { network: { name } })).body.network
const newSubnet = async (network_id: string, cidr = '198.19.0.0/24', more: object = {}) =>
  (await ask('POST', '/subnets', { subnet: { network_id, cidr, ip_version: 4, ...more } })).body.subnet
const newPort = async (network_id: string, more: object = {}) =>
  (await ask('POST', '/ports', { port: { network_id, ...more } })).body.port

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
