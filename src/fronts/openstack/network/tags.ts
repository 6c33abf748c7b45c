import { z } from 'zod'
import type { ServiceApp } from '../kernel/service.ts'
import type { MountOptions } from './mount-resource.ts'
import { changeable, visible } from './mount-resource.ts'
import { badRequest, invalidInput, neutronError } from './neutron-error.ts'
import { readBody } from './read-body.ts'
import type { Resource, View } from './resource.ts'

/** Neutron's limits (openstack/neutron `neutron/extensions/tagging.py`). */
const longestTag = 255
const mostTags = 50

const tagList = z.strictObject({ tags: z.array(z.string().max(longestTag)) })

/** Adds `/v2.0/<resource>/<id>/tags` and the tags below it. */
export const mountTags = (app: ServiceApp, resource: Resource, { base, site }: MountOptions): void => {
  const { setTags } = resource
  if (!setTags) return
  const path = `${base}/${resource.path}/:id/tags` as const
  const tagsOf = (view: View) => view.value.tags as readonly string[]
  const missing = (tag: string) => neutronError('not_found', 'TagNotFound', `Tag ${tag} could not be found.`)
  const replace = (view: View, tags: readonly string[]): void => {
    if (tags.length > mostTags)
      throw badRequest(resource.collection, `The number of tags exceed the per-resource limit of ${mostTags}`)
    setTags(view.id, tags)
  }

  app.get(path, (context) => {
    const view = visible(resource, context.req.param('id'), context.get('authorization'))
    return context.json({ tags: tagsOf(view) })
  })
  app.put(path, async (context) => {
    const view = changeable(resource, context.req.param('id'), context.get('authorization'), 'update')
    const body = tagList.safeParse(await readBody(context))
    if (!body.success) throw invalidInput('Invalid tags body')
    const { tags } = body.data
    if (new Set(tags).size !== tags.length) throw invalidInput(`Duplicate items in the list: '${tags.join(', ')}'`)
    replace(view, tags)
    return context.json({ tags })
  })
  app.delete(path, (context) => {
    replace(changeable(resource, context.req.param('id'), context.get('authorization'), 'update'), [])
    return context.body(null, 204)
  })
  app.get(`${path}/:tag`, (context) => {
    const tag = context.req.param('tag')
    const view = visible(resource, context.req.param('id'), context.get('authorization'))
    if (!tagsOf(view).includes(tag)) throw missing(tag)
    return context.body(null, 204)
  })
  app.put(`${path}/:tag`, (context) => {
    const tag = context.req.param('tag')
    const view = changeable(resource, context.req.param('id'), context.get('authorization'), 'update')
    if (tag.length > longestTag) throw invalidInput(`'${tag}' exceeds maximum length of ${longestTag}`)
    if (!tagsOf(view).includes(tag)) replace(view, [...tagsOf(view), tag])
    return context.body(null, 201, { location: `${site.origin(context.req.raw)}${new URL(context.req.url).pathname}` })
  })
  app.delete(`${path}/:tag`, (context) => {
    const tag = context.req.param('tag')
    const view = changeable(resource, context.req.param('id'), context.get('authorization'), 'update')
    if (!tagsOf(view).includes(tag)) throw missing(tag)
    replace(
      view,
      tagsOf(view).filter((one) => one !== tag),
    )
    return context.body(null, 204)
  })
}
