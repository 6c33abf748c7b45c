import { z } from 'zod'
import * as field from './fields.ts'
import type { Introduced } from './introduced.ts'

const oldBlockDevice = {
  virtual_name: z.string().max(255).optional(),
  volume_id: field.uuid.optional(),
  snapshot_id: field.uuid.optional(),
  volume_size: field.wholeNumber(1).optional(),
  device_name: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[a-zA-Z0-9._/-]*$/)
    .optional(),
  delete_on_termination: field.flag.optional(),
  no_device: z.unknown().optional(),
  connection_info: z.string().optional(),
}

const blockDevice = z.strictObject({
  ...oldBlockDevice,
  source_type: z.enum(['volume', 'image', 'snapshot', 'blank']).optional(),
  uuid: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[a-zA-Z0-9._-]*$/)
    .optional(),
  image_id: field.uuid.optional(),
  destination_type: z.enum(['local', 'volume']).optional(),
  guest_format: z.string().max(255).nullish(),
  device_type: z.string().max(255).nullish(),
  disk_bus: z.string().max(255).nullish(),
  boot_index: z.union([field.wholeNumber(-1), z.null()]).optional(),
  tag: field.tag.optional(),
  volume_type: z.string().max(255).nullish(),
})

/** One disk of a new server, as `block_device_mapping_v2` writes it. */
export type BlockDevice = z.output<typeof blockDevice>

const network = z.strictObject({
  uuid: z.string().optional(),
  port: z.union([field.uuid, z.null()]).optional(),
  fixed_ip: field.address.optional(),
  tag: field.tag.optional(),
})

export type RequestedNetwork = z.output<typeof network>

const hints = z.looseObject({ group: z.union([field.uuid, z.array(field.uuid)]).optional() })

const server = z.strictObject({
  name: field.name,
  imageRef: z.union([field.uuid, z.literal('')]).optional(),
  flavorRef: field.flavorRef,
  adminPass: z.string().optional(),
  metadata: field.metadata.optional(),
  networks: z.union([z.array(network), z.enum(['auto', 'none'])]).optional(),
  'OS-DCF:diskConfig': field.diskConfig.optional(),
  accessIPv4: field.ipv4.optional(),
  accessIPv6: field.ipv6.optional(),
  personality: z.array(z.strictObject({ path: z.string().optional(), contents: field.base64.optional() })).optional(),
  availability_zone: field.name.optional(),
  block_device_mapping: z.array(z.strictObject(oldBlockDevice)).optional(),
  block_device_mapping_v2: z.array(blockDevice).optional(),
  config_drive: field.flag.optional(),
  key_name: field.name.optional(),
  min_count: field.wholeNumber(1).optional(),
  max_count: field.wholeNumber(1).optional(),
  return_reservation_id: field.flag.optional(),
  security_groups: z.array(z.strictObject({ name: field.name.optional() })).optional(),
  user_data: field.base64.optional(),
  description: field.description.optional(),
  tags: z.array(field.tag).max(50).optional(),
  trusted_image_certificates: z.union([z.array(z.string().min(1)), z.null()]).optional(),
  host: field.hostname.optional(),
  hypervisor_hostname: field.hostname.optional(),
  hostname: field.hostname.optional(),
})

/** `POST /servers`, with the fields of all microversions (openstack/nova `nova/api/openstack/compute/schemas/servers.py`). */
export const serverCreate = z.strictObject({
  server,
  'os:scheduler_hints': hints.optional(),
  'OS-SCH-HNT:scheduler_hints': hints.optional(),
})

export type ServerCreate = z.output<typeof server>

/** Which of a new server's fields came or went with a microversion. */
export const serverCreateFields: Introduced = {
  description: { since: '2.19' },
  tags: { since: '2.52' },
  personality: { until: '2.57' },
  trusted_image_certificates: { since: '2.63' },
  host: { since: '2.74' },
  hypervisor_hostname: { since: '2.74' },
  hostname: { since: '2.90' },
}

/** Which fields of a requested network did; tags were there in 2.32 to 2.36 and again from 2.42 on. */
export const requestedNetworkFields: Introduced = { tag: { since: '2.32' } }

export const blockDeviceFields: Introduced = { tag: { since: '2.32' }, volume_type: { since: '2.67' } }
