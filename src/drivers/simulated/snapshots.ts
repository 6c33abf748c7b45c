import type { SnapshotDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import { volumeConflict } from './volumes.ts'

/** Snapshots of volumes that are `available` or `in_use`. */
export const snapshots = (cloud: SimulatedCloud): SnapshotDriver => {
  const { snapshots: table, volumes } = cloud.tables
  return {
    create: ({ name, volumeId }, call) =>
      cloud.create(table, call, (id) => {
        const volume = volumes.get(volumeId)
        if (volume.status !== 'available' && volume.status !== 'in_use')
          throw volumeConflict(volume, 'it cannot be captured now')
        cloud.usage.admit({ snapshots: 1 })
        const { sizeGiB } = volume
        table.put({ id: asId(id), name, status: 'creating', volumeId, sizeGiB, createdAt: cloud.timestamp() })
        cloud.after('snapshotCreate', () => {
          const snapshot = table.find(id)
          if (snapshot?.status === 'creating') table.put({ ...snapshot, status: 'available' })
        })
      }),
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    delete: (id, call) =>
      cloud.answer(call, () => {
        const snapshot = table.find(id)
        if (!snapshot || snapshot.status === 'deleting') return
        if (snapshot.status === 'creating')
          throw new CloudError('conflict', `the snapshot ${snapshot.name} is still being made`, {
            resource: { kind: 'snapshot', id },
          })
        table.put({ ...snapshot, status: 'deleting' })
        cloud.after('snapshotDelete', () => table.remove(id))
      }),
  }
}
