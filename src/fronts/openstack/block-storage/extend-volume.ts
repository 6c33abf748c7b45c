import type { CinderContext } from './cinder-context.ts'
import { invalidInput, invalidVolume, notOffered } from './cinder-error.ts'
import type { CinderVolume } from './volume-library.ts'
import { sizeRefusal } from './volume-type-size.ts'

/** Makes a volume larger; resolves once the cloud below has begun (openstack/cinder `cinder/volume/api.py`, `_extend`). */
export const extendVolume = async (
  { front, quotas, types }: CinderContext,
  { id, status, sizeGiB, record }: CinderVolume,
  newSizeGiB: number,
): Promise<void> => {
  if (!front.driver.volumes?.extend) throw notOffered('larger volumes than at first (os-extend)')
  if (newSizeGiB <= sizeGiB)
    throw invalidInput(
      `New size for extend must be greater than current size. (current: ${sizeGiB}, extended: ${newSizeGiB}).`,
    )
  if (status !== 'available')
    throw invalidVolume(`Volume ${id} status must be '{'status': 'available'}' to extend, currently ${status}.`)
  const type = (await types.list()).find(({ name }) => name === record.native?.type)
  const refusal = type && sizeRefusal(type, newSizeGiB)
  if (refusal) throw refusal
  const { projectId } = record
  if (projectId !== undefined) {
    quotas.admitSize(projectId, newSizeGiB)
    quotas.admit(projectId, { gigabytes: newSizeGiB - sizeGiB })
  }
  const nativeId = front.mirror.nativeId('volume', id)
  const volume = await front.mirror.act(async (driver, call) => driver.volumes?.extend?.(nativeId, newSizeGiB, call))
  if (volume) front.mirror.apply({ kind: 'volume', id: nativeId, resource: volume })
}
