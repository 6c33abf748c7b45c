import type { ServerId, VolumeId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import { type Keeper, present, unlessGone } from './keeper.ts'

export const attachmentKeeper: Keeper<'attachment'> = {
  create: async ({ volume, server }, { cloud, id }, call) => {
    const spec = { volumeId: id<VolumeId>(volume), serverId: id<ServerId>(server) }
    return (await present(cloud.attachments, 'attachment').create(spec, call)).id
  },
  settle: async (_id, { volume }, { cloud, id, call }) => {
    await cloud.until('volume', id<VolumeId>(volume), ({ status }) => status === 'in_use', call)
    return {}
  },
  // Both ends are our own, so what joins them is too.
  find: async ({ volume, server }, { cloud, id, call }) => {
    const volumeId = id<VolumeId>(volume)
    const serverId = id<ServerId>(server)
    for await (const each of present(cloud.attachments, 'attachment').list(call))
      if (each.volumeId === volumeId && each.serverId === serverId) return { id: each.id, certain: true }
    return undefined
  },
  remove: async (id, { cloud, call }) => {
    await unlessGone(present(cloud.attachments, 'attachment').delete(asId(id), call))
    await cloud.gone('attachment', asId(id), call)
  },
}
