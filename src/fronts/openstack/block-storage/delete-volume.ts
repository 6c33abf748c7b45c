import { CloudError } from '../../../model/cloud-error.ts'
import type { CinderContext } from './cinder-context.ts'
import { invalidVolume } from './cinder-error.ts'
import type { CinderVolume } from './volume-library.ts'

const refusal =
  'Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.'

const deletable: ReadonlySet<string> = new Set([
  'available',
  'error',
  'error_restoring',
  'error_extending',
  'error_managing',
])

/**
 * Deletes a volume that nothing uses; `cascade` takes its snapshots with it, `force` asks nothing of its status. Resolves once the cloud below has
 * begun (openstack/cinder `cinder/volume/api.py`, `API.delete`).
 */
export const deleteVolume = async (
  { front, volumes, snapshots }: CinderContext,
  { id, status, attachments }: CinderVolume,
  { cascade, force }: { readonly cascade: boolean; readonly force: boolean },
): Promise<void> => {
  if (status === 'deleting' && force) return
  if (attachments.length > 0 || (!force && !deletable.has(status))) throw invalidVolume(refusal)
  const dependent = [...snapshots.ofVolume(id)].filter((snapshot) => snapshot.status !== 'deleting')
  if (dependent.length > 0 && !cascade) throw invalidVolume(refusal)
  if (dependent.some((snapshot) => snapshot.status !== 'available' && snapshot.status !== 'error'))
    throw invalidVolume('Failed to update snapshot.')
  for (const snapshot of dependent) await front.mirror.delete('snapshot', snapshot.id)
  if (dependent.length > 0)
    await untilGone(
      front,
      dependent.map((snapshot) => snapshot.id),
    )
  try {
    await front.mirror.delete('volume', id)
  } catch (error) {
    if (error instanceof CloudError && error.code === 'conflict') throw invalidVolume(error.message, error)
    throw error
  }
  if (!front.mirror.get('volume', id)) volumes.forget(id)
}

/** The cloud below refuses a volume whose snapshots are still on their way out. */
const untilGone = async (front: CinderContext['front'], snapshotIds: readonly string[]): Promise<void> => {
  const isThere = (id: string) => front.mirror.get('snapshot', id) !== undefined
  for (let look = 0; look < 120 && snapshotIds.some(isThere); look += 1) {
    await front.clock.sleep(front.driver.traits.pollIntervalMs, front.tasks.signal)
    for (const id of snapshotIds.filter(isThere)) await front.mirror.refresh('snapshot', id)
  }
}
