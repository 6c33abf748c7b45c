import { describe, expect, it } from 'vitest'
import type { CloudDriver } from '../../../cloud/driver.ts'
import { openSimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import type { SimulatedOptions } from '../../../drivers/simulated/simulated-options.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'
import { defaultSecurityGroupOf } from './default-security-group.ts'
import type { Answer } from './network-bench.ts'
import { openNetworkBench } from './network-bench.ts'

const world = { clock: systemClock, random: systemRandom }
const faultOf = ({ status, body }: Answer) => [status, body.NeutronError?.type]
const aliasesOf = ({ body }: Answer) => body.extensions.map(({ alias }: { alias: string }) => alias)

const over = async (options: SimulatedOptions, narrow: (driver: CloudDriver) => CloudDriver = (driver) => driver) => {
  const simulated = openSimulatedDriver(options, world)
  const bench = await openNetworkBench(narrow(simulated), { ...world, withoutExtensions: ['quotas'] })
  return { simulated, bench }
}

describe('on a cloud without tenant networks', () => {
  it('shows the shared network, forbids new ones, and has no routers and floating IPs', async () => {
    const { simulated, bench } = await over({
      tenantNetworks: false,
      providerNetworks: [{ name: 'Ext-Net', cidr: '198.18.16.0/20' }],
    })
    const { body } = await bench.as('other', 'GET', '/networks')
    expect(body.networks).toHaveLength(1)
    expect(body.networks[0]).toMatchObject({ name: 'Ext-Net', shared: true })
    expect((await bench.as('other', 'GET', '/subnets')).body.subnets[0].id).toBe(body.networks[0].subnets[0])
    expect(faultOf(await bench.as('member', 'POST', '/networks', { network: {} }))).toEqual([
      403,
      'PolicyNotAuthorized',
    ])
    expect(faultOf(await bench.as('member', 'GET', '/routers'))).toEqual([404, 'HTTPNotFound'])
    expect(faultOf(await bench.as('member', 'GET', '/floatingips'))).toEqual([404, 'HTTPNotFound'])
    const aliases = aliasesOf(await bench.as('member', 'GET', '/extensions'))
    expect(aliases).not.toContain('router')
    expect(aliases).not.toContain('quotas')
    expect((await bench.as('member', 'GET', '/quotas/one')).status).toBe(404)
    const port = await bench.as('other', 'POST', '/ports', { port: { network_id: body.networks[0].id } })
    expect(port.body.port.project_id).toBe('two')
    await bench[Symbol.asyncDispose]()
    await simulated[Symbol.asyncDispose]()
  })
})

describe('on a cloud with routers and without floating IPs', () => {
  it('lists none, and lets nobody have one', async () => {
    const simulated = openSimulatedDriver({ floatingIps: false }, world)
    const bench = await openNetworkBench(simulated, world)
    const { body } = await bench.as('member', 'GET', '/floatingips')
    expect(body).toEqual({ floatingips: [] })
    const [external] = (await bench.as('member', 'GET', '/networks?router:external=true')).body.networks
    const wanted = { floatingip: { floating_network_id: external.id } }
    expect(faultOf(await bench.as('member', 'POST', '/floatingips', wanted))).toEqual([409, 'OverQuota'])
    await bench[Symbol.asyncDispose]()
    await simulated[Symbol.asyncDispose]()
  })
})

describe('on a cloud that shows no ports', () => {
  it('shows the interfaces of servers as ports, which cannot be made or changed', async () => {
    const withoutPorts = ({ ports: _ports, routers: _routers, floatingIps: _ips, ...driver }: CloudDriver) => driver
    const { simulated, bench } = await over({ zones: ['nova'] }, withoutPorts)
    const { network } = (await bench.as('member', 'POST', '/networks', { network: { name: 'n' } })).body
    const subnet = { network_id: network.id, ip_version: 4, cidr: '198.19.0.0/24' }
    expect((await bench.as('member', 'POST', '/subnets', { subnet })).status).toBe(201)
    const { mirror } = bench.front
    const group = await defaultSecurityGroupOf(bench.front, 'one')
    const [[flavor], [image]] = [[...mirror.list('flavor')], [...mirror.list('image')]]
    const server = await mirror.create(
      'server',
      {
        name: 's',
        flavorId: mirror.nativeId('flavor', flavor?.id ?? ''),
        boot: { imageId: mirror.nativeId('image', image?.id ?? '') },
        interfaces: [{ networkId: mirror.nativeId('network', network.id) }],
        securityGroupIds: [mirror.nativeId('security-group', group.id)],
      },
      { projectId: 'one' },
    )
    await mirror.refresh('server', server.id)
    const { ports } = (await bench.as('member', 'GET', `/ports?device_id=${server.id}`)).body
    expect(ports).toHaveLength(1)
    expect(ports[0]).toMatchObject({
      network_id: network.id,
      device_owner: 'compute:nova',
      security_groups: [group.id],
      project_id: 'one',
    })
    expect((await bench.as('member', 'GET', `/ports/${ports[0].id}`)).body.port).toEqual(ports[0])
    expect((await bench.as('other', 'GET', `/ports/${ports[0].id}`)).status).toBe(404)
    expect(faultOf(await bench.as('member', 'DELETE', `/networks/${network.id}`))).toEqual([409, 'NetworkInUse'])
    const refused = await bench.as('member', 'POST', '/ports', { port: { network_id: network.id } })
    expect(faultOf(refused)).toEqual([501, 'NotImplementedError'])
    await bench[Symbol.asyncDispose]()
    await simulated[Symbol.asyncDispose]()
  })
})

describe('policy', () => {
  it('lets readers read and nothing else, and hides what is of other projects', async () => {
    const { simulated, bench } = await over({})
    const { network } = (await bench.as('member', 'POST', '/networks', { network: { name: 'n' } })).body
    expect((await bench.as('reader', 'GET', `/networks/${network.id}`)).status).toBe(200)
    for (const [method, path, body] of [
      ['POST', '/networks', { network: {} }],
      ['PUT', `/networks/${network.id}`, { network: { name: 'x' } }],
      ['DELETE', `/networks/${network.id}`, undefined],
      ['PUT', `/networks/${network.id}/tags/t`, undefined],
    ] as const)
      expect(faultOf(await bench.as('reader', method, path, body))).toEqual([403, 'PolicyNotAuthorized'])
    expect(faultOf(await bench.as('other', 'DELETE', `/networks/${network.id}`))).toEqual([404, 'NetworkNotFound'])
    const foreign = { network: { name: 'x', project_id: 'two' } }
    expect(faultOf(await bench.as('member', 'POST', '/networks', foreign))).toEqual([400, 'HTTPBadRequest'])
    expect((await bench.as('admin', 'POST', '/networks', foreign)).body.network.tenant_id).toBe('two')
    await bench[Symbol.asyncDispose]()
    await simulated[Symbol.asyncDispose]()
  })

  it('gives each project its own default group, once, also when asked for at the same time', async () => {
    const { simulated, bench } = await over({})
    const answers = await Promise.all([1, 2, 3].map(() => bench.as('other', 'GET', '/security-groups')))
    const ids = answers.flatMap(({ body }) => body.security_groups.map(({ id }: { id: string }) => id))
    expect(new Set(ids).size).toBe(1)
    expect(answers[0]?.body.security_groups[0].security_group_rules).toHaveLength(4)
    const below = [...bench.front.mirror.list('security-group', 'two')].map(({ native }) => native?.name)
    expect(below).toEqual(['os-default-two'])
    await bench[Symbol.asyncDispose]()
    await simulated[Symbol.asyncDispose]()
  })
})
