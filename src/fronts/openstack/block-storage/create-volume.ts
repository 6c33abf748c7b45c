import { CloudError } from '../../../model/cloud-error.ts'
import { asId } from '../../../model/id.ts'
import type { VolumeSpec } from '../../../model/volume.ts'
import type { VolumeCreate } from '../../../wire/openstack/block-storage/volume-requests.ts'
import { findImage } from '../image/find-image.ts'
import type { GlanceImage } from '../image/image-library.ts'
import { imageAnswerOf } from '../image/image-view.ts'
import { projectOf } from '../kernel/policy.ts'
import type { Authorization } from '../kernel/service.ts'
import type { CinderContext } from './cinder-context.ts'
import { invalidInput, invalidSnapshot, invalidVolume, notFound, notOffered } from './cinder-error.ts'
import { snapshotForClone, tidyAfterClone } from './clone-volume.ts'
import { imageMetadataOf } from './image-metadata.ts'
import type { CinderVolume } from './volume-library.ts'
import type { VolumeDetails } from './volume-record.ts'
import { sizeRefusal } from './volume-type-size.ts'

/** Makes a volume: blank, or from a snapshot, another volume or an image (openstack/cinder `cinder/volume/flows/api/create_volume.py`). */
export const createVolume = async (
  cinder: CinderContext,
  authorization: Authorization,
  request: VolumeCreate,
): Promise<CinderVolume> => {
  const { front, volumes, quotas } = cinder
  const projectId = projectOf(authorization)
  refuseWhatIsNotOffered(request)
  const source = sourceOf(cinder, authorization, request)
  const sizeGiB = sizeFor(request.size ?? undefined, source)
  const type = request.volume_type ? (await cinder.types.need(request.volume_type)).name : undefined
  const types = await cinder.types.list()
  const given = types.find(({ name, default: isDefault }) => (type === undefined ? isDefault : name === type))
  const refusal = given && sizeRefusal(given, sizeGiB)
  if (refusal) throw refusal
  const zoneId = await cinder.zones.choose(request.availability_zone, source.zoneId)
  quotas.admitSize(projectId, sizeGiB)
  quotas.admit(projectId, { volumes: 1, gigabytes: sizeGiB })

  const id = front.newId()
  const name = request.name ?? request.display_name ?? null
  const clonedFrom =
    source.volume && (await snapshotForClone(cinder, { volume: source.volume, madeFor: id, projectId }))
  const spec: VolumeSpec = {
    name: name ?? '',
    sizeGiB,
    ...(type === undefined ? {} : { type }),
    ...(zoneId === undefined ? {} : { zoneId }),
    ...(source.snapshotId === undefined ? {} : { snapshotId: front.mirror.nativeId('snapshot', source.snapshotId) }),
    ...(clonedFrom === undefined ? {} : { snapshotId: front.mirror.nativeId('snapshot', clonedFrom) }),
    ...(source.image?.record?.nativeId === undefined ? {} : { imageId: asId<'image'>(source.image.record.nativeId) }),
  }
  const details: VolumeDetails = {
    id,
    name,
    description: request.description ?? request.display_description ?? null,
    metadata: request.metadata ?? {},
    userId: authorization.userId,
    // A clone is `creating` until what it was made from is tidied away.
    ...(source.volume ? { sourceVolumeId: source.volume.id, hold: { status: 'creating', over: 'available' } } : {}),
    ...(source.imageMetadata ? { imageMetadata: source.imageMetadata } : {}),
    updatedAt: front.timestamp(),
  }
  volumes.details.put(details)
  try {
    await front.mirror.create('volume', spec, { id, projectId })
  } finally {
    if (clonedFrom !== undefined) tidyAfterClone(cinder, clonedFrom)
  }
  const volume = volumes.get(id)
  if (!volume) throw notFound('Volume', id)
  return volume
}

interface Source {
  readonly snapshotId?: string
  readonly volume?: CinderVolume
  readonly image?: GlanceImage
  readonly leastGiB: number
  /** Why a smaller volume is refused. */
  readonly tooSmall: (sizeGiB: number) => CloudError
  /** The size when the caller names none; absent where they must. */
  readonly sizeGiB?: number
  readonly zoneId?: ReturnType<typeof asId<'zone'>>
  readonly imageMetadata?: Readonly<Record<string, string>>
}

const sourceOf = (cinder: CinderContext, authorization: Authorization, request: VolumeCreate): Source => {
  const { snapshot_id: snapshotId, source_volid: volumeId } = request
  const imageRef = request.imageRef || request.image_id
  if ([snapshotId, volumeId, imageRef].filter(Boolean).length > 1)
    throw invalidInput('Only one of snapshot_id, source_volid and imageRef can be given.')
  if (snapshotId) return fromSnapshot(cinder, authorization, snapshotId)
  if (volumeId) return fromVolume(cinder, authorization, volumeId)
  if (imageRef) return fromImage(cinder, authorization, imageRef)
  return {
    leastGiB: 1,
    tooSmall: (size) => invalidInput(`Volume size '${size}' must be an integer and greater than 0`),
  }
}

const stayingIn = (cinder: CinderContext, volume: CinderVolume | undefined): Pick<Source, 'zoneId'> => {
  const zoneId = volume?.record.native?.zoneId
  return zoneId !== undefined && cinder.front.driver.traits.volumesStayInZone ? { zoneId } : {}
}

const fromSnapshot = (cinder: CinderContext, authorization: Authorization, id: string): Source => {
  const { sizeGiB, status, volumeId } = cinder.snapshots.need(authorization, id)
  if (status !== 'available') throw invalidSnapshot(`Originating snapshot status must be one of 'available' values`)
  const volume = cinder.volumes.get(volumeId)
  const imageMetadata = volume?.details.imageMetadata
  return {
    snapshotId: id,
    sizeGiB,
    leastGiB: sizeGiB,
    tooSmall: (size) =>
      invalidInput(
        `Volume size ${size}GB cannot be smaller than the snapshot size ${sizeGiB}GB. They must be >= original snapshot size.`,
      ),
    ...stayingIn(cinder, volume),
    ...(imageMetadata ? { imageMetadata } : {}),
  }
}

const fromVolume = (cinder: CinderContext, authorization: Authorization, id: string): Source => {
  const volume = cinder.volumes.need(authorization, id)
  if (!cinder.front.driver.snapshots) throw notOffered('clones of volumes (source_volid)')
  if (volume.status !== 'available' && volume.status !== 'in-use')
    throw invalidVolume("Originating volume status must be one of 'available', 'in-use' values")
  const { imageMetadata } = volume.details
  return {
    volume,
    sizeGiB: volume.sizeGiB,
    leastGiB: volume.sizeGiB,
    tooSmall: (size) =>
      invalidInput(
        `Volume size '${size}'GB cannot be smaller than original volume size  ${volume.sizeGiB}GB. They must be >= original volume size.`,
      ),
    ...stayingIn(cinder, volume),
    ...(imageMetadata ? { imageMetadata } : {}),
  }
}

const fromImage = ({ front }: CinderContext, authorization: Authorization, ref: string): Source => {
  const image = findImage(front, authorization, ref.split('/').at(-1) ?? '')
  if (!image) throw new CloudError('invalid', 'Invalid image identifier or unable to access requested image.')
  if (image.status !== 'active' || !image.record) throw invalidInput(`Image ${image.id} is not active.`)
  const dataGiB = Math.ceil((imageAnswerOf(image).size ?? 0) / 2 ** 30)
  const { minDiskGiB } = image.details
  return {
    image,
    leastGiB: Math.max(1, dataGiB, minDiskGiB),
    tooSmall: (size) =>
      invalidInput(
        size < minDiskGiB
          ? `Volume size ${size}GB cannot be smaller than the image minDisk size ${minDiskGiB}GB.`
          : `Size of specified image ${dataGiB}GB is larger than volume size ${size}GB.`,
      ),
    imageMetadata: imageMetadataOf(image),
  }
}

const sizeFor = (asked: number | undefined, source: Source): number => {
  const size = asked ?? source.sizeGiB
  if (size === undefined) throw invalidInput("Volume size 'None' must be an integer and greater than 0")
  if (size < source.leastGiB) throw source.tooSmall(size)
  return size
}

const refuseWhatIsNotOffered = (request: VolumeCreate): void => {
  if (request.multiattach)
    throw new CloudError(
      'invalid',
      'multiattach parameter has been removed. The default behavior is to use multiattach enabled volume types. Contact your administrator to create a multiattach enabled volume type and use it to create multiattach volumes.',
    )
  if (request.consistencygroup_id) throw notFound('Group', request.consistencygroup_id)
  if (request.group_id) throw notFound('Group', request.group_id)
  if (request.backup_id) throw notFound('Backup', request.backup_id)
}
