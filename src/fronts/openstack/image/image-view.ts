import type { ImageAnswer } from '../../../wire/openstack/image/image-answer.ts'
import type { GlanceImage } from './image-library.ts'

/** Writes images as Glance does (openstack/glance `glance/api/v2/images.py`, `_format_image`), each once. */
export class ImageView {
  readonly #written = new WeakMap<GlanceImage, string>()

  json(image: GlanceImage): string {
    const known = this.#written.get(image)
    if (known !== undefined) return known
    const text = JSON.stringify(imageAnswerOf(image))
    this.#written.set(image, text)
    return text
  }
}

/** An image's attributes under Glance's names. */
export const imageAnswerOf = ({ id, status, details, record }: GlanceImage): ImageAnswer => {
  const native = record?.native
  const size = details.data?.size ?? native?.sizeBytes ?? null
  const sha512 = details.data?.sha512 ?? native?.checksums.sha512 ?? null
  return {
    ...details.properties,
    name: details.name,
    disk_format: details.diskFormat ?? native?.format ?? null,
    container_format: details.containerFormat,
    visibility: details.visibility,
    size,
    virtual_size: details.diskFormat === 'raw' ? size : null,
    status,
    checksum: details.data?.md5 ?? native?.checksums.md5 ?? null,
    protected: details.protected,
    min_ram: details.minMemoryMiB,
    min_disk: details.minDiskGiB,
    owner: details.owner,
    os_hidden: details.hidden,
    os_hash_algo: sha512 === null ? null : 'sha512',
    os_hash_value: sha512,
    id,
    created_at: details.createdAt,
    updated_at: details.updatedAt,
    tags: [...details.tags],
    self: `/v2/images/${id}`,
    file: `/v2/images/${id}/file`,
    schema: '/v2/schemas/image',
  }
}
