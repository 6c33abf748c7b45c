import assert from 'node:assert/strict'
import { expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { creating, goneId, newAttachment, newServer, newVolume } from './make.ts'
import { type Rules, rule } from './rule.ts'

const attaches = ['volumes', 'attachments'] as const

export const attachmentRules = {
  ...lifeRules('attachments', {
    kind: 'attachment',
    needs: attaches,
    prepare: async (subject) => {
      const spec = { volumeId: (await newVolume(subject)).id, serverId: (await newServer(subject)).id }
      return (groups, call) => groups.attachments.create(spec, call)
    },
  }),
  'attachments: one joins the volume and the server that were asked for': rule(attaches, async (subject) => {
    const { cloud, call } = subject
    const [volume, server] = [await newVolume(subject), await newServer(subject)]
    const { id } = await newAttachment(subject, volume.id, server.id)
    const { volumeId, serverId } = await cloud.attachments.get(id, call)
    assert.deepEqual({ volumeId, serverId }, { volumeId: volume.id, serverId: server.id })
    const { attachments } = await cloud.volumes.get(volume.id, call)
    assert.deepEqual(
      attachments.map((one) => one.serverId),
      [server.id],
    )
  }),
  'attachments: a volume is attached to one server': rule(attaches, async (subject) => {
    const { cloud } = subject
    const { id: volumeId } = await newVolume(subject)
    await newAttachment(subject, volumeId, (await newServer(subject)).id)
    const { id: serverId } = await newServer(subject)
    await expectFailure(subject, 'conflict', cloud.attachments.create({ volumeId, serverId }, creating(subject)))
  }),
  'attachments: a volume taken off is available again': rule(attaches, async (subject) => {
    const { cloud, call } = subject
    const { id: volumeId } = await newVolume(subject)
    const { id } = await newAttachment(subject, volumeId, (await newServer(subject)).id)
    await cloud.attachments.delete(id, call)
    const { attachments } = await cloud.until('volume', volumeId, ({ status }) => status === 'available', call)
    assert.deepEqual(attachments, [])
  }),
  'attachments: a server that goes leaves its volumes behind': rule(attaches, async (subject) => {
    const { cloud, call } = subject
    const [volume, server] = [await newVolume(subject), await newServer(subject)]
    await newAttachment(subject, volume.id, server.id)
    await cloud.servers.delete(server.id, call)
    await cloud.gone('server', server.id, call)
    await cloud.until('volume', volume.id, ({ status }) => status === 'available', call)
  }),
  'attachments: no volume that does not exist is attached': rule(attaches, async (subject) => {
    const spec = {
      volumeId: await goneId(subject, 'volume', await newVolume(subject)),
      serverId: (await newServer(subject)).id,
    }
    await expectFailure(subject, 'not_found', subject.cloud.attachments.create(spec, creating(subject)))
  }),
  'attachments: no volume is attached to what does not exist': rule(attaches, async (subject) => {
    const { cloud, call } = subject
    const { id: volumeId } = await newVolume(subject)
    const spec = { volumeId, serverId: await goneId(subject, 'server', await newServer(subject)) }
    await expectFailure(subject, 'not_found', cloud.attachments.create(spec, creating(subject)))
    assert.equal((await cloud.volumes.get(volumeId, call)).status, 'available')
  }),
} satisfies Rules
