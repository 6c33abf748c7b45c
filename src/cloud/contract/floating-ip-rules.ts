import assert from 'node:assert/strict'
import { isIP } from 'node:net'
import { collect } from '../../lib/async-iterable.ts'
import { expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { creating, goneId, newFloatingIp, newName, newNetwork, newPort, newSubnet } from './make.ts'
import { newPublicServer, reachesServers } from './public-server.ts'
import { type Rules, rule } from './rule.ts'

const fromPool = ['floatingIps', 'samples.externalNetworkId'] as const
export const floatingIpRules = {
  'floating IPs: the pool that they come from is listed': rule(fromPool, async ({ cloud, call, samples }) => {
    const ids = (await collect(cloud.floatingIps.pools(call))).map(({ id }) => id)
    assert.ok(ids.includes(samples.externalNetworkId), `${samples.externalNetworkId} is no pool`)
  }),
  ...lifeRules('floating IPs', {
    kind: 'floating-ip',
    needs: fromPool,
    prepare: async (subject) => {
      const spec = { poolId: subject.samples.externalNetworkId, description: newName(subject) }
      return (groups, call) => groups.floatingIps.create(spec, call)
    },
  }),
  'floating IPs: a new one is an address that points at nothing': rule(fromPool, async (subject) => {
    const { cloud, call, made, samples } = subject
    const spec = { poolId: samples.externalNetworkId, description: 'für den Überseekai' }
    const { id } = made.add('floating-ip', await cloud.floatingIps.create(spec, creating(subject)))
    const { poolId, description, address, portId } = await cloud.floatingIps.get(id, call)
    assert.deepEqual({ poolId, description }, spec)
    assert.notEqual(isIP(address), 0)
    assert.equal(portId, undefined)
  }),
  'floating IPs: no two are one address': rule(fromPool, async (subject) => {
    const addresses = [await newFloatingIp(subject), await newFloatingIp(subject)].map(({ address }) => address)
    assert.equal(new Set(addresses).size, 2)
  }),
  'floating IPs: none comes from a pool that does not exist': rule(
    [...fromPool, 'networks.create'],
    async (subject) => {
      const poolId = await goneId(subject, 'network', await newNetwork(subject))
      const create = subject.cloud.floatingIps.create({ poolId }, creating(subject))
      await expectFailure(subject, 'not_found', create)
    },
  ),
  'floating IPs: one that points at a server is shown on both': rule(reachesServers, async (subject) => {
    const { server, portId, floatingIp } = await newPublicServer(subject)
    assert.equal(floatingIp.portId, portId)
    assert.equal(floatingIp.fixedAddress, server.interfaces[0]?.address)
    const { interfaces } = await subject.cloud.servers.get(server.id, subject.call)
    assert.deepEqual(
      interfaces.map(({ publicAddress }) => publicAddress),
      [floatingIp.address],
    )
  }),
  'floating IPs: associating and taking away twice is doing it once': rule(reachesServers, async (subject) => {
    const { cloud, call } = subject
    const { portId, floatingIp } = await newPublicServer(subject)
    assert.equal((await cloud.floatingIps.associate(floatingIp.id, { portId }, call)).portId, portId)
    await cloud.floatingIps.associate(floatingIp.id, undefined, call)
    await cloud.floatingIps.associate(floatingIp.id, undefined, call)
    assert.equal((await cloud.floatingIps.get(floatingIp.id, call)).portId, undefined)
  }),
  'floating IPs: the router that one needs keeps its gateway and its subnet': rule(reachesServers, async (subject) => {
    const { cloud, call } = subject
    const { routerId, subnetId } = await newPublicServer(subject)
    await expectFailure(subject, 'conflict', cloud.routers.setGateway(routerId, undefined, call))
    await expectFailure(subject, 'conflict', cloud.routers.detachSubnet(routerId, subnetId, call))
  }),
  'floating IPs: one stays when its server goes, and points at nothing': rule(reachesServers, async (subject) => {
    const { cloud, call } = subject
    const { server, floatingIp } = await newPublicServer(subject)
    await cloud.servers.delete(server.id, call)
    await cloud.gone('server', server.id, call)
    await cloud.until('floating-ip', floatingIp.id, ({ portId }) => portId === undefined, call)
  }),
  'floating IPs: none is associated with what does not exist': rule(reachesServers, async (subject) => {
    const { cloud, call } = subject
    const { id } = await newFloatingIp(subject)
    const { networkId } = await newSubnet(subject)
    const portId = await goneId(subject, 'port', await newPort(subject, networkId))
    const associate = cloud.floatingIps.associate(id, { portId }, call)
    await expectFailure(subject, 'not_found', associate)
  }),
} satisfies Rules
