import assert from 'node:assert/strict'
import { containsCidr } from 'cidr-tools'
import { expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { creating, goneId, newNetwork, newServer, newSubnet, subnetSpec } from './make.ts'
import { type Rules, rule } from './rule.ts'

const makesSubnets = ['networks.create', 'subnets.create'] as const

export const subnetRules = {
  ...lifeRules('subnets', {
    kind: 'subnet',
    needs: makesSubnets,
    prepare: async (subject) => {
      const spec = subnetSpec(subject, (await newNetwork(subject)).id)
      return (groups, call) => groups.subnets.create(spec, call)
    },
  }),
  'subnets: a create gives the name, the network and the range that were asked for': rule(
    makesSubnets,
    async (subject) => {
      const { cloud, call, made } = subject
      const spec = subnetSpec(subject, (await newNetwork(subject)).id, { name: 'Hafen Überseekai 港 #2' })
      const { id } = made.add('subnet', await cloud.subnets.create(spec, creating(subject)))
      const { name, networkId, cidr, ipVersion } = await cloud.subnets.get(id, call)
      assert.deepEqual(
        { name, networkId, cidr, ipVersion },
        { name: spec.name, networkId: spec.networkId, cidr: spec.cidr, ipVersion: 4 },
      )
    },
  ),
  'subnets: the gateway is the first address when none is asked for': rule(makesSubnets, async (subject) => {
    const { cidr, gatewayIp } = await newSubnet(subject)
    assert.equal(gatewayIp, cidr.replace(/\.0\/24$/, '.1'))
  }),
  'subnets: what is handed out lies in the range and leaves the gateway out': rule(makesSubnets, async (subject) => {
    const { cidr, gatewayIp, allocationPools } = await newSubnet(subject)
    assert.ok(allocationPools.length > 0, 'nothing is handed out')
    for (const { start, end } of allocationPools) {
      assert.ok(containsCidr(cidr, start) && containsCidr(cidr, end), `${start}-${end} is outside ${cidr}`)
      assert.notEqual(start, gatewayIp)
    }
  }),
  'subnets: one without a gateway has none': rule([...makesSubnets, 'traits.subnetSettings'], async (subject) => {
    const { id } = await newSubnet(subject, { gatewayIp: null })
    assert.equal((await subject.cloud.subnets.get(id, subject.call)).gatewayIp, undefined)
  }),
  'subnets: DNS servers, pools and the lack of DHCP are kept': rule(
    [...makesSubnets, 'traits.subnetSettings'],
    async (subject) => {
      const cidr = subject.newCidr()
      const inside = (last: number) => cidr.replace(/\.0\/24$/, `.${last}`)
      const asked = {
        cidr,
        dnsServers: [inside(2), inside(3)],
        dhcp: false,
        gatewayIp: inside(254),
        allocationPools: [{ start: inside(100), end: inside(150) }],
      }
      const { id } = await newSubnet(subject, asked)
      const { dnsServers, dhcp, gatewayIp, allocationPools } = await subject.cloud.subnets.get(id, subject.call)
      assert.deepEqual({ cidr, dnsServers, dhcp, gatewayIp, allocationPools }, asked)
    },
  ),
  'subnets: two of one network do not overlap': rule(makesSubnets, async (subject) => {
    const { cloud } = subject
    const { networkId, cidr } = await newSubnet(subject)
    const overlapping = { ...subnetSpec(subject, networkId), cidr: cidr.replace('/24', '/25') }
    // Neutron calls it a bad request, EC2 a conflict.
    await expectFailure(subject, ['invalid', 'conflict'], cloud.subnets.create(overlapping, creating(subject)))
  }),
  'subnets: what is no range is refused': rule(makesSubnets, async (subject) => {
    const spec = subnetSpec(subject, (await newNetwork(subject)).id, { cidr: '198.18.0.300/24' })
    await expectFailure(subject, 'invalid', subject.cloud.subnets.create(spec, creating(subject)))
  }),
  'subnets: none is made on a network that does not exist': rule(makesSubnets, async (subject) => {
    const spec = subnetSpec(subject, await goneId(subject, 'network', await newNetwork(subject)))
    await expectFailure(subject, 'not_found', subject.cloud.subnets.create(spec, creating(subject)))
  }),
  'subnets: one with a server’s address in use stays': rule(makesSubnets, async (subject) => {
    const { cloud, call } = subject
    const { id, networkId } = await newSubnet(subject)
    await newServer(subject, { interfaces: [{ networkId }] })
    await expectFailure(subject, 'conflict', cloud.subnets.delete(id, call))
    assert.equal((await cloud.subnets.get(id, call)).id, id)
  }),
  'subnets: changes are kept and leave the rest as it was': rule(
    [...makesSubnets, 'subnets.update'],
    async (subject) => {
      const { cloud, call } = subject
      const before = await newSubnet(subject)
      const changes = {
        dnsServers: ['198.18.255.53'],
        hostRoutes: [{ destination: '198.19.0.0/16', nextHop: before.cidr.replace(/\.0\/24$/, '.9') }],
      }
      await cloud.subnets.update(before.id, changes, call)
      assert.deepEqual(await cloud.subnets.get(before.id, call), { ...before, ...changes })
    },
  ),
} satisfies Rules
