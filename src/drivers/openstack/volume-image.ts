import type { CreateCall } from '../../cloud/call.ts'
import type { VolumeDriver } from '../../cloud/driver.ts'
import { findFirst } from '../../lib/async-iterable.ts'
import type { VolumeId } from '../../model/id.ts'
import type { Image } from '../../model/image.ts'
import { uploadVolumeToImage, volumes } from '../../openstack/block-storage/volumes.ts'
import { getImage, listImages, renameImage } from '../../openstack/image/images.ts'
import type { ServiceClient } from '../../openstack/session/service-client.ts'
import { imageOf } from './image-view.ts'
import { imageByToken } from './images.ts'
import { onlyState } from './only-state.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { tokenKey } from './token-mark.ts'

type Spec = Parameters<NonNullable<VolumeDriver['createImage']>>[1]

/**
 * An image of a volume. Cinder lets nothing be said about the image but its name, so the image is made under a name with the token in it and renamed after
 * that: whichever of the two was the last to happen, the token finds it.
 */
export const createVolumeImage = async (
  cloud: OpenStackCloud,
  storage: ServiceClient,
  id: VolumeId,
  { name, format, properties = {} }: Spec,
  call: CreateCall,
): Promise<Image> => {
  const { image, creates } = cloud
  const firstName = `portolan-${call.token}`
  const find = async () => {
    const made = await imageByToken(cloud, name, call)
    return made ?? findFirst(listImages(image, { name: firstName }, call), () => true)
  }
  const isElsewhere = async () => (await volumes.get(storage, id, call)).status !== 'available'
  const make = async () => {
    const imageId = await onlyState(
      () => uploadVolumeToImage(storage, id, { name: firstName, format }, call),
      isElsewhere,
    )
    return getImage(image, imageId, call)
  }
  const made = await creates.once('volume-image', call, find, make)
  if (made[tokenKey] === call.token) return imageOf(made)
  return imageOf(
    await renameImage(image, made.id, { name, properties: { ...properties, [tokenKey]: call.token } }, call),
  )
}
