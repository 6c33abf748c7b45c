import type { AttachmentDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { AttachmentId, ServerId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { Attachment, Volume, VolumeStatus } from '../../model/volume.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import { moveVolume, volumeConflict } from './volumes.ts'

/** The device of every server's root disk. */
export const rootDevice = '/dev/vda'

/** `/dev/vda`, …, `/dev/vdz`, `/dev/vdaa`, … as the kernel names virtio disks. */
const deviceName = (index: number): string => {
  let letters = ''
  for (let left = index; left >= 0; left = Math.floor(left / 26) - 1)
    letters = String.fromCharCode(97 + (left % 26)) + letters
  return `/dev/vd${letters}`
}

const chooseDevice = (cloud: SimulatedCloud, serverId: ServerId, asked: string | undefined): string => {
  const used = new Set(cloud.tables.attachments.by('server', serverId).map(({ device }) => device))
  used.add(rootDevice)
  if (asked !== undefined) {
    if (used.has(asked)) throw new CloudError('conflict', `the device ${asked} is in use on that server`)
    return asked
  }
  let index = 1
  while (used.has(deviceName(index))) index += 1
  return deviceName(index)
}

/** Records the attachment and shows it on the volume, which is in that state now. */
export const putAttachment = (
  cloud: SimulatedCloud,
  attachment: Attachment,
  volume: Volume,
  status: VolumeStatus,
): void => {
  cloud.tables.attachments.put(attachment)
  cloud.tables.volumes.put({ ...volume, status, attachments: [...volume.attachments, attachment] })
}

/** Takes the attachment away; its volume is `available`. */
export const removeAttachment = (cloud: SimulatedCloud, id: AttachmentId): void => {
  const attachment = cloud.tables.attachments.find(id)
  if (!attachment) return
  cloud.tables.attachments.remove(id)
  const volume = cloud.tables.volumes.find(attachment.volumeId)
  if (volume) cloud.tables.volumes.put({ ...volume, status: 'available', attachments: [] })
}

/** Fails with `invalid` when the volume is in another zone and volumes stay in theirs. */
export const checkZones = (cloud: SimulatedCloud, volume: Volume, serverZone: string | undefined): void => {
  if (cloud.options.volumesStayInZone && volume.zoneId !== serverZone)
    throw new CloudError('invalid', `the volume ${volume.name} is in ${volume.zoneId}, the server in ${serverZone}`)
}

/** Volumes in servers, one server a volume. */
export const attachments = (cloud: SimulatedCloud): AttachmentDriver => {
  const { attachments: table, volumes, servers } = cloud.tables
  return {
    create: ({ volumeId, serverId, device }, call) =>
      cloud.create(table, call, (id) => {
        const volume = volumes.get(volumeId)
        const server = servers.get(serverId)
        if (volume.status !== 'available') throw volumeConflict(volume, 'only an available one is attached')
        if (server.status !== 'active' && server.status !== 'stopped')
          throw new CloudError('conflict', `the server ${server.name} is ${server.status}`, {
            resource: { kind: 'server', id: serverId },
          })
        checkZones(cloud, volume, server.zoneId)
        const chosen = chooseDevice(cloud, serverId, device)
        putAttachment(cloud, { id: asId(id), volumeId, serverId, device: chosen }, volume, 'attaching')
        cloud.after('attach', () => {
          if (table.find(id)) moveVolume(cloud, volumeId, 'attaching', { status: 'in_use' })
        })
      }),
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    delete: (id, call) =>
      cloud.answer(call, () => {
        const attachment = table.find(id)
        if (!attachment) return
        const volume = volumes.get(attachment.volumeId)
        if (volume.status === 'detaching') return
        if (attachment.device === rootDevice) throw volumeConflict(volume, 'it is the root disk of a server')
        if (volume.status !== 'in_use' && volume.status !== 'attaching')
          throw volumeConflict(volume, 'it cannot be detached now')
        volumes.put({ ...volume, status: 'detaching' })
        cloud.after('detach', () => removeAttachment(cloud, id))
      }),
  }
}
