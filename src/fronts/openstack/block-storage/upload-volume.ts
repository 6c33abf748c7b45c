import type { z } from 'zod'
import { CloudError } from '../../../model/cloud-error.ts'
import type { volumeActions } from '../../../wire/openstack/block-storage/volume-requests.ts'
import { ImageLibrary } from '../image/image-library.ts'
import { requireRole } from '../kernel/policy.ts'
import type { CinderCall, CinderContext } from './cinder-context.ts'
import { cinderTime, since } from './cinder-context.ts'
import { invalidInput, invalidVolume, notOffered } from './cinder-error.ts'
import type { CinderVolume } from './volume-library.ts'

type Request = z.output<(typeof volumeActions)['os-volume_upload_image']>

/**
 * Starts an image of what is on an available volume, which is `uploading` until the image is there. `force` changes nothing, as where the operator leaves
 * `enable_force_upload` off (openstack/cinder `cinder/volume/api.py`, `copy_volume_to_image`).
 */
export const uploadVolume = async (
  { front, volumes, types }: CinderContext,
  context: CinderCall,
  { id, status, record, details, sizeGiB }: CinderVolume,
  request: Request,
): Promise<Response> => {
  if (!front.driver.volumes?.createImage) throw notOffered('images made of volumes (os-volume_upload_image)')
  const authorization = context.get('authorization')
  const {
    image_name: name,
    disk_format: format = 'raw',
    visibility = 'private',
    protected: isProtected = false,
  } = request
  const choosesVisibility = since(context, '3.1')
  if (!choosesVisibility && (request.visibility !== undefined || request.protected !== undefined))
    throw new CloudError('invalid', 'Additional properties are not allowed (visibility, protected)', {
      reason: 'ValidationError',
    })
  const container = request.container_format ?? 'bare'
  if (container !== 'bare') throw invalidInput(`images of volumes are in the container format bare, not ${container}.`)
  if (visibility === 'public') requireRole(authorization, 'admin', 'volume_extension:volume_actions:upload_public')
  if (status !== 'available') throw invalidVolume(`Volume ${id} status must be available`)
  const fromVolume = front.mirror.nativeId('volume', id)
  const { projectId } = record
  const properties = Object.fromEntries(
    Object.entries(details.imageMetadata ?? {}).filter(([key]) => !glanceCoreProperties.has(key)),
  )
  const spec = { fromVolume, name, format, properties }
  const image = front.mirror.reserve('image', spec, projectId === undefined ? {} : { projectId })
  const now = front.timestamp()
  new ImageLibrary(front).put({
    id: image.id,
    owner: projectId ?? null,
    name,
    visibility,
    protected: isProtected,
    hidden: false,
    containerFormat: container,
    diskFormat: format,
    minDiskGiB: 0,
    minMemoryMiB: 0,
    tags: [],
    properties,
    createdAt: now,
    updatedAt: now,
  })
  volumes.change(id, { uploadsTo: image.id })
  front.tasks.run('upload a volume', async () => {
    await front.mirror.realize('image', image.id).catch((error: unknown) => {
      new ImageLibrary(front).forget(image.id)
      throw error
    })
  })
  const type = (await types.list()).find((one) => one.name === record.native?.type)
  return context.json(
    {
      'os-volume_upload_image': {
        id,
        updated_at: cinderTime(front.timestamp()),
        status: 'uploading',
        display_description: details.description,
        size: sizeGiB,
        volume_type: type
          ? { id: type.id, name: type.name, description: type.description || null, is_public: true, extra_specs: {} }
          : null,
        image_id: image.id,
        container_format: container,
        disk_format: format,
        image_name: name,
        ...(choosesVisibility ? { protected: isProtected, visibility } : {}),
      },
    },
    202,
  )
}

/** What an image does not inherit from the one that its volume was made from (openstack/cinder `cinder/common/config.py`, `glance_core_properties`). */
const glanceCoreProperties: ReadonlySet<string> = new Set([
  'checksum',
  'container_format',
  'disk_format',
  'image_name',
  'image_id',
  'min_disk',
  'min_ram',
  'name',
  'size',
])
