import { expect, test } from 'vitest'
import type { CreateCall } from '../../cloud/driver.ts'
import { collect } from '../../lib/async-iterable.ts'
import { openSimulatedDriver } from './open-simulated-driver.ts'

const { signal } = new AbortController()
const call = { signal }
let count = 0
const create = (): CreateCall => {
  count += 1
  return { signal, token: `token-${count}` }
}

test('a web server is reached from outside once its path is complete', async () => {
  await using driver = openSimulatedDriver()
  const { routers, floatingIps } = driver
  if (!routers || !floatingIps) throw new Error('the default cloud has routers and floating IPs')
  const [flavor] = await collect(driver.flavors.list(call))
  const [image] = await collect(driver.images.list(call))
  const [pool] = await collect(floatingIps.pools(call))
  if (!flavor || !image || !pool) throw new Error('the default cloud has something on offer')
  const network = await driver.networks.create?.({ name: 'net' }, create())
  const subnet = await driver.subnets.create?.(
    { name: 'sub', networkId: network?.id as never, cidr: '198.18.200.0/24' },
    create(),
  )
  if (!network || !subnet) throw new Error('the default cloud has tenant networks')
  const router = await routers.create({ name: 'r', externalNetworkId: pool.id }, create())
  await routers.attachSubnet(router.id, subnet.id, call)
  const web = await driver.securityGroups.create({ name: 'web' }, create())
  const server = await driver.servers.create(
    {
      name: 'web-1',
      flavorId: flavor.id,
      boot: { imageId: image.id },
      interfaces: [{ networkId: network.id }],
      securityGroupIds: [web.id],
      metadata: { 'portolan.listens': '80/tcp' },
    },
    create(),
  )
  expect(server.status).toBe('active')
  const floatingIp = await floatingIps.create({ poolId: pool.id }, create())
  const portId = server.interfaces[0]?.portId
  if (!portId) throw new Error('a simulated server shows its ports')
  await floatingIps.associate(floatingIp.id, { portId }, call)
  const probe = { from: 'outside', to: { address: floatingIp.address }, protocol: 'tcp', port: 80 } as const
  expect(await driver.guests.probe(probe, call)).toEqual({
    reached: false,
    reason: 'no security group of web-1 (web) has an ingress rule for 80/tcp from outside',
    simulated: true,
  })
  const rule = {
    groupId: web.id,
    direction: 'ingress',
    family: 'ipv4',
    protocol: 'tcp',
    portMin: 80,
    portMax: 80,
  } as const
  await driver.securityGroups.addRule(rule, create())
  expect(await driver.guests.probe(probe, call)).toEqual({ reached: true, simulated: true })
})
