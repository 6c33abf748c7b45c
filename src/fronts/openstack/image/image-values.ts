import { CloudError } from '../../../model/cloud-error.ts'
import { glanceProperties } from '../../../wire/openstack/image/image-answer.ts'
import { writableImageProperties } from '../../../wire/openstack/image/image-create.ts'
import type { Authorization } from '../kernel/service.ts'
import type { ImageDetails } from './image-record.ts'

/** Properties that only Glance sets (openstack/glance `glance/api/v2/images.py`, `RequestDeserializer`). */
const readOnly: ReadonlySet<string> = new Set([
  'created_at',
  'updated_at',
  'status',
  'checksum',
  'size',
  'virtual_size',
  'direct_url',
  'self',
  'file',
  'schema',
  'stores',
  'os_hash_algo',
  'os_hash_value',
])
const reserved: ReadonlySet<string> = new Set(['location', 'deleted', 'deleted_at'])

type Writable = keyof typeof writableImageProperties

/** Throws `forbidden` for properties that callers may never set. */
export const refuseUnsettable = (name: string): void => {
  if (readOnly.has(name)) throw new CloudError('forbidden', `Attribute '${name}' is read-only.`)
  if (reserved.has(name) || name.startsWith('os_glance'))
    throw new CloudError('forbidden', `Attribute '${name}' is reserved.`)
  if (name === 'locations')
    throw new CloudError('forbidden', "It's not allowed to add locations if locations are invisible.")
}

export const isOwnProperty = (name: string): boolean => !glanceProperties.has(name)

/**
 * The details with one property set, checked: its type, the formats that this cloud takes, and who may do it. `isNew` for an image that is being
 * registered.
 */
export const withProperty = (
  details: ImageDetails,
  name: string,
  value: unknown,
  { authorization, formats, isNew }: PropertyRules,
): ImageDetails => {
  refuseUnsettable(name)
  if (isOwnProperty(name)) {
    if (name.length > 255) throw new CloudError('invalid', 'Custom property should not be greater than 255 characters.')
    return { ...details, properties: { ...details.properties, [name]: textOf(name, value) } }
  }
  const settable = name as Writable
  switch (settable) {
    case 'name':
      return { ...details, name: checked('name', value) }
    case 'visibility': {
      const visibility = checked('visibility', value)
      if (visibility === 'public' && details.visibility !== 'public' && !authorization.isAdmin)
        throw new CloudError('forbidden', 'You are not authorized to complete publicize_image action.')
      return { ...details, visibility }
    }
    case 'protected':
      return { ...details, protected: checked('protected', value) }
    case 'os_hidden':
      return { ...details, hidden: checked('os_hidden', value) }
    case 'owner': {
      const owner = checked('owner', value)
      if (!authorization.isAdmin && owner !== authorization.projectId)
        throw new CloudError(
          'forbidden',
          isNew ? 'You are not authorized to complete add_image action.' : "Owner can't be updated by non admin.",
        )
      return { ...details, owner }
    }
    case 'container_format':
      refuseOnceFilled(details, 'container_format', isNew)
      return { ...details, containerFormat: checked('container_format', value) }
    case 'disk_format': {
      refuseOnceFilled(details, 'disk_format', isNew)
      const diskFormat = checked('disk_format', value)
      if (diskFormat !== null && !formats.includes(diskFormat))
        throw new CloudError(
          'invalid',
          `Provided object does not match schema 'image': '${diskFormat}' is not one of [None, ${formats.map((format) => `'${format}'`).join(', ')}]`,
        )
      return { ...details, diskFormat }
    }
    case 'min_disk':
      return { ...details, minDiskGiB: checked('min_disk', value) }
    case 'min_ram':
      return { ...details, minMemoryMiB: checked('min_ram', value) }
    case 'tags':
      return { ...details, tags: [...new Set(checked('tags', value))] }
    default:
      return unsettable(settable)
  }
}

export interface PropertyRules {
  readonly authorization: Authorization
  /** The disk formats that the cloud takes. */
  readonly formats: readonly string[]
  readonly isNew: boolean
}

const unsettable = (name: never): never => {
  throw new CloudError('forbidden', `Attribute '${String(name)}' is read-only.`)
}

const checked = <Name extends Writable>(name: Name, value: unknown) => {
  const result = writableImageProperties[name].safeParse(value)
  if (result.success) return result.data as ReturnType<(typeof writableImageProperties)[Name]['parse']>
  throw new CloudError(
    'invalid',
    `Provided object does not match schema 'image': ${name}: ${result.error.issues[0]?.message ?? 'invalid value'}`,
  )
}

const textOf = (name: string, value: unknown): string => {
  if (typeof value === 'string') return value
  throw new CloudError(
    'invalid',
    `Provided object does not match schema 'image': ${JSON.stringify(value)} is not of type 'string' (${name})`,
  )
}

/** The formats describe the data, so they are fixed once there is some (openstack/glance `glance/domain/__init__.py`). */
const refuseOnceFilled = ({ progress }: ImageDetails, name: string, isNew: boolean): void => {
  if (!isNew && progress !== 'queued')
    throw new CloudError('forbidden', `Attribute ${name} can be only replaced for a queued image.`)
}
