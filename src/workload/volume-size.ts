import type { VolumeType } from '../model/volume.ts'

/**
 * The size of a volume: what is wanted or the least of its type, where the cloud tells it. A volume that there is already stays as it is when it is large enough for what is
 * wanted.
 */
export const volumeSize = (
  wantedGiB: number,
  type: Pick<VolumeType, 'minGiB'> | undefined,
  beforeGiB: number | undefined,
): number => {
  const least = type?.minGiB ?? 0
  if (wantedGiB >= least) return wantedGiB
  return beforeGiB !== undefined && beforeGiB >= wantedGiB ? beforeGiB : least
}

/** The volume type of that name, or the cloud's default one. */
export const volumeTypeOf = (types: readonly VolumeType[], name: string | undefined): VolumeType | undefined =>
  types.find((type) => (name === undefined ? type.default : type.name === name))
