import type { Call, CreateCall } from '../../cloud/call.ts'
import type { ImageContentDriver, ImageDriver } from '../../cloud/driver.ts'
import { findFirst } from '../../lib/async-iterable.ts'
import type { Image } from '../../model/image.ts'
import { downloadImage } from '../../openstack/image/image-data.ts'
import { ImageUploads } from '../../openstack/image/image-uploads.ts'
import { createImage, deleteImage, getImage, listImages } from '../../openstack/image/images.ts'
import type { ImageAnswer } from '../../wire/openstack/image/image-answer.ts'
import { forgetting } from './forgetting.ts'
import { imageOf, imageRequest } from './image-view.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { tokenKey } from './token-mark.ts'

export interface ImageHabits {
  /** The configuration's `image_api_use_tasks`: data comes in by the operator's tasks alone. */
  readonly byTasksOnly: boolean
  /** The configuration's `disable_vendor_agent`: properties for every new image. */
  readonly extraProperties: Readonly<Record<string, string>>
}

/** Images are Glance's. They come and go by other ways where the configuration says so or the policy forbids making one. */
export const imageGroup = (cloud: OpenStackCloud, { byTasksOnly, extraProperties }: ImageHabits): ImageDriver => {
  const { image, creates } = cloud
  const uploads = new ImageUploads(image)
  const content: ImageContentDriver = {
    async create(spec, call) {
      const find = () => imageByToken(cloud, spec.name, call)
      const make = () => createImage(image, imageRequest(spec, call.token, extraProperties), call)
      return imageOf(await creates.once('image', call, find, make))
    },
    upload: (id, data, call) => uploads.upload(id, data, call),
    download: (id, call) => downloadImage(image, id, call),
    delete: (id, call) => deleteImage(image, id, call),
  }
  return {
    async *list(call) {
      for await (const found of listImages(image, {}, call)) yield imageOf(found)
    },
    get: (id, call) => readImage(cloud, id, call),
    ...(byTasksOnly || cloud.forbidden.has('add_image') ? {} : { content: forgetting(creates, content) }),
  }
}

export const readImage = async ({ image }: OpenStackCloud, id: string, call: Call): Promise<Image> =>
  imageOf(await getImage(image, id, call))

/** The image that a create with this token made, among those of the name. */
export const imageByToken = (
  { image }: OpenStackCloud,
  name: string,
  call: CreateCall,
): Promise<ImageAnswer | undefined> =>
  // `in:` with quotes: a bare name with a colon would be read as an operator (openstack/glance `glance/common/utils.py`).
  findFirst(
    listImages(image, { name: name.includes('"') ? undefined : `in:"${name}"` }, call),
    (found) => found[tokenKey] === call.token,
  )
