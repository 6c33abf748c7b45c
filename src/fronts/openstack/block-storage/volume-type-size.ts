import type { CloudError } from '../../../model/cloud-error.ts'
import type { VolumeType } from '../../../model/volume.ts'
import { invalidInput } from './cinder-error.ts'

/** Cinder's refusal of a size that the type does not take (openstack/cinder `cinder/volume/volume_types.py`, `provision_filter_on_size`). */
export const sizeRefusal = (
  { name, minGiB, maxGiB }: Pick<VolumeType, 'name' | 'minGiB' | 'maxGiB'>,
  sizeGiB: number,
): CloudError | undefined => {
  if (minGiB !== undefined && sizeGiB < minGiB)
    return invalidInput(
      `Specified volume size of '${sizeGiB}' is less than the minimum required size of '${minGiB}' for volume type '${name}'.`,
    )
  if (maxGiB !== undefined && sizeGiB > maxGiB)
    return invalidInput(
      `Specified volume size of '${sizeGiB}' is greater than the maximum allowable size of '${maxGiB}' for volume type '${name}'.`,
    )
  return undefined
}

/** A type's limits as extra specs, which only administrators see. */
export const sizeSpecs = ({ minGiB, maxGiB }: VolumeType): Readonly<Record<string, string>> => ({
  ...(minGiB === undefined ? {} : { 'provisioning:min_vol_size': String(minGiB) }),
  ...(maxGiB === undefined ? {} : { 'provisioning:max_vol_size': String(maxGiB) }),
})
