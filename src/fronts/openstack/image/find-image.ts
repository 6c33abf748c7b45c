import type { Front } from '../kernel/front.ts'
import type { Authorization } from '../kernel/service.ts'
import type { GlanceImage } from './image-library.ts'
import { ImageLibrary } from './image-library.ts'

/** The image as Glance shows it to this caller, for services that boot from it; undefined when the caller may not know of it. */
export const findImage = (front: Front, authorization: Authorization, id: string): GlanceImage | undefined => {
  const library = new ImageLibrary(front)
  const image = library.get(id)
  return image && library.isVisible(authorization, image) ? image : undefined
}
