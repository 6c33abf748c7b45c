import { expect, test } from 'vitest'
import type { ServerId } from '../../model/id.ts'
import type { Probe } from '../../model/probe.ts'
import { simulatedFixture, tcp } from './simulated-fixture.ts'

/** web-1 on `front` behind a floating IP, db-1 on `back`, one router between the two. */
const twoTiers = async () => {
  const cloud = await simulatedFixture()
  const { driver, call, create } = cloud
  const front = await cloud.network('front', '198.18.200.0/24')
  const back = await cloud.network('back', '198.18.201.0/24')
  const router = await cloud.routers().create({ name: 'edge', externalNetworkId: cloud.external().id }, create())
  await cloud.routers().attachSubnet(router.id, front.subnet.id, call)
  await cloud.routers().attachSubnet(router.id, back.subnet.id, call)
  const [web, db] = [await cloud.group('web'), await cloud.group('db')]
  const server = async (name: string, listens: string, networkId: typeof front.network.id, group: typeof web) => {
    const made = await cloud.server(name, {
      interfaces: [{ networkId }],
      securityGroupIds: [group],
      metadata: { 'portolan.listens': listens },
    })
    const [first] = made.interfaces
    return { id: made.id, address: first?.address ?? '', portId: cloud.there(first?.portId) }
  }
  const web1 = await server('web-1', '80/tcp, 53/udp', front.network.id, web)
  const db1 = await server('db-1', '3306/tcp', back.network.id, db)
  const floatingIp = await cloud.floatingIps().create({ poolId: cloud.external().id }, create())
  const associate = () => cloud.floatingIps().associate(floatingIp.id, { portId: web1.portId }, call)
  const probe = (from: 'outside' | ServerId, address: string, port: number, protocol: 'tcp' | 'udp' = 'tcp') =>
    driver.guests.probe({ from: senderOf(from), to: { address }, protocol, port }, call)
  const ping = (address: string) => driver.guests.probe({ from: 'outside', to: { address }, protocol: 'icmp' }, call)
  return { ...cloud, cloud, front, back, router, web, db, web1, db1, floatingIp, associate, probe, ping }
}

const senderOf = (from: 'outside' | ServerId): Probe['from'] =>
  from === 'outside' ? 'outside' : { serverId: from as ServerId }

const reached = { reached: true, simulated: true }
const missing = (reason: string) => ({ reached: false, reason, simulated: true })

test('every step from outside to a web server is named while it is missing', async () => {
  const { floatingIp, probe, associate, allow, web, web1, front } = await twoTiers()
  const { address } = floatingIp
  expect(await probe('outside', '198.18.99.99', 80)).toEqual(missing('nothing here has the address 198.18.99.99'))
  expect(await probe('outside', web1.address, 80)).toEqual(
    missing(`${web1.address} is a private address of ${front.network.name} and no floating IP leads to it`),
  )
  expect(await probe('outside', address, 80)).toEqual(missing(`the floating IP ${address} is associated with no port`))
  await associate()
  expect(await probe('outside', address, 80)).toEqual(
    missing('no security group of web-1 (web) has an ingress rule for 80/tcp from outside'),
  )
  await allow(web, tcp(80))
  expect(await probe('outside', address, 80)).toEqual(reached)
})

test('a rule for another port, protocol, family or for some peers only lets nobody in from outside', async () => {
  const { floatingIp, probe, associate, allow, web } = await twoTiers()
  await associate()
  await allow(web, tcp(8080))
  await allow(web, { protocol: 'udp', portMin: 80, portMax: 80 })
  await allow(web, { ...tcp(80), family: 'ipv6' })
  await allow(web, { ...tcp(80), remoteCidr: '198.18.0.0/16' })
  await allow(web, { ...tcp(80), remoteGroupId: web })
  expect((await probe('outside', floatingIp.address, 80)).reason).toMatch(/no security group of web-1/)
  expect(await probe('outside', floatingIp.address, 8080)).toEqual(
    missing('the guest of web-1 does not listen on 8080/tcp: it listens on 22/tcp, 80/tcp, 53/udp'),
  )
})

test('removing a rule closes what it opened', async () => {
  const { driver, call, floatingIp, probe, associate, allow, web } = await twoTiers()
  await associate()
  const rule = await allow(web, tcp(80))
  expect(await probe('outside', floatingIp.address, 80)).toEqual(reached)
  await driver.securityGroups.removeRule(rule.id, call)
  expect((await probe('outside', floatingIp.address, 80)).reached).toBe(false)
})

test('a server reaches another over the router when a rule names its group or its range', async () => {
  const { probe, allow, driver, call, web, db, web1, db1 } = await twoTiers()
  expect(await probe(web1.id, db1.address, 3306)).toEqual(
    missing(`no security group of db-1 (db) has an ingress rule for 3306/tcp from web-1 (${web1.address})`),
  )
  const byGroup = await allow(db, { ...tcp(3306), remoteGroupId: web })
  expect(await probe(web1.id, db1.address, 3306)).toEqual(reached)
  await driver.securityGroups.removeRule(byGroup.id, call)
  await allow(db, { ...tcp(3306), remoteCidr: '198.18.200.0/24' })
  expect(await probe(web1.id, db1.address, 3306)).toEqual(reached)
  expect(await probe(db1.id, web1.address, 53, 'udp')).toMatchObject({ reached: false })
})

test('without egress rules a server reaches nobody, and the answer says so', async () => {
  const { probe, allow, driver, call, web, db, web1, db1 } = await twoTiers()
  await allow(db, tcp(3306))
  for (const rule of (await driver.securityGroups.get(web, call)).rules)
    await driver.securityGroups.removeRule(rule.id, call)
  expect(await probe(web1.id, db1.address, 3306)).toEqual(
    missing(`no security group of web-1 (web) has an egress rule for 3306/tcp to ${db1.address}`),
  )
})

test('without a router two networks are apart', async () => {
  const { probe, allow, routers, router, call, back, db, web1, db1 } = await twoTiers()
  await allow(db, tcp(3306))
  await routers().detachSubnet(router.id, back.subnet.id, call)
  expect(await probe(web1.id, db1.address, 3306)).toEqual(
    missing(`no route leads from web-1 to ${db1.address}: it is not on back and no router joins them`),
  )
})

test('a static route leads over a second router', async () => {
  const { probe, allow, routers, router, driver, call, create, cloud, front, db, web1 } = await twoTiers()
  const far = await cloud.network('far', '198.18.202.0/24')
  const inner = await routers().create({ name: 'inner' }, create())
  await routers().attachSubnet(inner.id, far.subnet.id, call)
  const link = await cloud.there(driver.ports.create)({ name: 'link', networkId: front.network.id }, create())
  await cloud.there(routers().attachPort)(inner.id, link.id, call)
  const far1 = await cloud.server('far-1', { interfaces: [{ networkId: far.network.id }], securityGroupIds: [db] })
  await allow(db, tcp(22))
  const address = far1.interfaces[0]?.address ?? ''
  await routers().detachSubnet(inner.id, far.subnet.id, call)
  expect((await probe(web1.id, address, 22)).reason).toMatch(/no route leads/)
  await routers().attachSubnet(inner.id, far.subnet.id, call)
  await cloud.there(routers().setRoutes)(
    router.id,
    [{ destination: '198.18.202.0/24', nextHop: link.fixedIps[0]?.address ?? '' }],
    call,
  )
  expect(await probe(web1.id, address, 22)).toEqual(reached)
})

test('a floating IP is reached from inside too, as somebody from outside', async () => {
  const { probe, associate, allow, web, db1, floatingIp } = await twoTiers()
  await associate()
  await allow(web, { ...tcp(80), remoteGroupId: web })
  expect((await probe(db1.id, floatingIp.address, 80)).reason).toMatch(/from db-1 \(as 198\.18\./)
  await allow(web, tcp(80))
  expect(await probe(db1.id, floatingIp.address, 80)).toEqual(reached)
})

test('ICMP needs a rule and no listener', async () => {
  const { ping, associate, allow, web, floatingIp } = await twoTiers()
  await associate()
  expect(await ping(floatingIp.address)).toEqual(
    missing('no security group of web-1 (web) has an ingress rule for icmp from outside'),
  )
  await allow(web, { protocol: 'icmp', portMin: 8, portMax: 0 })
  expect(await ping(floatingIp.address)).toEqual(reached)
})

test('a stopped server answers nobody', async () => {
  const { driver, call, probe, associate, allow, web, web1, floatingIp } = await twoTiers()
  await associate()
  await allow(web, tcp(80))
  await driver.servers.stop(web1.id, call)
  expect(await probe('outside', floatingIp.address, 80)).toEqual(missing('the server web-1 is stopped'))
})

test('on a shared provider network a server is reached directly', async () => {
  const cloud = await simulatedFixture({ tenantNetworks: false })
  const open = await cloud.group('open', tcp(22))
  const server = await cloud.server('vm', { interfaces: [{ networkId: cloud.shared().id }], securityGroupIds: [open] })
  const address = server.interfaces[0]?.address ?? ''
  const probe = { from: 'outside', to: { address }, protocol: 'tcp', port: 22 } as const
  expect(await cloud.driver.guests.probe(probe, cloud.call)).toEqual(reached)
})

test('a mistake in the cloud-config fails the boot: the console says so and nothing listens', async () => {
  const cloud = await simulatedFixture({ tenantNetworks: false })
  const { driver, call } = cloud
  const open = await cloud.group('open', tcp(22))
  const server = await cloud.server('vm', {
    interfaces: [{ networkId: cloud.shared().id }],
    securityGroupIds: [open],
    userData: '#cloud-config\nhostname: vm\npackages: nginx\n',
  })
  expect(server.status).toBe('active')
  const log = await cloud.there(driver.servers.consoleLog)(server.id, call)
  expect(log.split('\n')[0]).toMatch(/^SIMULATED GUEST — no machine runs here/)
  expect(log).toMatch(/invalid cloud-config: line 3: packages/)
  const address = server.interfaces[0]?.address ?? ''
  const { reason } = await driver.guests.probe({ from: 'outside', to: { address }, protocol: 'tcp', port: 22 }, call)
  expect(reason).toMatch(/^the guest of vm failed to boot: invalid cloud-config: line 3: packages/)
})
