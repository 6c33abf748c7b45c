import { expect, it } from 'vitest'
import { driverOverFront } from '../../../lab/embedded/driver-over-front.ts'
import { Cloud } from '../../cloud/cloud.ts'
import { collect } from '../../lib/async-iterable.ts'
import { systemClock } from '../../lib/clock.ts'
import { seededRandom } from '../../lib/random.ts'

const call = { signal: new AbortController().signal }
const latency = { attach: 100, detach: 100, volumeDelete: 100, snapshotDelete: 100 }

/** A cloud in which it takes a moment to attach, to detach and to delete, with a volume and the statuses that deletes were answered with. */
const slowCloud = async () => {
  const opened = await driverOverFront({
    cloud: { providerNetworks: [{ name: 'Ext-Net', cidr: '198.18.16.0/20' }], latency },
  })
  const cloud = new Cloud(opened.driver, { name: 'slow', clock: systemClock, random: seededRandom(1) })
  const { volumes, snapshots, attachments } = cloud
  if (!volumes || !snapshots || !attachments) throw new Error('the cloud has too little')
  const volume = await volumes.create({ name: 'data', sizeGiB: 1 }, { ...call, token: 'data' })
  await cloud.until('volume', volume.id, ({ status }) => status === 'available', call)
  const deletes = () => opened.sent.filter(({ method }) => method === 'DELETE').map(({ status }) => status)
  return { opened, cloud, volumes, snapshots, attachments, volume, deletes }
}

it('a volume that is being deleted is refused by Cinder with 400, and deleting it again resolves', async () => {
  const { opened, cloud, volumes, volume, deletes } = await slowCloud()
  await using _ = opened
  await volumes.delete(volume.id, call)
  await volumes.delete(volume.id, call)
  expect(deletes()).toEqual([202, 400])
  await cloud.gone('volume', volume.id, call)
})

it('so is a snapshot; a volume that still has one is a conflict', async () => {
  const { opened, cloud, volumes, snapshots, volume, deletes } = await slowCloud()
  await using _ = opened
  const snapshot = await snapshots.create({ name: 'copy', volumeId: volume.id }, { ...call, token: 'copy' })
  await cloud.until('snapshot', snapshot.id, ({ status }) => status === 'available', call)
  await expect(volumes.delete(volume.id, call)).rejects.toMatchObject({ code: 'conflict' })
  await snapshots.delete(snapshot.id, call)
  await snapshots.delete(snapshot.id, call)
  expect(deletes()).toEqual([400, 202, 400])
  await cloud.gone('snapshot', snapshot.id, call)
})

it('an attachment on its way in cannot be undone yet; one on its way out is undone already', async () => {
  const { opened, cloud, attachments, volume, deletes } = await slowCloud()
  await using _ = opened
  const [[flavor], [image], network] = await Promise.all([
    collect(cloud.flavors.list(call)),
    collect(cloud.images.list(call)),
    cloud.find('network', 'Ext-Net', call),
  ])
  if (!flavor || !image) throw new Error('the cloud has too little')
  const spec = {
    name: 'one',
    flavorId: flavor.id,
    boot: { imageId: image.id },
    interfaces: [{ networkId: network.id }],
  }
  const server = await cloud.servers.create(spec, { ...call, token: 'one' })
  await cloud.until('server', server.id, ({ status }) => status === 'active', call)
  const made = { ...call, token: 'attached' }
  const { id } = await attachments.create({ serverId: server.id, volumeId: volume.id }, made)
  await expect(attachments.delete(id, call)).rejects.toMatchObject({ code: 'conflict' })
  await cloud.until('volume', volume.id, ({ status }) => status === 'in_use', call)
  await attachments.delete(id, call)
  await attachments.delete(id, call)
  expect(deletes()).toEqual([400, 202, 400])
  await cloud.until('volume', volume.id, ({ status }) => status === 'available', call)
})
