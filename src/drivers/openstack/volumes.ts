import type { Call } from '../../cloud/call.ts'
import type { VolumeDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { Volume } from '../../model/volume.ts'
import { extendVolume, volumes, volumeTypes } from '../../openstack/block-storage/volumes.ts'
import type { ServiceClient } from '../../openstack/session/service-client.ts'
import type { VolumeAnswer } from '../../wire/openstack/block-storage/volume-answer.ts'
import { attachmentId } from './attachment-id.ts'
import { knownId } from './known-id.ts'
import { namesakeOf } from './namesake.ts'
import { onlyState } from './only-state.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { namingLimits } from './size-limits.ts'
import { tokenKey } from './token-mark.ts'
import { unlessGoing } from './unless-going.ts'
import { createVolumeImage } from './volume-image.ts'
import { volumeStatus } from './volume-status.ts'

/** Volumes are Cinder's. */
export const volumeGroup = (cloud: OpenStackCloud, storage: ServiceClient): VolumeDriver => ({
  async create({ name, sizeGiB, type, zoneId, snapshotId, imageId }, call) {
    const body = {
      name,
      size: sizeGiB,
      ...(type === undefined ? {} : { volume_type: type }),
      ...(zoneId === undefined ? {} : { availability_zone: zoneId }),
      ...(snapshotId === undefined ? {} : { snapshot_id: knownId('snapshot', snapshotId) }),
      ...(imageId === undefined ? {} : { imageRef: knownId('image', imageId) }),
      metadata: { [tokenKey]: call.token },
    }
    const find = () => namesakeOf(call.token, volumes.list(storage, { name }, call))
    const make = () => namingLimits(() => volumes.create(storage, body, call))
    return volumeOf(await cloud.creates.once('volume', call, find, make))
  },
  async *list(call) {
    for await (const volume of volumes.list(storage, {}, call)) yield volumeOf(volume)
  },
  get: async (id, call) => volumeOf(await volumes.get(storage, id, call)),
  async *types(call) {
    const standard = await defaultType(storage, call)
    for await (const { id, name, description, extra_specs } of volumeTypes.list(storage, {}, call)) {
      const [minGiB, maxGiB] = ['min', 'max'].map((end) => Number(extra_specs?.[`provisioning:${end}_vol_size`]))
      yield {
        name,
        description: description ?? '',
        default: id === standard,
        ...(minGiB ? { minGiB } : {}),
        ...(maxGiB ? { maxGiB } : {}),
      }
    }
  },
  async extend(id, sizeGiB, call) {
    await onlyState(
      () => extendVolume(storage, id, sizeGiB, call),
      async () => {
        const { status, size } = await volumes.get(storage, id, call)
        return status !== 'available' && sizeGiB > size
      },
    )
    return volumeOf(await volumes.get(storage, id, call))
  },
  createImage: (id, spec, call) => createVolumeImage(cloud, storage, id, spec, call),
  delete: (id, call) =>
    unlessGoing(
      () => volumes.delete(storage, id, call),
      async () => (await volumes.get(storage, id, call)).status,
      ['deleting'],
    ),
})

/** The id of the type that a volume without one gets; undefined where the cloud does not say. */
const defaultType = async (storage: ServiceClient, call: Call): Promise<string | undefined> => {
  try {
    return (await volumeTypes.get(storage, 'default', call)).id
  } catch (error) {
    if (error instanceof CloudError && (error.code === 'not_found' || error.code === 'forbidden')) return undefined
    throw error
  }
}

const volumeOf = (volume: VolumeAnswer): Volume => {
  const attachments = (volume.attachments ?? []).flatMap(({ server_id, device }) =>
    server_id
      ? [
          {
            id: attachmentId(server_id, volume.id),
            volumeId: asId<'volume'>(volume.id),
            serverId: asId<'server'>(server_id),
            ...(device ? { device } : {}),
          },
        ]
      : [],
  )
  const imageId = volume.volume_image_metadata?.image_id
  return {
    id: asId(volume.id),
    name: volume.name ?? '',
    status: volumeStatus(volume.status, attachments.length > 0),
    sizeGiB: volume.size,
    ...(volume.volume_type ? { type: volume.volume_type } : {}),
    ...(volume.availability_zone ? { zoneId: asId<'zone'>(volume.availability_zone) } : {}),
    bootable: String(volume.bootable) === 'true',
    ...(volume.snapshot_id ? { snapshotId: asId<'snapshot'>(volume.snapshot_id) } : {}),
    ...(imageId ? { imageId: asId<'image'>(imageId) } : {}),
    attachments,
    ...(volume.created_at ? { createdAt: volume.created_at } : {}),
  }
}
