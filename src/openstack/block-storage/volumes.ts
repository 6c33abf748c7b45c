import { volumeAnswer, volumeTypeAnswer } from '../../wire/openstack/block-storage/volume-answer.ts'
import { resource } from '../session/resource.ts'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

/** What Cinder makes a volume from (openstack/cinder `cinder/api/schemas/volumes.py`). */
export interface VolumeRequest {
  readonly name: string
  readonly size: number
  readonly volume_type?: string
  readonly availability_zone?: string
  readonly snapshot_id?: string
  readonly imageRef?: string
  readonly metadata?: Readonly<Record<string, string>>
}

/** Cinder's volumes, in detail. */
export const volumes = resource<typeof volumeAnswer, VolumeRequest>({
  collection: 'volumes',
  listPath: '/volumes/detail',
  member: 'volume',
  answer: volumeAnswer,
})

/** Cinder's volume types: `/types`, in answers `volume_types` (openstack/cinder `cinder/api/v3/views/types.py`). */
export const volumeTypes = resource<typeof volumeTypeAnswer>({
  collection: 'volume_types',
  path: '/types',
  member: 'volume_type',
  answer: volumeTypeAnswer,
})

/** Makes a volume larger: `os-extend`. */
export const extendVolume = async (
  storage: ServiceClient,
  id: string,
  sizeGiB: number,
  { signal }: SessionCall,
): Promise<void> => {
  const json = { 'os-extend': { new_size: sizeGiB } }
  await storage.request({ method: 'POST', path: path`/volumes/${id}/action`, json, signal })
}
