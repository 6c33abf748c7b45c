import { imageStatuses } from '../../../wire/openstack/image/image-answer.ts'
import { containerFormats, imageVisibilities } from '../../../wire/openstack/image/image-create.ts'
import { memberStatuses } from '../../../wire/openstack/image/image-member.ts'

type Json = Readonly<Record<string, unknown>>

const nullable = ['null', 'string']
const readOnly = { readOnly: true }

/** The JSON Schema of one image (openstack/glance `glance/api/v2/images.py`, `get_base_properties`); own properties are text. */
export const imageSchema = (diskFormats: readonly string[]): Json => ({
  name: 'image',
  properties: {
    id: {
      type: 'string',
      description: 'An identifier for the image',
      pattern: '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$',
    },
    name: { type: nullable, description: 'Descriptive name for the image', maxLength: 255 },
    status: { type: 'string', ...readOnly, description: 'Status of the image', enum: imageStatuses },
    visibility: { type: 'string', description: 'Scope of image accessibility', enum: imageVisibilities },
    protected: { type: 'boolean', description: 'If true, image will not be deletable.' },
    os_hidden: { type: 'boolean', description: 'If true, image will not appear in default image list response.' },
    checksum: { type: nullable, ...readOnly, description: 'md5 hash of image contents.', maxLength: 32 },
    os_hash_algo: {
      type: nullable,
      ...readOnly,
      description: 'Algorithm to calculate the os_hash_value',
      maxLength: 64,
    },
    os_hash_value: {
      type: nullable,
      ...readOnly,
      description: 'Hexdigest of the image contents using the algorithm specified by the os_hash_algo',
      maxLength: 128,
    },
    owner: { type: nullable, description: 'Owner of the image', maxLength: 255 },
    size: { type: ['null', 'integer'], ...readOnly, description: 'Size of image file in bytes' },
    virtual_size: { type: ['null', 'integer'], ...readOnly, description: 'Virtual size of image in bytes' },
    container_format: {
      type: nullable,
      description: 'Format of the container',
      enum: [null, ...containerFormats],
    },
    disk_format: { type: nullable, description: 'Format of the disk', enum: [null, ...diskFormats] },
    created_at: { type: 'string', ...readOnly, description: 'Date and time of image registration' },
    updated_at: { type: 'string', ...readOnly, description: 'Date and time of the last image modification' },
    tags: {
      type: 'array',
      description: 'List of strings related to the image',
      items: { type: 'string', maxLength: 255 },
    },
    min_ram: { type: 'integer', description: 'Amount of ram (in MB) required to boot image.' },
    min_disk: { type: 'integer', description: 'Amount of disk space (in GB) required to boot image.' },
    self: { type: 'string', ...readOnly, description: 'An image self url' },
    file: { type: 'string', ...readOnly, description: 'An image file url' },
    schema: { type: 'string', ...readOnly, description: 'An image schema url' },
  },
  additionalProperties: { type: 'string' },
  links: [
    { rel: 'self', href: '{self}' },
    { rel: 'enclosure', href: '{file}' },
    { rel: 'describedby', href: '{schema}' },
  ],
})

/** The JSON Schema of one project with which an image is shared (openstack/glance `glance/api/v2/image_members.py`). */
export const memberSchema: Json = {
  name: 'member',
  properties: {
    created_at: { type: 'string', description: 'Date and time of image member creation' },
    image_id: { type: 'string', description: 'An identifier for the image' },
    member_id: { type: 'string', description: 'An identifier for the image member (tenantId)' },
    status: { type: 'string', description: 'The status of this image member', enum: memberStatuses },
    updated_at: { type: 'string', description: 'Date and time of last modification of image member' },
    schema: { type: 'string', readOnly: true },
  },
}

/** The JSON Schema of one task (openstack/glance `glance/api/v2/tasks.py`). */
export const taskSchema: Json = {
  name: 'task',
  properties: {
    id: { type: 'string', description: 'An identifier for the task' },
    type: { type: 'string', description: 'The type of task represented by this content', enum: ['api_image_import'] },
    status: {
      type: 'string',
      description: 'The current status of this task',
      enum: ['pending', 'processing', 'success', 'failure'],
    },
    input: { type: ['null', 'object'], description: 'The parameters required by task, JSON blob' },
    result: { type: ['null', 'object'], description: 'The result of current task, JSON blob' },
    owner: { type: 'string', description: 'An identifier for the owner of this task' },
    message: { type: 'string', description: 'Human-readable informative message only included when appropriate' },
    image_id: { type: 'string', description: 'Image associated with the task' },
    request_id: { type: 'string', description: 'Human-readable informative request-id' },
    user_id: { type: 'string', description: 'User associated with the task' },
    expires_at: { type: ['null', 'string'], description: 'Datetime when this resource would be subject to removal' },
    created_at: { type: 'string', description: 'Datetime when this resource was created' },
    updated_at: { type: 'string', description: 'Datetime when this resource was updated' },
    self: { type: 'string', readOnly: true },
    schema: { type: 'string', readOnly: true },
  },
}

/** The JSON Schema of a list of those; Glance pages images and tasks, and gives members whole. */
export const listSchema = (name: string, items: Json, paged: boolean): Json => ({
  name,
  properties: {
    [name]: { type: 'array', items },
    ...(paged ? { first: { type: 'string' }, next: { type: 'string' } } : {}),
    schema: { type: 'string' },
  },
  links: [
    ...(paged
      ? [
          { rel: 'first', href: '{first}' },
          { rel: 'next', href: '{next}' },
        ]
      : []),
    { rel: 'describedby', href: '{schema}' },
  ],
})
