import assert from 'node:assert/strict'
import { containsCidr } from 'cidr-tools'
import { expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { creating, goneId, newName, newNetwork, newPort, newSecurityGroup, newServer, newSubnet } from './make.ts'
import { type Rules, rule } from './rule.ts'

const onSubnets = ['ports', 'networks.create', 'subnets.create'] as const

export const portRules = {
  ...lifeRules('ports', {
    kind: 'port',
    needs: onSubnets,
    prepare: async (subject) => {
      const spec = { name: newName(subject), networkId: (await newSubnet(subject)).networkId }
      return (groups, call) => groups.ports.create(spec, call)
    },
  }),
  'ports: one is made with an address of its network and with nobody behind it': rule(onSubnets, async (subject) => {
    const subnet = await newSubnet(subject)
    const { id } = await newPort(subject, subnet.networkId, { name: 'Hafen Überseekai 港 #2' })
    const port = await subject.cloud.ports.get(id, subject.call)
    assert.equal(port.name, 'Hafen Überseekai 港 #2')
    assert.equal(port.networkId, subnet.networkId)
    assert.equal(port.owner, 'none')
    assert.equal(port.serverId, undefined)
    assert.match(port.macAddress, /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
    const [{ subnetId, address } = { subnetId: '', address: '' }, ...others] = port.fixedIps
    assert.deepEqual(others, [])
    assert.equal(subnetId, subnet.id)
    assert.ok(containsCidr(subnet.cidr, address), `${address} is outside ${subnet.cidr}`)
    assert.notEqual(address, subnet.gatewayIp)
  }),
  'ports: no two have one address': rule(onSubnets, async (subject) => {
    const { networkId } = await newSubnet(subject)
    const ports = await Promise.all([1, 2, 3, 4].map(() => newPort(subject, networkId)))
    const addresses = ports.flatMap(({ fixedIps }) => fixedIps.map(({ address }) => address))
    assert.equal(new Set(addresses).size, 4)
  }),
  'ports: an address that is asked for is given, once': rule(onSubnets, async (subject) => {
    const { cloud } = subject
    const { id: subnetId, networkId, cidr } = await newSubnet(subject)
    const fixedIps = [{ subnetId, address: cidr.replace(/\.0\/24$/, '.77') }]
    const port = await newPort(subject, networkId, { fixedIps })
    assert.deepEqual(port.fixedIps, fixedIps)
    const taken = cloud.ports.create({ name: newName(subject), networkId, fixedIps }, creating(subject))
    await expectFailure(subject, 'conflict', taken)
  }),
  'ports: an address from outside the subnet is refused': rule(onSubnets, async (subject) => {
    const { cloud, newCidr } = subject
    const { id: subnetId, networkId } = await newSubnet(subject)
    const fixedIps = [{ subnetId, address: newCidr().replace(/\.0\/24$/, '.77') }]
    const refused = cloud.ports.create({ name: newName(subject), networkId, fixedIps }, creating(subject))
    await expectFailure(subject, 'invalid', refused)
  }),
  'ports: none is made on a network that does not exist': rule(onSubnets, async (subject) => {
    const networkId = await goneId(subject, 'network', await newNetwork(subject))
    const spec = { name: newName(subject), networkId }
    await expectFailure(subject, 'not_found', subject.cloud.ports.create(spec, creating(subject)))
  }),
  'ports: the security groups are those asked for and can be replaced': rule(onSubnets, async (subject) => {
    const { cloud, call } = subject
    const { networkId } = await newSubnet(subject)
    const [one, other] = [await newSecurityGroup(subject), await newSecurityGroup(subject)]
    const { id } = await newPort(subject, networkId, { securityGroupIds: [one.id] })
    assert.deepEqual((await cloud.ports.get(id, call)).securityGroupIds, [one.id])
    await cloud.ports.setSecurityGroups(id, [other.id], call)
    assert.deepEqual((await cloud.ports.get(id, call)).securityGroupIds, [other.id])
  }),
  'ports: one with a server on it names it and outlives it': rule(onSubnets, async (subject) => {
    const { cloud, call } = subject
    const { networkId } = await newSubnet(subject)
    const port = await newPort(subject, networkId)
    const server = await newServer(subject, { interfaces: [{ portId: port.id }] })
    const plugged = await cloud.ports.get(port.id, call)
    assert.deepEqual({ serverId: plugged.serverId, owner: plugged.owner }, { serverId: server.id, owner: 'server' })
    assert.equal(server.interfaces[0]?.address, port.fixedIps[0]?.address)
    await cloud.servers.delete(server.id, call)
    await cloud.gone('server', server.id, call)
    const free = await cloud.until('port', port.id, ({ serverId }) => serverId === undefined, call)
    assert.deepEqual(free.fixedIps, port.fixedIps)
  }),
  'ports: those that a server brought go with it': rule(onSubnets, async (subject) => {
    const { cloud, call } = subject
    const { networkId } = await newSubnet(subject)
    const server = await newServer(subject, { interfaces: [{ networkId }] })
    const portId = server.interfaces[0]?.portId
    assert.ok(portId, 'the server shows no port')
    assert.equal((await cloud.ports.get(portId, call)).serverId, server.id)
    await cloud.servers.delete(server.id, call)
    await cloud.gone('server', server.id, call)
    await cloud.gone('port', portId, call)
  }),
  'ports: one can be plugged into a server that runs, and taken out': rule(
    [...onSubnets, 'ports.attach', 'ports.detach'],
    async (subject) => {
      const { cloud, call } = subject
      const { networkId } = await newSubnet(subject)
      const server = await newServer(subject, { interfaces: [{ networkId }] })
      const port = await newPort(subject, networkId)
      const address = port.fixedIps[0]?.address
      await cloud.ports.attach(port.id, server.id, call)
      await cloud.until('port', port.id, ({ serverId }) => serverId === server.id, call)
      const shows = (interfaces: typeof server.interfaces) => interfaces.some((one) => one.address === address)
      await cloud.until('server', server.id, ({ interfaces }) => shows(interfaces), call)
      await cloud.ports.detach(port.id, call)
      await cloud.until('server', server.id, ({ interfaces }) => !shows(interfaces), call)
    },
  ),
  'ports: addresses can be changed': rule([...onSubnets, 'ports.update'], async (subject) => {
    const { cloud, call } = subject
    const { id: subnetId, networkId, cidr } = await newSubnet(subject)
    const { id } = await newPort(subject, networkId)
    const fixedIps = [{ subnetId, address: cidr.replace(/\.0\/24$/, '.78') }]
    await cloud.ports.update(id, { fixedIps }, call)
    assert.deepEqual((await cloud.ports.get(id, call)).fixedIps, fixedIps)
  }),
} satisfies Rules
