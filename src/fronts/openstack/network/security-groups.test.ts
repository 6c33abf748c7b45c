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
const newPort = async (network_id: string, more: object = {}) =>
  (await ask('POST', '/ports', { port: { network_id, ...more } })).body.port

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
