import assert from 'node:assert/strict'
import { collect } from '../../lib/async-iterable.ts'
import { asId } from '../../model/id.ts'
import { expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { newName, newNetwork, newServer, newSubnet } from './make.ts'
import { type Rules, rule } from './rule.ts'

export const networkRules = {
  ...lifeRules('networks', {
    kind: 'network',
    needs: ['networks.create'],
    prepare: async (subject) => {
      const spec = { name: newName(subject), range: subject.samples.range }
      return (groups, call) => groups.networks.create(spec, call)
    },
  }),
  'networks: a name keeps every letter': rule(['networks.create'], async (subject) => {
    const { id } = await newNetwork(subject, 'Hafen Überseekai 港 #2')
    assert.equal((await subject.cloud.networks.get(id, subject.call)).name, 'Hafen Überseekai 港 #2')
  }),
  'networks: a new one is active and the project’s own': rule(['networks.create'], async (subject) => {
    const { status, external, shared } = await newNetwork(subject)
    assert.deepEqual({ status, external, shared }, { status: 'active', external: false, shared: false })
  }),
  'networks: what does not exist is not found': rule([], async (subject) => {
    await expectFailure(subject, 'not_found', subject.cloud.networks.get(asId('no-such-network'), subject.call))
  }),
  'networks: one with a server on it stays': rule(['networks.create', 'subnets.create'], async (subject) => {
    const { cloud, call } = subject
    const { networkId } = await newSubnet(subject)
    await newServer(subject, { interfaces: [{ networkId }] })
    await expectFailure(subject, 'conflict', cloud.networks.delete(networkId, call))
    assert.equal((await cloud.networks.get(networkId, call)).id, networkId)
  }),
  'networks: its subnets go with it': rule(['networks.create', 'subnets.create'], async (subject) => {
    const { cloud, call } = subject
    const { id, networkId } = await newSubnet(subject)
    assert.equal((await cloud.subnets.get(id, call)).networkId, networkId)
    await cloud.networks.delete(networkId, call)
    await cloud.gone('network', networkId, call)
    await expectFailure(subject, 'not_found', cloud.subnets.get(id, call))
  }),
  'networks: the one that floating IPs come from is external': rule(
    ['samples.externalNetworkId'],
    async ({ cloud, call, samples }) => {
      const listed = (await collect(cloud.networks.list(call))).find(({ id }) => id === samples.externalNetworkId)
      assert.equal(listed?.external, true)
    },
  ),
} satisfies Rules
