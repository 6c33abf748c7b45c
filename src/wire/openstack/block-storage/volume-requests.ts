import { z } from 'zod'
import { looseBoolean, metadata, optionalText, sizeGiB, uuid } from './fields.ts'

const volume = {
  name: optionalText.optional(),
  description: optionalText.optional(),
  display_name: optionalText.optional(),
  display_description: optionalText.optional(),
  volume_type: z.string().max(255).nullish(),
  metadata: metadata.nullish(),
  snapshot_id: uuid.nullish(),
  source_volid: uuid.nullish(),
  consistencygroup_id: uuid.nullish(),
  group_id: z.string().max(255).nullish(),
  backup_id: uuid.nullish(),
  size: sizeGiB.nullish(),
  availability_zone: z.string().min(1).max(255).nullish(),
  multiattach: looseBoolean.nullish(),
  image_id: z.string().max(255).nullish(),
  imageRef: z.string().max(255).nullish(),
} as const

const hints = { 'OS-SCH-HNT:scheduler_hints': z.record(z.string(), z.unknown()).nullish() } as const

/** The body of `POST /volumes` before microversion 3.53, which lets fields pass that it does not know (openstack/cinder `cinder/api/schemas/volumes.py`). */
export const volumeCreate = z.strictObject({ volume: z.object(volume), ...hints })

/** The same since 3.53. */
export const volumeCreateStrict = z.strictObject({ volume: z.strictObject(volume), ...hints })

export type VolumeCreate = z.infer<typeof volumeCreate>['volume']

/** The body of `PUT /volumes/{id}`. */
export const volumeUpdate = z.strictObject({
  volume: z.strictObject({
    name: volume.name,
    description: volume.description,
    display_name: volume.display_name,
    display_description: volume.display_description,
    metadata: metadata.optional(),
  }),
})

/** Each body of `POST /volumes/{id}/action`, by its one member (openstack/cinder `cinder/api/schemas/volume_actions.py`, `admin_actions.py`). */
export const volumeActions = {
  'os-extend': z.strictObject({ new_size: sizeGiB }),
  'os-volume_upload_image': z.strictObject({
    image_name: z.string().min(1).max(255),
    force: looseBoolean.optional(),
    disk_format: z.enum(['raw', 'vmdk', 'vdi', 'qcow2', 'vhd', 'vhdx', 'ploop']).optional(),
    container_format: z.string().max(255).nullish(),
    /** Since 3.1, as `protected`. */
    visibility: z.enum(['community', 'public', 'private', 'shared']).optional(),
    protected: looseBoolean.optional(),
  }),
  'os-reserve': z.unknown(),
  'os-unreserve': z.unknown(),
  'os-begin_detaching': z.unknown(),
  'os-roll_detaching': z.unknown(),
  'os-attach': z
    .strictObject({
      instance_uuid: uuid.optional(),
      host_name: z.string().max(255).optional(),
      mountpoint: z.string().min(1).max(255),
      mode: z.enum(['rw', 'ro']).optional(),
    })
    .refine(({ instance_uuid, host_name }) => instance_uuid !== undefined || host_name !== undefined, {
      message: 'instance_uuid or host_name is required',
    }),
  'os-detach': z.strictObject({ attachment_id: uuid.nullish() }).nullable(),
  'os-set_bootable': z.strictObject({ bootable: looseBoolean }),
  'os-update_readonly_flag': z.strictObject({ readonly: looseBoolean }),
  'os-set_image_metadata': z.strictObject({ metadata }),
  'os-unset_image_metadata': z.strictObject({ key: z.string().min(1).max(255) }),
  'os-show_image_metadata': z.unknown(),
  'os-reset_status': z.strictObject({
    status: z.string().nullish(),
    attach_status: z.enum(['attached', 'detached']).nullish(),
    migration_status: z.string().nullish(),
  }),
  'os-force_delete': z.unknown(),
  'os-force_detach': z.strictObject({ connector: z.unknown().optional(), attachment_id: z.string().nullish() }),
} as const
