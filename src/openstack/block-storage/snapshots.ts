import { snapshotAnswer } from '../../wire/openstack/block-storage/volume-answer.ts'
import { resource } from '../session/resource.ts'

/** What Cinder makes a snapshot from. `force` is needed for a volume in use, and at the base microversion alone (openstack/cinder `cinder/api/v3/snapshots.py`). */
export interface SnapshotRequest {
  readonly volume_id: string
  readonly name: string
  readonly force?: boolean
  readonly metadata?: Readonly<Record<string, string>>
}

/** Cinder's snapshots, in detail, at the base microversion. */
export const snapshots = resource<typeof snapshotAnswer, SnapshotRequest>({
  collection: 'snapshots',
  listPath: '/snapshots/detail',
  member: 'snapshot',
  answer: snapshotAnswer,
})
