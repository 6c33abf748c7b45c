import { CloudError } from '../../../model/cloud-error.ts'
import type { ServiceApp } from '../kernel/service.ts'
import type { ImageContext } from './image-context.ts'

const root = '/image/v2/images/:id/tags/:tag'

/** `/v2/images/{id}/tags/{tag}`: one tag more or less; adding one twice is adding it once. */
export const mountTagRoutes = (app: ServiceApp, { library, site }: ImageContext): void => {
  app.put(root, (context) => {
    const { id, details } = library.needOwn(context.get('authorization'), context.req.param('id'), 'modify_image')
    const tag = context.req.param('tag')
    if (tag.length > 255)
      throw new CloudError('invalid', `Provided object does not match schema 'image': '${tag}' is too long`)
    if (!details.tags.includes(tag)) library.put({ ...details, tags: [...details.tags, tag] })
    return context.body(null, 204, { location: `${site.origin(context.req.raw)}/image/v2/images/${id}` })
  })

  app.delete(root, (context) => {
    const { details } = library.needOwn(context.get('authorization'), context.req.param('id'), 'modify_image')
    const tag = context.req.param('tag')
    if (!details.tags.includes(tag)) throw new CloudError('not_found', 'The resource could not be found.')
    library.put({ ...details, tags: details.tags.filter((other) => other !== tag) })
    return context.body(null, 204)
  })
}
