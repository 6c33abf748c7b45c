import type { GlanceImage } from '../image/image-library.ts'
import { imageAnswerOf } from '../image/image-view.ts'

/** What Cinder keeps with a volume of the image that it was made from (openstack/cinder `cinder/volume/volume_utils.py`, `get_volume_image_metadata`). */
export const imageMetadataOf = (image: GlanceImage): Readonly<Record<string, string>> => {
  const { checksum, container_format, disk_format, size } = imageAnswerOf(image)
  const { minDiskGiB, minMemoryMiB, name, properties } = image.details
  return {
    ...properties,
    image_id: image.id,
    ...(name === null ? {} : { image_name: name }),
    ...(checksum ? { checksum } : {}),
    ...(container_format ? { container_format } : {}),
    ...(disk_format ? { disk_format } : {}),
    ...(size === null || size === undefined ? {} : { size: String(size) }),
    min_disk: String(minDiskGiB),
    min_ram: String(minMemoryMiB),
  }
}
