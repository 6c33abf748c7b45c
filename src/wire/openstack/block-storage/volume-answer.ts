import { z } from 'zod'

/** A volume's attachment, as a volume shows it. */
const volumeAttachmentAnswer = z.looseObject({
  id: z.string(),
  attachment_id: z.string(),
  volume_id: z.string(),
  server_id: z.string().nullish(),
  host_name: z.string().nullish(),
  device: z.string().nullish(),
  attached_at: z.string().nullish(),
})

/** A volume in Cinder's detailed view (openstack/cinder `cinder/api/v3/views/volumes.py`). */
export const volumeAnswer = z.looseObject({
  id: z.string(),
  status: z.string(),
  size: z.number(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  availability_zone: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  volume_type: z.string().nullish(),
  snapshot_id: z.string().nullish(),
  source_volid: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).optional(),
  user_id: z.string().nullish(),
  bootable: z.string().optional(),
  encrypted: z.boolean().optional(),
  multiattach: z.boolean().optional(),
  attachments: z.array(volumeAttachmentAnswer).optional(),
  volume_image_metadata: z.record(z.string(), z.string()).optional(),
})

export type VolumeAnswer = z.infer<typeof volumeAnswer>

/** A snapshot in Cinder's detailed view (openstack/cinder `cinder/api/views/snapshots.py`). */
export const snapshotAnswer = z.looseObject({
  id: z.string(),
  status: z.string(),
  size: z.number(),
  volume_id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).optional(),
})

export type SnapshotAnswer = z.infer<typeof snapshotAnswer>

export const volumeTypeAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  is_public: z.boolean().optional(),
  extra_specs: z.record(z.string(), z.string()).optional(),
})

export type VolumeTypeAnswer = z.infer<typeof volumeTypeAnswer>
