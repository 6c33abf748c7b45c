import assert from 'node:assert/strict'
import { containsCidr } from 'cidr-tools'
import { asId } from '../../model/id.ts'
import type { ServerSpec } from '../../model/server.ts'
import { expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { creating, newKeyPair, newSecurityGroup, newServer, newSubnet, newVolume, serverSpec, settled } from './make.ts'
import { type Rules, rule } from './rule.ts'
import type { Subject } from './subject.ts'

const onSubnets = ['networks.create', 'subnets.create'] as const

/** Holds when a server with that in its spec is refused as not found or as invalid: clouds differ in what they call a bad reference. */
const expectRefused = async (subject: Subject, asked: Partial<ServerSpec>): Promise<void> => {
  const spec = await serverSpec(subject, asked)
  await expectFailure(subject, ['not_found', 'invalid'], subject.cloud.servers.create(spec, creating(subject)))
}

/** Rules about servers being made and unmade. */
export const serverRules = {
  ...lifeRules('servers', {
    kind: 'server',
    needs: [],
    prepare: async (subject) => {
      const spec = await serverSpec(subject)
      return (groups, call) => groups.servers.create(spec, call)
    },
  }),
  'servers: a create gives what was asked for': rule([], async (subject) => {
    const { cloud, call, samples } = subject
    const [keyPair, group] = [await newKeyPair(subject), await newSecurityGroup(subject)]
    const { id } = await newServer(subject, {
      name: 'Hafen Überseekai 港 #2',
      keyPairId: keyPair.id,
      securityGroupIds: [group.id],
      metadata: { role: 'web', ort: 'Überseekai' },
    })
    const { name, status, flavorId, imageId, keyPairId, securityGroupIds, metadata } = await cloud.servers.get(id, call)
    assert.deepEqual(
      { name, status, flavorId, imageId, keyPairId, securityGroupIds, metadata },
      {
        name: 'Hafen Überseekai 港 #2',
        status: 'active',
        flavorId: samples.flavorId,
        imageId: samples.imageId,
        keyPairId: keyPair.id,
        securityGroupIds: [group.id],
        metadata: { role: 'web', ort: 'Überseekai' },
      },
    )
  }),
  'servers: two tokens make two, even of one name': rule([], async (subject) => {
    const { cloud, made } = subject
    const spec = await serverSpec(subject)
    const one = made.add('server', await cloud.servers.create(spec, creating(subject)))
    const other = made.add('server', await cloud.servers.create(spec, creating(subject)))
    assert.notEqual(one.id, other.id)
  }),
  'servers: one is in the zone that was asked for': rule(['samples.zoneId'], async (subject) => {
    const { zoneId } = await newServer(subject, { zoneId: subject.samples.zoneId })
    assert.equal(zoneId, subject.samples.zoneId)
  }),
  'servers: one has an address of its own on each of its networks': rule(onSubnets, async (subject) => {
    const subnet = await newSubnet(subject)
    const interfaces = [{ networkId: subnet.networkId }]
    const servers = [await newServer(subject, { interfaces }), await newServer(subject, { interfaces })]
    const found = servers.flatMap((server) => server.interfaces)
    assert.equal(new Set(found.map(({ address }) => address)).size, 2)
    for (const { networkId, address } of found) {
      assert.equal(networkId, subnet.networkId)
      assert.ok(containsCidr(subnet.cidr, address), `${address} is outside ${subnet.cidr}`)
      assert.notEqual(address, subnet.gatewayIp)
    }
  }),
  'servers: an address that is asked for is given, once': rule(onSubnets, async (subject) => {
    const { cloud } = subject
    const { id: subnetId, networkId, cidr } = await newSubnet(subject)
    const interfaces = [{ networkId, subnetId, address: cidr.replace(/\.0\/24$/, '.77') }]
    const server = await newServer(subject, { interfaces })
    assert.equal(server.interfaces[0]?.address, interfaces[0]?.address)
    const again = await serverSpec(subject, { interfaces })
    // Some clouds refuse it, others make a server that fails: which `settled` tells.
    const second = cloud.servers
      .create(again, creating(subject))
      .then((made) => settled(subject, 'server', subject.made.add('server', made)))
    await expectFailure(subject, ['conflict', 'invalid', 'internal'], second)
  }),
  'servers: user data up to the limit is taken': rule([], async (subject) => {
    const { traits } = subject.cloud
    // A comment is no mistake in a cloud-config, however long it is.
    const userData = '#cloud-config\n'.padEnd(Math.min(traits.userDataLimit, 1_000_000), '#')
    assert.equal((await newServer(subject, { userData })).status, 'active')
  }),
  'servers: user data beyond the limit is refused': rule([], async (subject) => {
    const userData = '#cloud-config\n'.padEnd(subject.cloud.traits.userDataLimit + 1_000, '#')
    const spec = await serverSpec(subject, { userData })
    await expectFailure(subject, ['too_large', 'invalid'], subject.cloud.servers.create(spec, creating(subject)))
  }),
  'servers: a flavor that does not exist is refused': rule([], (subject) =>
    expectRefused(subject, { flavorId: asId('no-such-flavor') }),
  ),
  'servers: an image that does not exist is refused': rule([], (subject) =>
    expectRefused(subject, { boot: { imageId: asId('no-such-image') } }),
  ),
  'servers: a network that does not exist is refused': rule([], (subject) =>
    expectRefused(subject, { interfaces: [{ networkId: asId('no-such-network') }] }),
  ),
  'servers: a key pair that does not exist is refused': rule([], (subject) =>
    expectRefused(subject, { keyPairId: asId('no-such-key-pair') }),
  ),
  'servers: a security group that does not exist is refused': rule([], (subject) =>
    expectRefused(subject, { securityGroupIds: [asId('no-such-group')] }),
  ),
  'servers: one boots from a volume that exists and leaves it behind': rule(
    ['volumes', 'traits.bootFromVolume', 'traits.volumesFromImages'],
    async (subject) => {
      const { cloud, call, samples } = subject
      const volume = await newVolume(subject, { imageId: samples.imageId, sizeGiB: 10 })
      const server = await newServer(subject, { boot: { volumeId: volume.id } })
      assert.deepEqual({ status: server.status, imageId: server.imageId }, { status: 'active', imageId: undefined })
      const { attachments } = await cloud.until('volume', volume.id, ({ status }) => status === 'in_use', call)
      assert.deepEqual(
        attachments.map(({ serverId }) => serverId),
        [server.id],
      )
      await cloud.servers.delete(server.id, call)
      await cloud.gone('server', server.id, call)
      await cloud.until('volume', volume.id, ({ status }) => status === 'available', call)
    },
  ),
  'servers: a volume made for one to boot from goes with it when asked to': rule(['volumes'], async (subject) => {
    const { cloud, call, samples } = subject
    const boot = { imageId: samples.imageId, volumeGiB: 10, deleteOnTermination: true }
    const server = await newServer(subject, { boot })
    let volumeId: string | undefined
    for await (const volume of cloud.volumes.list(call))
      if (volume.attachments.some(({ serverId }) => serverId === server.id)) volumeId = volume.id
    assert.ok(volumeId, 'no volume is attached to the server')
    assert.equal((await cloud.volumes.get(asId(volumeId), call)).sizeGiB, 10)
    await cloud.servers.delete(server.id, call)
    await cloud.gone('server', server.id, call)
    await cloud.gone('volume', asId(volumeId), call)
  }),
  'servers: what does not exist is not found': rule([], async (subject) => {
    await expectFailure(subject, 'not_found', subject.cloud.servers.get(asId('no-such-server'), subject.call))
  }),
} satisfies Rules
