import type { Front } from '../kernel/front.ts'
import { maySee } from '../kernel/policy.ts'
import type { Authorization } from '../kernel/service.ts'
import type { CinderSnapshot } from './snapshot-library.ts'
import { SnapshotLibrary } from './snapshot-library.ts'
import type { CinderVolume } from './volume-library.ts'
import { VolumeLibrary } from './volume-library.ts'

/** The volume as Cinder shows it to this caller, for services that attach it or boot from it; undefined when the caller may not know of it. */
export const findVolume = (front: Front, authorization: Authorization, id: string): CinderVolume | undefined => {
  const volume = new VolumeLibrary(front).get(id)
  return volume && maySee(authorization, volume.record.projectId) ? volume : undefined
}

/** The same for a snapshot. */
export const findSnapshot = (front: Front, authorization: Authorization, id: string): CinderSnapshot | undefined => {
  const snapshot = new SnapshotLibrary(front).get(id)
  return snapshot && maySee(authorization, snapshot.record.projectId) ? snapshot : undefined
}
