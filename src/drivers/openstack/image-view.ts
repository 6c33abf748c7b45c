import { asId } from '../../model/id.ts'
import type { DiskFormat, Image, ImageSpec } from '../../model/image.ts'
import { diskFormats } from '../../model/image.ts'
import type { ImageRequest } from '../../openstack/image/images.ts'
import type { ImageAnswer } from '../../wire/openstack/image/image-answer.ts'
import { glanceProperties } from '../../wire/openstack/image/image-answer.ts'
import { architectureOf } from './architecture-of.ts'
import { imageStatus } from './image-status.ts'
import { tokenKey } from './token-mark.ts'

/** An image in the model's words. Its operating system and architecture are Glance's common image properties. */
export const imageOf = (image: ImageAnswer): Image => {
  const properties = ownProperties(image)
  const { os_distro: distro, os_version: version } = properties
  const architecture = architectureOf(properties.architecture)
  const format = diskFormats.find((known) => known === image.disk_format)
  return {
    id: asId(image.id),
    name: image.name ?? '',
    status: imageStatus(image.status),
    ...(distro ? { operatingSystem: { distro: distro.toLowerCase(), ...(version ? { version } : {}) } } : {}),
    ...(architecture ? { architecture } : {}),
    ...(format ? { format } : {}),
    ...(typeof image.size === 'number' ? { sizeBytes: image.size } : {}),
    checksums: checksumsOf(image),
    minDiskGiB: image.min_disk ?? 0,
    minMemoryMiB: image.min_ram ?? 0,
    public: image.visibility === 'public',
    ...(image.created_at ? { createdAt: image.created_at } : {}),
    properties,
  }
}

/** What Glance is asked for, for an image; `extra` are properties that this cloud wants on every image. */
export const imageRequest = (
  { name, format, operatingSystem, architecture, minDiskGiB, minMemoryMiB, properties }: ImageSpec,
  token: string,
  extra: Readonly<Record<string, string>>,
): ImageRequest => ({
  name,
  disk_format: format,
  container_format: containerOf(format),
  ...(minDiskGiB === undefined ? {} : { min_disk: minDiskGiB }),
  ...(minMemoryMiB === undefined ? {} : { min_ram: minMemoryMiB }),
  properties: {
    ...extra,
    ...properties,
    ...(operatingSystem ? { os_distro: operatingSystem.distro } : {}),
    ...(operatingSystem?.version ? { os_version: operatingSystem.version } : {}),
    ...(architecture ? { architecture } : {}),
    [tokenKey]: token,
  },
})

/** Amazon's three parts of a machine image have containers of their own names. */
const containerOf = (format: DiskFormat): string =>
  format === 'ami' || format === 'aki' || format === 'ari' ? format : 'bare'

const ownProperties = (image: ImageAnswer): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(image).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && entry[0] !== tokenKey && !glanceProperties.has(entry[0]),
    ),
  )

const checksumsOf = ({ checksum, os_hash_algo: algorithm, os_hash_value: value }: ImageAnswer): Image['checksums'] => ({
  ...(checksum ? { md5: checksum } : {}),
  ...(value && (algorithm === 'sha256' || algorithm === 'sha512') ? { [algorithm]: value } : {}),
})
