import type { AttachmentDriver } from '../../cloud/driver.ts'
import { asId } from '../../model/id.ts'
import type { Attachment } from '../../model/volume.ts'
import { volumes } from '../../openstack/block-storage/volumes.ts'
import { attachVolume, detachVolume, serverVolume, serverVolumes } from '../../openstack/compute/server-volumes.ts'
import { servers } from '../../openstack/compute/servers.ts'
import type { ServiceClient } from '../../openstack/session/service-client.ts'
import type { VolumeAttachmentAnswer } from '../../wire/openstack/compute/server-answer.ts'
import { attachmentId, partsOfAttachmentId } from './attachment-id.ts'
import { unless } from './classify.ts'
import { onlyState } from './only-state.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { unlessGoing } from './unless-going.ts'

/** Attachments are Nova's. A server and a volume have one at most, so attaching again gives the one that is there. */
export const attachmentGroup = ({ compute, creates }: OpenStackCloud, storage: ServiceClient): AttachmentDriver => ({
  async create({ volumeId, serverId, device }, call) {
    const body = { volumeId, ...(device === undefined ? {} : { device }) }
    const attach = () =>
      onlyState(
        () => attachVolume(compute, serverId, body, call),
        async () => (await volumes.get(storage, volumeId, call)).status !== 'available',
      )
    const make = () => unless('conflict', attach, () => present(serverVolumes(compute, serverId, call), volumeId))
    return attachmentOf(await creates.joined('attachment', call, make))
  },
  async *list(call) {
    for await (const server of servers.list(compute, {}, call)) {
      if (server['os-extended-volumes:volumes_attached']?.length === 0) continue
      for (const attachment of await unlessDeleted(serverVolumes(compute, server.id, call)))
        yield attachmentOf(attachment)
    }
  },
  async get(id, call) {
    call.signal.throwIfAborted()
    const { serverId, volumeId } = partsOfAttachmentId(id)
    return attachmentOf(await serverVolume(compute, serverId, volumeId, call))
  },
  async delete(id, call) {
    const { serverId, volumeId } = partsOfAttachmentId(id)
    await unlessGoing(
      () => detachVolume(compute, serverId, volumeId, call),
      async () => (await volumes.get(storage, volumeId, call)).status,
      ['detaching', 'available'],
    )
  },
})

/** None where the server is gone since it was listed. */
const unlessDeleted = (
  attachments: Promise<readonly VolumeAttachmentAnswer[]>,
): Promise<readonly VolumeAttachmentAnswer[]> =>
  unless<readonly VolumeAttachmentAnswer[]>(
    'not_found',
    () => attachments,
    async () => [],
  )

const present = async (
  attachments: Promise<readonly VolumeAttachmentAnswer[]>,
  volumeId: string,
): Promise<VolumeAttachmentAnswer | undefined> => (await attachments).find((each) => each.volumeId === volumeId)

const attachmentOf = ({ serverId, volumeId, device }: VolumeAttachmentAnswer): Attachment => ({
  id: attachmentId(serverId, volumeId),
  volumeId: asId(volumeId),
  serverId: asId(serverId),
  ...(device ? { device } : {}),
})
