import type { SnapshotDriver } from '../../cloud/driver.ts'
import { asId } from '../../model/id.ts'
import type { Snapshot } from '../../model/volume.ts'
import { snapshots } from '../../openstack/block-storage/snapshots.ts'
import type { ServiceClient } from '../../openstack/session/service-client.ts'
import type { SnapshotAnswer } from '../../wire/openstack/block-storage/volume-answer.ts'
import { knownId } from './known-id.ts'
import { namesakeOf } from './namesake.ts'
import { onlyState } from './only-state.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { tokenKey } from './token-mark.ts'
import { unlessGoing } from './unless-going.ts'
import { snapshotStatus } from './volume-status.ts'

/** Snapshots are Cinder's; also of volumes in use, whose content is then that of a disk whose power went out. */
export const snapshotGroup = ({ creates }: OpenStackCloud, storage: ServiceClient): SnapshotDriver => ({
  async create({ name, volumeId }, call) {
    const body = { name, volume_id: knownId('volume', volumeId), force: true, metadata: { [tokenKey]: call.token } }
    const find = () => namesakeOf(call.token, snapshots.list(storage, { name }, call))
    const make = () =>
      onlyState(
        () => snapshots.create(storage, body, call),
        async () => true,
      )
    return snapshotOf(await creates.once('snapshot', call, find, make))
  },
  async *list(call) {
    for await (const snapshot of snapshots.list(storage, {}, call)) yield snapshotOf(snapshot)
  },
  get: async (id, call) => snapshotOf(await snapshots.get(storage, id, call)),
  delete: (id, call) =>
    unlessGoing(
      () => snapshots.delete(storage, id, call),
      async () => (await snapshots.get(storage, id, call)).status,
      ['deleting'],
    ),
})

const snapshotOf = (snapshot: SnapshotAnswer): Snapshot => ({
  id: asId(snapshot.id),
  name: snapshot.name ?? '',
  status: snapshotStatus(snapshot.status),
  volumeId: asId(snapshot.volume_id),
  sizeGiB: snapshot.size,
  ...(snapshot.created_at ? { createdAt: snapshot.created_at } : {}),
})
