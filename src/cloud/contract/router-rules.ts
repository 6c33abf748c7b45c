import assert from 'node:assert/strict'
import { expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { attachSubnet, goneId, newName, newNetwork, newRouter, newSubnet } from './make.ts'
import { type Rules, rule } from './rule.ts'

const routesSubnets = ['routers', 'networks.create', 'subnets.create'] as const
const reachesOut = ['routers', 'samples.externalNetworkId'] as const

export const routerRules = {
  ...lifeRules('routers', {
    kind: 'router',
    needs: ['routers'],
    prepare: async (subject) => {
      const spec = { name: newName(subject) }
      return (groups, call) => groups.routers.create(spec, call)
    },
  }),
  'routers: a new one has its name and joins nothing': rule(['routers'], async (subject) => {
    const { id } = await newRouter(subject, { name: 'Hafen Überseekai 港 #2' })
    const { name, externalNetworkId, externalAddresses, subnetIds } = await subject.cloud.routers.get(id, subject.call)
    assert.deepEqual(
      { name, externalNetworkId, externalAddresses, subnetIds },
      { name: 'Hafen Überseekai 港 #2', externalNetworkId: undefined, externalAddresses: [], subnetIds: [] },
    )
  }),
  'routers: a gateway that is asked for is there': rule(reachesOut, async (subject) => {
    const { externalNetworkId } = subject.samples
    const { id } = await newRouter(subject, { externalNetworkId })
    const router = await subject.cloud.routers.get(id, subject.call)
    assert.equal(router.externalNetworkId, externalNetworkId)
  }),
  'routers: a gateway comes and goes': rule(reachesOut, async (subject) => {
    const { cloud, call, samples } = subject
    const { id } = await newRouter(subject)
    await cloud.routers.setGateway(id, samples.externalNetworkId, call)
    await cloud.routers.setGateway(id, samples.externalNetworkId, call)
    assert.equal((await cloud.routers.get(id, call)).externalNetworkId, samples.externalNetworkId)
    await cloud.routers.setGateway(id, undefined, call)
    await cloud.routers.setGateway(id, undefined, call)
    assert.equal((await cloud.routers.get(id, call)).externalNetworkId, undefined)
  }),
  'routers: a network that is not external is no gateway': rule(['routers', 'networks.create'], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newRouter(subject)
    const inner = await newNetwork(subject)
    await expectFailure(subject, ['invalid', 'conflict'], cloud.routers.setGateway(id, inner.id, call))
  }),
  'routers: attaching and detaching a subnet twice is doing it once': rule(routesSubnets, async (subject) => {
    const { cloud, call } = subject
    const { id } = await newRouter(subject)
    const subnet = await newSubnet(subject)
    await attachSubnet(subject, id, subnet.id)
    await cloud.routers.attachSubnet(id, subnet.id, call)
    assert.deepEqual((await cloud.routers.get(id, call)).subnetIds, [subnet.id])
    await cloud.routers.detachSubnet(id, subnet.id, call)
    await cloud.routers.detachSubnet(id, subnet.id, call)
    assert.deepEqual((await cloud.routers.get(id, call)).subnetIds, [])
  }),
  'routers: one with a subnet attached stays, and the subnet too': rule(routesSubnets, async (subject) => {
    const { cloud, call } = subject
    const { id } = await newRouter(subject)
    const subnet = await newSubnet(subject)
    await attachSubnet(subject, id, subnet.id)
    await expectFailure(subject, 'conflict', cloud.routers.delete(id, call))
    await expectFailure(subject, 'conflict', cloud.subnets.delete(subnet.id, call))
    await expectFailure(subject, 'conflict', cloud.networks.delete(subnet.networkId, call))
  }),
  'routers: it joins no two subnets that overlap': rule(routesSubnets, async (subject) => {
    const { cloud, call } = subject
    const { id } = await newRouter(subject)
    const one = await newSubnet(subject)
    const other = await newSubnet(subject, { cidr: one.cidr })
    await attachSubnet(subject, id, one.id)
    await expectFailure(subject, ['invalid', 'conflict'], cloud.routers.attachSubnet(id, other.id, call))
  }),
  'routers: what does not exist is not attached': rule(routesSubnets, async (subject) => {
    const { cloud, call } = subject
    const { id } = await newRouter(subject)
    const subnetId = await goneId(subject, 'subnet', await newSubnet(subject))
    await expectFailure(subject, 'not_found', cloud.routers.attachSubnet(id, subnetId, call))
  }),
  'routers: static routes are replaced by those asked for': rule(
    [...routesSubnets, 'routers.setRoutes'],
    async (subject) => {
      const { cloud, call } = subject
      const { id } = await newRouter(subject)
      const subnet = await newSubnet(subject)
      const nextHop = subnet.cidr.replace(/\.0\/24$/, '.9')
      const [one, other] = [
        { destination: '198.19.1.0/24', nextHop },
        { destination: '198.19.2.0/24', nextHop },
      ]
      await attachSubnet(subject, id, subnet.id)
      await cloud.routers.setRoutes(id, [one], call)
      await cloud.routers.setRoutes(id, [other], call)
      assert.deepEqual((await cloud.routers.get(id, call)).routes, [other])
      await cloud.routers.setRoutes(id, [], call)
      assert.deepEqual((await cloud.routers.get(id, call)).routes ?? [], [])
    },
  ),
} satisfies Rules
