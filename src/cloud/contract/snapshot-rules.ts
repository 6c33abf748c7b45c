import assert from 'node:assert/strict'
import { expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { creating, goneId, newName, newSnapshot, newVolume } from './make.ts'
import { type Rules, rule } from './rule.ts'

const snaps = ['volumes', 'snapshots'] as const

export const snapshotRules = {
  ...lifeRules('snapshots', {
    kind: 'snapshot',
    needs: snaps,
    prepare: async (subject) => {
      const spec = { name: newName(subject), volumeId: (await newVolume(subject)).id }
      return (groups, call) => groups.snapshots.create(spec, call)
    },
  }),
  'snapshots: one becomes available in the size of its volume': rule(snaps, async (subject) => {
    const volume = await newVolume(subject, { sizeGiB: 2 })
    const { status, volumeId, sizeGiB } = await newSnapshot(subject, volume.id)
    assert.deepEqual({ status, volumeId, sizeGiB }, { status: 'available', volumeId: volume.id, sizeGiB: 2 })
  }),
  'snapshots: a name keeps every letter': rule(snaps, async (subject) => {
    const { cloud, call, made } = subject
    const spec = { name: 'Hafen Überseekai 港 #2', volumeId: (await newVolume(subject)).id }
    const { id } = made.add('snapshot', await cloud.snapshots.create(spec, creating(subject)))
    assert.equal((await cloud.snapshots.get(id, call)).name, spec.name)
  }),
  'snapshots: a volume may go once its snapshot is gone': rule(snaps, async (subject) => {
    const { cloud, call } = subject
    const volume = await newVolume(subject)
    const snapshot = await newSnapshot(subject, volume.id)
    await cloud.snapshots.delete(snapshot.id, call)
    await cloud.gone('snapshot', snapshot.id, call)
    await cloud.volumes.delete(volume.id, call)
    await cloud.gone('volume', volume.id, call)
  }),
  'snapshots: none is made of what does not exist': rule(snaps, async (subject) => {
    const spec = { name: newName(subject), volumeId: await goneId(subject, 'volume', await newVolume(subject)) }
    await expectFailure(subject, 'not_found', subject.cloud.snapshots.create(spec, creating(subject)))
  }),
} satisfies Rules
