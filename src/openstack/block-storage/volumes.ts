import { z } from 'zod'
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

/** Copies what is on a volume into a new image, whose id it gives: `os-volume_upload_image`. */
export const uploadVolumeToImage = async (
  storage: ServiceClient,
  id: string,
  image: { readonly name: string; readonly format: string },
  { signal }: SessionCall,
): Promise<string> => {
  const json = { 'os-volume_upload_image': { image_name: image.name, disk_format: image.format } }
  const answer = z.looseObject({ 'os-volume_upload_image': z.looseObject({ image_id: z.string() }) })
  const request = { method: 'POST', path: path`/volumes/${id}/action`, json, signal } as const
  return (await storage.ask(answer, request))['os-volume_upload_image'].image_id
}

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
