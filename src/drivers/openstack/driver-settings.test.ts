import { expect, it } from 'vitest'
import { driverOverFront } from '../../../lab/embedded/driver-over-front.ts'
import { collect } from '../../lib/async-iterable.ts'

const call = { signal: new AbortController().signal }
const providerNetworks = [{ name: 'PublicNet', cidr: '198.18.64.0/20' }]

it('requires_floating_ip: false says that servers are reached on the networks that all share', async () => {
  const reachable = async (settings: Readonly<Record<string, unknown>>) => {
    await using opened = await driverOverFront({ cloud: { providerNetworks }, settings })
    const networks = await collect(opened.driver.networks.list(call))
    return networks.flatMap(({ name, reachable }) => (reachable ? [name] : []))
  }
  expect(await reachable({})).toEqual([])
  expect(await reachable({ requires_floating_ip: false })).toContain('PublicNet')
})

it.each([{ use_external_network: false }, { floating_ip_source: 'None' }])(
  '%j says that there are no floating IPs',
  async (settings) => {
    await using opened = await driverOverFront({ settings })
    expect(opened.driver.floatingIps).toBeUndefined()
  },
)

it('a nat_source comes first among the pools of floating IPs', async () => {
  const externalNetworks = ['one', 'two'].map((name, index) => ({ name, cidr: `198.18.${16 * index}.0/20` }))
  const networks = [{ name: 'two', nat_source: true }]
  await using opened = await driverOverFront({ cloud: { externalNetworks }, settings: { networks } })
  const pools = opened.driver.floatingIps ? await collect(opened.driver.floatingIps.pools(call)) : []
  expect(pools[0]?.name).toBe('two')
})

it.each([
  [{ secgroup_source: 'None' }, []],
  [{}, ['security-group']],
])('security groups are absent by %j and without the extensions %j', async (settings, withoutExtensions) => {
  await using opened = await driverOverFront({ settings, front: { withoutExtensions } })
  const { securityGroups } = opened.driver
  expect(await collect(securityGroups.list(call))).toEqual([])
  const made = securityGroups.create({ name: 'web' }, { ...call, token: 'web' })
  await expect(made).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('no security groups'),
  })
})
