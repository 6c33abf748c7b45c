import type { SnapshotStatus, VolumeStatus } from '../../model/volume.ts'

/**
 * Cinder's status of a volume, in the model's words (openstack/cinder `cinder/objects/fields.py`, VolumeStatus). What the model has no word for, such as a backup under way,
 * is `in_use` for an attached volume, else `creating` while data comes in, else `available`.
 */
export const volumeStatus = (status: string, attached: boolean): VolumeStatus => {
  switch (status) {
    case 'creating':
    case 'downloading':
    case 'restoring-backup':
    case 'managing':
      return 'creating'
    case 'available':
    case 'awaiting-transfer':
      return 'available'
    case 'attaching':
    case 'reserved':
      return 'attaching'
    case 'in-use':
      return 'in_use'
    case 'detaching':
      return 'detaching'
    case 'extending':
      return 'extending'
    case 'deleting':
    case 'deleted':
    case 'unmanaging':
      return 'deleting'
    default:
      if (status === 'error' || status.startsWith('error_')) return 'error'
      return attached ? 'in_use' : 'available'
  }
}

/** Cinder's status of a snapshot, in the model's words (openstack/cinder `cinder/objects/fields.py`, SnapshotStatus). */
export const snapshotStatus = (status: string): SnapshotStatus => {
  switch (status) {
    case 'available':
    case 'backing-up':
    case 'restoring':
      return 'available'
    case 'creating':
    case 'updating':
      return 'creating'
    case 'deleting':
    case 'deleted':
    case 'unmanaging':
      return 'deleting'
    default:
      return 'error'
  }
}
