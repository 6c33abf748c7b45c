import type { VolumeAnswer } from '../../../wire/openstack/block-storage/volume-answer.ts'
import { derivedUuid } from '../kernel/derived-uuid.ts'
import type { CinderCall, CinderContext } from './cinder-context.ts'
import { cinderTime, linksTo, since } from './cinder-context.ts'
import type { CinderVolume } from './volume-library.ts'
import { volumeTypeId } from './volume-types.ts'

/** The id of the service `cinder-volume` that has all volumes. */
const volumeService = derivedUuid('portolan:service:cinder-volume')

/** The name of the one back end: Cinder's `host@backend#pool`. */
export const backendOf = ({ front }: CinderContext): string => {
  const { kind, region } = front.driver.traits
  return `portolan@${kind}#${region}`
}

/** A volume in lists without details. */
export const volumeSummary = ({ site }: CinderContext, context: CinderCall, { id, details }: CinderVolume) => ({
  id,
  name: details.name,
  links: linksTo(site, context, `volumes/${id}`),
})

/**
 * A volume as a create answers it: as its row was written before its host heard of it, however soon the cloud below was done (openstack/cinder
 * `cinder/volume/flows/api/create_volume.py`). What is copied from an image is bootable once it is copied, what is copied from a volume from the start.
 */
export const volumeCreated = (cinder: CinderContext, context: CinderCall, volume: CinderVolume): VolumeAnswer =>
  volumeDetail(cinder, context, {
    ...volume,
    status: 'creating',
    bootable:
      volume.bootable &&
      (volume.details.sourceVolumeId !== undefined || volume.record.native?.snapshotId !== undefined),
  })

/** A volume as a change answers it (openstack/cinder `cinder/api/v3/views/volumes.py`). */
export const volumeDetail = (cinder: CinderContext, context: CinderCall, volume: CinderVolume): VolumeAnswer => {
  const { id, record, details } = volume
  const { native } = record
  const { isAdmin } = context.get('authorization')
  const { mirror } = cinder.front
  const snapshotId = native?.snapshotId && mirror.idOf('snapshot', native.snapshotId)
  // Its host has not had it yet, and the row in the database has not been changed since it was made (openstack/cinder `cinder/volume/flows/manager/create_volume.py`).
  const isNew = volume.status === 'creating'
  const isClone = details.sourceVolumeId !== undefined
  return {
    id,
    status: volume.status,
    size: volume.sizeGiB,
    availability_zone: cinder.zones.nameOf(native?.zoneId),
    created_at: cinderTime(record.createdAt),
    updated_at: isNew ? null : cinderTime(details.updatedAt > record.updatedAt ? details.updatedAt : record.updatedAt),
    name: details.name,
    description: details.description,
    volume_type: native?.type ?? null,
    snapshot_id: isClone ? null : (snapshotId ?? null),
    source_volid: details.sourceVolumeId ?? null,
    metadata: {
      ...details.metadata,
      ...(details.readonly === undefined ? {} : { readonly: details.readonly ? 'True' : 'False' }),
    },
    links: linksTo(cinder.site, context, `volumes/${id}`),
    user_id: details.userId,
    bootable: String(volume.bootable),
    encrypted: false,
    replication_status: null,
    consistencygroup_id: null,
    multiattach: false,
    attachments: volume.attachments.map((attachment) => ({
      id,
      attachment_id: attachment.id,
      volume_id: id,
      server_id: attachment.serverId,
      host_name: isAdmin ? attachment.hostName : null,
      device: attachment.device,
      attached_at: attachment.attachedAt && cinderTime(attachment.attachedAt),
    })),
    ...(isAdmin ? { migration_status: null } : {}),
    ...(since(context, '3.13') ? { group_id: null } : {}),
    ...(isAdmin && since(context, '3.21') ? { provider_id: record.nativeId ?? null } : {}),
    ...(since(context, '3.48') ? { shared_targets: false, service_uuid: isNew ? null : volumeService } : {}),
    ...(isAdmin && since(context, '3.61') ? { cluster_name: null } : {}),
    ...(since(context, '3.63')
      ? { volume_type_id: native?.type === undefined ? null : volumeTypeId(native.type) }
      : {}),
    ...(since(context, '3.65') ? { consumes_quota: true } : {}),
  }
}

/** A volume as show and the detailed list give it: with what Cinder's extensions add. */
export const volumeExtended = (cinder: CinderContext, context: CinderCall, volume: CinderVolume): VolumeAnswer => {
  const { imageMetadata } = volume.details
  return {
    ...volumeDetail(cinder, context, volume),
    'os-vol-tenant-attr:tenant_id': volume.record.projectId ?? null,
    ...(context.get('authorization').isAdmin
      ? {
          'os-vol-host-attr:host': backendOf(cinder),
          'os-vol-mig-status-attr:migstat': null,
          'os-vol-mig-status-attr:name_id': null,
        }
      : {}),
    ...(imageMetadata ? { volume_image_metadata: imageMetadata } : {}),
  }
}
