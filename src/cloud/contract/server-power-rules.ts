import assert from 'node:assert/strict'
import { asId, type ServerId } from '../../model/id.ts'
import { expectFailure } from './expect.ts'
import { creating, newServer, settled } from './make.ts'
import { type Rules, rule } from './rule.ts'

const nobody: ServerId = asId('no-such-server')

/** Rules about servers that run. */
export const serverPowerRules = {
  'servers: one stops and starts': rule([], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newServer(subject)
    await cloud.servers.stop(id, call)
    await cloud.until('server', id, ({ status }) => status === 'stopped', call)
    await cloud.servers.start(id, call)
    await cloud.until('server', id, ({ status }) => status === 'active', call)
  }),
  'servers: stopping what is stopped and starting what runs resolves': rule([], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newServer(subject)
    await cloud.servers.start(id, call)
    assert.equal((await settled(subject, 'server', await cloud.servers.get(id, call))).status, 'active')
    await cloud.servers.stop(id, call)
    await cloud.until('server', id, ({ status }) => status === 'stopped', call)
    await cloud.servers.stop(id, call)
    assert.equal((await settled(subject, 'server', await cloud.servers.get(id, call))).status, 'stopped')
  }),
  'servers: one keeps its address while it is stopped': rule([], async (subject) => {
    const { cloud, call } = subject
    const { id, interfaces } = await newServer(subject)
    await cloud.servers.stop(id, call)
    const stopped = await cloud.until('server', id, ({ status }) => status === 'stopped', call)
    assert.deepEqual(
      stopped.interfaces.map(({ address }) => address),
      interfaces.map(({ address }) => address),
    )
  }),
  'servers: one comes back from a soft and from a hard reboot': rule([], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newServer(subject)
    for (const kind of ['soft', 'hard'] as const) {
      await cloud.servers.reboot(id, kind, call)
      await cloud.until('server', id, ({ status }) => status === 'active', call)
    }
  }),
  'servers: what does not exist is not started, stopped or rebooted': rule([], async (subject) => {
    const { cloud, call } = subject
    await expectFailure(subject, 'not_found', cloud.servers.start(nobody, call))
    await expectFailure(subject, 'not_found', cloud.servers.stop(nobody, call))
    await expectFailure(subject, 'not_found', cloud.servers.reboot(nobody, 'hard', call))
  }),
  'servers: one can be resized': rule(['samples.otherFlavorId'], async (subject) => {
    const { cloud, call, samples } = subject
    const { id } = await newServer(subject)
    const { status, flavorId } = await cloud.resizeServer(id, samples.otherFlavorId, call)
    assert.deepEqual({ status, flavorId }, { status: 'active', flavorId: samples.otherFlavorId })
  }),
  'servers: a resize that is not wanted after all is taken back': rule(
    ['samples.otherFlavorId', 'servers.confirmation'],
    async (subject) => {
      const { cloud, call, samples } = subject
      const { id } = await newServer(subject)
      await cloud.servers.resize(id, samples.otherFlavorId, call)
      const pending = await cloud.until('server', id, ({ status }) => status === 'resize_pending', call)
      assert.equal(pending.flavorId, samples.otherFlavorId)
      await cloud.servers.confirmation.revert(id, call)
      const back = await cloud.until('server', id, ({ status }) => status === 'active', call)
      assert.equal(back.flavorId, samples.flavorId)
    },
  ),
  'servers: none is resized to what does not exist': rule([], async (subject) => {
    const { cloud, call, samples } = subject
    const { id } = await newServer(subject)
    if (cloud.traits.resizeNeedsStop) {
      await cloud.servers.stop(id, call)
      await cloud.until('server', id, ({ status }) => status === 'stopped', call)
    }
    await expectFailure(subject, ['not_found', 'invalid'], cloud.servers.resize(id, asId('no-such-flavor'), call))
    assert.equal((await cloud.servers.get(id, call)).flavorId, samples.flavorId)
  }),
  'servers: metadata is replaced as a whole': rule([], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newServer(subject, { metadata: { role: 'web', tier: '1' } })
    await cloud.servers.setMetadata(id, { role: 'database', size: 'größer' }, call)
    assert.deepEqual((await cloud.servers.get(id, call)).metadata, { role: 'database', size: 'größer' })
    await cloud.servers.setMetadata(id, {}, call)
    assert.deepEqual((await cloud.servers.get(id, call)).metadata, {})
  }),
  'servers: the status alone is the one that get shows': rule(['servers.status'], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newServer(subject)
    assert.equal(await cloud.servers.status(id, call), 'active')
    await cloud.servers.stop(id, call)
    await cloud.until('server', id, ({ status }) => status === 'stopped', call)
    assert.equal(await cloud.servers.status(id, call), 'stopped')
    await expectFailure(subject, 'not_found', cloud.servers.status(nobody, call))
  }),
  'servers: what the guest wrote can be read': rule(['servers.consoleLog'], async (subject) => {
    const { cloud, call } = subject
    const { id } = await newServer(subject)
    assert.equal(typeof (await cloud.servers.consoleLog(id, call)), 'string')
    await expectFailure(subject, 'not_found', cloud.servers.consoleLog(nobody, call))
  }),
  'servers: one can be made an image of': rule(['servers.createImage'], async (subject) => {
    const { cloud, call, made } = subject
    const { id } = await newServer(subject)
    const spec = { name: 'Hafen Überseekai 港 #2', properties: { note: 'captured' } }
    const { id: imageId } = made.add('image', await cloud.servers.createImage(id, spec, creating(subject)))
    const image = await cloud.until('image', imageId, ({ status }) => status === 'active', call)
    assert.deepEqual({ name: image.name, note: image.properties.note }, { name: spec.name, note: 'captured' })
    await settled(subject, 'server', await cloud.servers.get(id, call))
  }),
  'servers: the same token makes an image of one once': rule(['servers.createImage'], async (subject) => {
    const { cloud, made } = subject
    const { id } = await newServer(subject)
    const call = creating(subject)
    const spec = { name: `image-${call.token}` }
    const first = made.add('image', await cloud.servers.createImage(id, spec, call))
    const second = made.add('image', await cloud.servers.createImage(id, spec, call))
    assert.equal(second.id, first.id)
  }),
} satisfies Rules
