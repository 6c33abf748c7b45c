import { z } from 'zod'

/** A volume as Cinder answers it in detail (openstack/cinder `cinder/api/v3/views/volumes.py` and `cinder/api/v2/views/volumes.py`). */
export const volumeAnswer = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string(),
  size: z.number(),
  volume_type: z.string().nullish(),
  availability_zone: z.string().nullish(),
  /** Text, not a boolean. */
  bootable: z.union([z.string(), z.boolean()]).optional(),
  snapshot_id: z.string().nullish(),
  volume_image_metadata: z.looseObject({ image_id: z.string().optional() }).optional(),
  attachments: z.array(z.looseObject({ server_id: z.string().nullish(), device: z.string().nullish() })).optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  created_at: z.string().nullish(),
})
export type VolumeAnswer = z.infer<typeof volumeAnswer>

/** A snapshot (openstack/cinder `cinder/api/views/snapshots.py`). */
export const snapshotAnswer = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string(),
  volume_id: z.string(),
  size: z.number(),
  metadata: z.record(z.string(), z.string()).optional(),
  created_at: z.string().nullish(),
})
export type SnapshotAnswer = z.infer<typeof snapshotAnswer>

/** A volume type (openstack/cinder `cinder/api/v2/views/types.py`). */
export const volumeTypeAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
})
export type VolumeTypeAnswer = z.infer<typeof volumeTypeAnswer>
