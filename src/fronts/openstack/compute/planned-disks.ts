import { CloudError } from '../../../model/cloud-error.ts'
import type { VolumeSpec } from '../../../model/volume.ts'
import { derivedUuid } from '../kernel/derived-uuid.ts'
import type { Front } from '../kernel/front.ts'
import type { PlannedDisk, ServerDisk, ServerRecord } from './server-record.ts'

/** How often a new volume is looked at until it can be used, in milliseconds, where the cloud below tells of no changes itself. */
const lookAgainMs = 1_000

/** The disk's volume, made unless it is there, once it can be used. `key` names the disk: the same key gives the same volume after a restart. */
export const makeDisk = async (
  front: Front,
  key: string,
  { projectId }: ServerRecord,
  { source, volumeType, deleteOnTermination, tag, device }: PlannedDisk,
  signal: AbortSignal,
): Promise<ServerDisk> => {
  const { mirror } = front
  const facts = { deleteOnTermination, tag, boot: false, ...(device === undefined ? {} : { device }) }
  if (source.kind === 'volume') return { ...facts, volumeId: source.volumeId }
  const volumeId = derivedUuid(key)
  if (!mirror.get('volume', volumeId)) {
    const spec: VolumeSpec = {
      name: '',
      sizeGiB: source.sizeGiB,
      ...(volumeType === undefined ? {} : { type: volumeType }),
      ...(source.kind === 'snapshot' ? { snapshotId: mirror.nativeId('snapshot', source.snapshotId) } : {}),
      ...(source.kind === 'image' ? { imageId: mirror.nativeId('image', source.imageId) } : {}),
    }
    mirror.reserve('volume', spec, { id: volumeId, projectId })
  }
  await mirror.realize('volume', volumeId)
  for (;;) {
    const status = mirror.get('volume', volumeId)?.native?.status
    if (status === undefined || status === 'error')
      throw new CloudError('invalid', `Block Device Mapping is Invalid: volume ${volumeId} could not be made.`)
    if (status !== 'creating') return { ...facts, volumeId }
    await front.clock.sleep(Math.min(lookAgainMs, front.driver.traits.pollIntervalMs), signal)
    await mirror.refresh('volume', volumeId)
  }
}

/** Attaches a disk's volume to its server, unless it is. */
export const attachDisk = async (front: Front, key: string, server: ServerRecord, disk: ServerDisk): Promise<void> => {
  const { mirror } = front
  const id = derivedUuid(key)
  if (!mirror.get('attachment', id))
    mirror.reserve(
      'attachment',
      {
        volumeId: mirror.nativeId('volume', disk.volumeId),
        serverId: mirror.nativeId('server', server.id),
        ...(disk.device === undefined ? {} : { device: disk.device }),
      },
      { id, projectId: server.projectId },
    )
  await mirror.realize('attachment', id)
}

/** Deletes a volume that went free with its server. One that somebody attached elsewhere meanwhile stays. */
export const deleteDisk = async (front: Front, volumeId: string, signal: AbortSignal): Promise<void> => {
  const { mirror } = front
  for (let look = 1; look <= 30; look += 1) {
    const status = (await mirror.refresh('volume', volumeId))?.native?.status
    if (status === undefined) return
    if (status === 'available' || status === 'error') return mirror.delete('volume', volumeId)
    await front.clock.sleep(Math.min(lookAgainMs, front.driver.traits.pollIntervalMs), signal)
  }
}
