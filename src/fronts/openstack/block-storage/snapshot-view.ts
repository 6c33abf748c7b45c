import type { SnapshotAnswer } from '../../../wire/openstack/block-storage/volume-answer.ts'
import type { CinderCall } from './cinder-context.ts'
import { cinderTime, since } from './cinder-context.ts'
import type { CinderSnapshot } from './snapshot-library.ts'

/** A snapshot as a create answers it: as its row was written before the volume's host heard of it (openstack/cinder `cinder/volume/api.py`). */
export const snapshotCreated = (snapshot: CinderSnapshot): SnapshotAnswer =>
  snapshotSummary({ ...snapshot, status: 'creating' })

/** A snapshot in lists without details, and as a change answers it (openstack/cinder `cinder/api/views/snapshots.py`). */
export const snapshotSummary = ({
  id,
  status,
  record,
  details,
  sizeGiB,
  volumeId,
}: CinderSnapshot): SnapshotAnswer => ({
  id,
  name: details.name,
  description: details.description,
  volume_id: volumeId,
  status,
  size: sizeGiB,
  created_at: cinderTime(record.createdAt),
  updated_at:
    status === 'creating'
      ? null
      : cinderTime(details.updatedAt > record.updatedAt ? details.updatedAt : record.updatedAt),
  metadata: { ...details.metadata },
})

/** A snapshot as show and the detailed list give it. */
export const snapshotDetail = (context: CinderCall, snapshot: CinderSnapshot): SnapshotAnswer => ({
  ...snapshotSummary(snapshot),
  'os-extended-snapshot-attributes:project_id': snapshot.record.projectId ?? null,
  'os-extended-snapshot-attributes:progress': snapshot.status === 'available' ? '100%' : '0%',
  ...(since(context, '3.14') ? { group_snapshot_id: null } : {}),
  ...(since(context, '3.41') ? { user_id: snapshot.details.userId } : {}),
  ...(since(context, '3.65') ? { consumes_quota: true } : {}),
})
