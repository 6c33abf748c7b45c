import { CloudError } from '../../../model/cloud-error.ts'
import type { CinderContext } from './cinder-context.ts'
import { invalidVolume } from './cinder-error.ts'
import type { CinderVolume } from './volume-library.ts'

/** Looks at the snapshot that a clone is made from before the cloud is said to be too slow. */
const looks = 120

/**
 * A snapshot of the volume that is there only for its clone to be made from it; nobody sees it. It is marked before it is made, so that one that a dead
 * process left is found and deleted.
 */
export const snapshotForClone = async (
  { front, snapshots }: CloneContext,
  {
    volume,
    madeFor,
    projectId,
  }: { readonly volume: CinderVolume; readonly madeFor: string; readonly projectId: string },
): Promise<string> => {
  const id = front.newId()
  snapshots.details.put({
    id,
    name: null,
    description: null,
    metadata: {},
    userId: null,
    madeFor,
    updatedAt: front.timestamp(),
  })
  try {
    const volumeId = front.mirror.nativeId('volume', volume.id)
    await front.mirror.create('snapshot', { name: `clone of ${volume.id}`, volumeId }, { id, projectId })
    for (let look = 0; look < looks; look += 1) {
      const record = await front.mirror.refresh('snapshot', id)
      if (record?.native?.status === 'available') return id
      if (record?.native?.status !== 'creating')
        throw invalidVolume(`volume ${volume.id} could not be copied by the cloud below.`)
      await front.clock.sleep(front.driver.traits.pollIntervalMs, front.tasks.signal)
    }
    throw new CloudError('timeout', `The copy of volume ${volume.id} takes too long.`)
  } catch (error) {
    await dropSnapshot(front, snapshots, id)
    throw error
  }
}

/** Deletes the snapshot once the volume that is made from it is there, and only then lets the volume be seen as it is. */
export const tidyAfterClone = ({ front, snapshots, volumes }: CloneContext, snapshotId: string): void => {
  const madeFor = snapshots.details.get(snapshotId)?.madeFor
  if (madeFor === undefined) return
  front.tasks.run('tidy up after a clone', async (signal) => {
    while (front.mirror.get('volume', madeFor)?.native?.status === 'creating') {
      await front.clock.sleep(front.driver.traits.pollIntervalMs, signal)
      await front.mirror.refresh('volume', madeFor)
    }
    try {
      await dropSnapshot(front, snapshots, snapshotId)
    } finally {
      volumes.hold(madeFor, undefined)
    }
  })
}

type CloneContext = Pick<CinderContext, 'front' | 'snapshots' | 'volumes'>

const dropSnapshot = async (
  front: CinderContext['front'],
  snapshots: CinderContext['snapshots'],
  id: string,
): Promise<void> => {
  await front.mirror.delete('snapshot', id)
  while (front.mirror.get('snapshot', id)) {
    await front.clock.sleep(front.driver.traits.pollIntervalMs, front.tasks.signal)
    await front.mirror.refresh('snapshot', id)
  }
  snapshots.details.delete(id)
}
