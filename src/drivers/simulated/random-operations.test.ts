import fc from 'fast-check'
import { expect, test } from 'vitest'
import { collect } from '../../lib/async-iterable.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { simulatedFixture } from './simulated-fixture.ts'

type Fixture = Awaited<ReturnType<typeof simulatedFixture>>

/** Everything that an account can do here, each with what it picks from what there is. Numbers wrap around. */
const step = fc.record({ what: fc.nat(), one: fc.nat(), other: fc.nat() })
type Step = { readonly what: number; readonly one: number; readonly other: number }

const everything = async ({ driver, call, routers, floatingIps }: Fixture) => {
  const [networks, subnets, ports, groups, servers, volumes, attachments, snapshots, quotas] = await Promise.all([
    collect(driver.networks.list(call)),
    collect(driver.subnets.list(call)),
    collect(driver.ports.list(call)),
    collect(driver.securityGroups.list(call)),
    collect(driver.servers.list(call)),
    collect(driver.volumes.list(call)),
    collect(driver.attachments.list(call)),
    collect(driver.snapshots.list(call)),
    driver.quotas.get(call),
  ])
  const [allRouters, floating] = await Promise.all([collect(routers().list(call)), collect(floatingIps().list(call))])
  return { networks, subnets, ports, groups, servers, volumes, attachments, snapshots, quotas, allRouters, floating }
}
type Everything = Awaited<ReturnType<typeof everything>>

const perform = async (cloud: Fixture, now: Everything, { what, one, other }: Step): Promise<unknown> => {
  const { driver, call, create, there, routers, floatingIps, external } = cloud
  const pick = <Item>(items: readonly Item[], index: number): Item | undefined => items[index % items.length]
  const [network, subnet, port] = [pick(now.networks, one), pick(now.subnets, other), pick(now.ports, one)]
  const [group, server] = [pick(now.groups, one), pick(now.servers, one)]
  const [volume, attachment, snapshot] = [
    pick(now.volumes, other),
    pick(now.attachments, one),
    pick(now.snapshots, one),
  ]
  const [router, floatingIp] = [pick(now.allRouters, one), pick(now.floating, other)]
  const operations: ReadonlyArray<() => Promise<unknown> | undefined> = [
    () => driver.networks.create?.({ name: 'n' }, create()),
    () => network && driver.networks.delete(network.id, call),
    () =>
      network &&
      driver.subnets.create?.({ name: 's', networkId: network.id, cidr: `198.18.${200 + (other % 6)}.0/29` }, create()),
    () => subnet && driver.subnets.delete(subnet.id, call),
    () => routers().create({ name: 'r', ...(other % 2 ? { externalNetworkId: external().id } : {}) }, create()),
    () => router && subnet && routers().attachSubnet(router.id, subnet.id, call),
    () => router && subnet && routers().detachSubnet(router.id, subnet.id, call),
    () => router && routers().setGateway(router.id, other % 2 ? external().id : undefined, call),
    () => router && routers().delete(router.id, call),
    () => network && driver.ports.create({ name: 'p', networkId: network.id }, create()),
    () => port && driver.ports.delete(port.id, call),
    () =>
      port && pick(now.servers, other) && there(driver.ports.attach)(port.id, there(pick(now.servers, other)).id, call),
    () => port && driver.ports.detach?.(port.id, call),
    () => driver.securityGroups.create({ name: `g${other % 3}` }, create()),
    () => group && driver.securityGroups.delete(group.id, call),
    () =>
      group &&
      cloud.allow(group.id, {
        protocol: 'tcp',
        portMin: 1,
        portMax: 1 + (other % 3),
        remoteGroupId: there(pick(now.groups, other)).id,
      }),
    () => port && group && driver.ports.setSecurityGroups(port.id, [there(pick(now.groups, other)).id], call),
    () => network && cloud.server('vm', { interfaces: [{ networkId: network.id }] }),
    () => port && cloud.server('vm', { interfaces: [{ portId: port.id }] }),
    () =>
      cloud.server('vm', {
        boot: { imageId: cloud.image.id, volumeGiB: 10, deleteOnTermination: other % 2 === 0 },
      }),
    () => server && driver.servers.delete(server.id, call),
    () => server && (other % 2 ? driver.servers.stop(server.id, call) : driver.servers.start(server.id, call)),
    () => server && driver.servers.resize(server.id, (other % 2 ? cloud.flavor : cloud.otherFlavor).id, call),
    () => driver.volumes.create({ name: 'v', sizeGiB: 1 + (other % 5) }, create()),
    () => volume && driver.volumes.extend?.(volume.id, volume.sizeGiB + 1, call),
    () => volume && driver.volumes.delete(volume.id, call),
    () => volume && server && driver.attachments.create({ volumeId: volume.id, serverId: server.id }, create()),
    () => attachment && driver.attachments.delete(attachment.id, call),
    () => volume && driver.snapshots.create({ name: 'sn', volumeId: volume.id }, create()),
    () => snapshot && driver.snapshots.delete(snapshot.id, call),
    () => floatingIps().create({ poolId: external().id }, create()),
    () =>
      floatingIp && floatingIps().associate(floatingIp.id, port && other % 4 ? { portId: port.id } : undefined, call),
    () => floatingIp && floatingIps().delete(floatingIp.id, call),
    () => cloud.clock.advance(other % 40),
  ]
  return pick(operations, what)?.()
}

/** A cloud in which much hangs together already, so that few steps are needed to pull at it. */
const entangled = async (cloud: Fixture): Promise<void> => {
  const { driver, call, create, routers, floatingIps, external, network, group } = cloud
  const { network: net, subnet } = await network('net', '198.18.210.0/28')
  const router = await routers().create({ name: 'edge', externalNetworkId: external().id }, create())
  await routers().attachSubnet(router.id, subnet.id, call)
  const groups = [await group('one'), await group('two')]
  for (const id of groups) {
    const port = await driver.ports.create({ name: 'p', networkId: net.id, securityGroupIds: [id] }, create())
    const floatingIp = await floatingIps().create({ poolId: external().id }, create())
    await floatingIps().associate(floatingIp.id, { portId: port.id }, call)
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)

const check = (cloud: Fixture, now: Everything): void => {
  const ids = (items: ReadonlyArray<{ readonly id: string }>) => new Set<string>(items.map(({ id }) => id))
  const known = {
    networks: ids(now.networks),
    subnets: ids(now.subnets),
    ports: ids(now.ports),
    groups: ids(now.groups),
    servers: ids(now.servers),
    volumes: ids(now.volumes),
    routers: ids(now.allRouters),
  }
  const dangling = [
    ...now.subnets.filter(({ networkId }) => !known.networks.has(networkId)),
    ...now.ports.filter(({ networkId }) => !known.networks.has(networkId)),
    ...now.ports.filter(({ serverId }) => serverId !== undefined && !known.servers.has(serverId)),
    ...now.ports.filter(({ routerId }) => routerId !== undefined && !known.routers.has(routerId)),
    ...now.ports.filter(({ fixedIps }) => fixedIps.some(({ subnetId }) => !known.subnets.has(subnetId))),
    ...now.ports.filter(({ securityGroupIds }) => securityGroupIds.some((id) => !known.groups.has(id))),
    ...now.groups.filter(({ rules }) =>
      rules.some(({ remoteGroupId }) => remoteGroupId !== undefined && !known.groups.has(remoteGroupId)),
    ),
    ...now.allRouters.filter(({ subnetIds }) => subnetIds.some((id) => !known.subnets.has(id))),
    ...now.floating.filter(({ portId }) => portId !== undefined && !known.ports.has(portId)),
    ...now.attachments.filter(({ volumeId, serverId }) => !known.volumes.has(volumeId) || !known.servers.has(serverId)),
    ...now.snapshots.filter(({ volumeId }) => !known.volumes.has(volumeId)),
    ...now.servers.filter(({ interfaces }) => interfaces.some(({ portId }) => !known.ports.has(portId ?? ''))),
  ]
  expect(dangling).toEqual([])
  const addresses = now.ports.flatMap(({ fixedIps }) =>
    fixedIps.map(({ subnetId, address }) => `${subnetId} ${address}`),
  )
  expect(new Set(addresses).size).toBe(addresses.length)
  const external = [
    ...now.floating.map(({ address }) => address),
    ...now.allRouters.flatMap((one) => one.externalAddresses),
  ]
  expect(new Set(external).size).toBe(external.length)
  const attached = now.volumes.flatMap(({ attachments }) => attachments.map(({ id }) => id))
  expect(attached.toSorted()).toEqual(now.attachments.map(({ id }) => id).toSorted())
  for (const floatingIp of now.floating)
    if (floatingIp.portId !== undefined)
      expect(now.ports.find(({ id }) => id === floatingIp.portId)?.fixedIps.map(({ address }) => address)).toContain(
        floatingIp.fixedAddress,
      )
  const flavorOf = (id: string) => (id === cloud.flavor.id ? cloud.flavor : cloud.otherFlavor)
  const counted = {
    servers: now.servers.length,
    vcpus: sum(now.servers.map(({ flavorId }) => flavorOf(flavorId).vcpus)),
    memoryMiB: sum(now.servers.map(({ flavorId }) => flavorOf(flavorId).memoryMiB)),
    keyPairs: 0,
    networks: now.networks.length - 1,
    subnets: now.subnets.length - 1,
    routers: now.allRouters.length,
    ports: now.ports.length,
    securityGroups: now.groups.length,
    securityGroupRules: sum(now.groups.map(({ rules }) => rules.length)),
    floatingIps: now.floating.length,
    volumes: now.volumes.length,
    volumeGiB: sum(now.volumes.map(({ sizeGiB }) => sizeGiB)),
    snapshots: now.snapshots.length,
  }
  const used = Object.fromEntries(Object.entries(now.quotas).map(([name, item]) => [name, item.used]))
  expect(used).toEqual(counted)
}

test('whatever is done in whatever order, nothing dangles, nothing is had twice and the quotas count what there is', async () => {
  const latency = {
    serverBuild: 20,
    serverDelete: 10,
    serverStop: 5,
    attach: 5,
    detach: 5,
    volumeCreate: 5,
    volumeDelete: 5,
  }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 120 }), async (steps) => {
      const cloud = await simulatedFixture({ latency })
      await entangled(cloud)
      for (const each of steps) {
        await perform(cloud, await everything(cloud), each).catch((error) => {
          // The cloud may refuse, and it says why; anything else is a mistake of ours.
          expect(error).toBeInstanceOf(CloudError)
          expect(['conflict', 'invalid', 'not_found', 'forbidden', 'already_exists']).toContain(error.code)
        })
        check(cloud, await everything(cloud))
      }
      await cloud.clock.advance(1000)
      check(cloud, await everything(cloud))
    }),
    { numRuns: 30, interruptAfterTimeLimit: 10_000 },
  )
})
