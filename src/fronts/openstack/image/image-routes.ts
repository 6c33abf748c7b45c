import { CloudError } from '../../../model/cloud-error.ts'
import { imageCreate } from '../../../wire/openstack/image/image-create.ts'
import type { ImageChange } from '../../../wire/openstack/image/image-patch.ts'
import { imagePatch, imagePatchDraft4, imagePatchTypes } from '../../../wire/openstack/image/image-patch.ts'
import { jsonText } from '../kernel/json-text.ts'
import { pageOf, sortedBy } from '../kernel/page.ts'
import { PageTexts } from '../kernel/page-texts.ts'
import { projectOf, requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { Authorization, ServiceApp } from '../kernel/service.ts'
import type { ImageContext } from './image-context.ts'
import { queryOf } from './image-context.ts'
import { glanceError } from './image-fault.ts'
import { imageFilter } from './image-filter.ts'
import { imageOrder } from './image-order.ts'
import type { ImageDetails } from './image-record.ts'
import { withProperty } from './image-values.ts'
import { importMethods } from './import-methods.ts'
import { patchImage } from './patch-image.ts'
import { contentOf } from './receive-data.ts'

/** Images on a page that names no limit (openstack/glance `limit_param_default`). */
const defaultLimit = '25'

const root = '/image/v2/images'

/** `/v2/images`: register, list, show, change and delete images. */
export const mountImageRoutes = (app: ServiceApp, { front, site, library, view }: ImageContext): void => {
  const formats = front.profile.imageFormats

  const pages = new PageTexts(front.store)
  const listText = (authorization: Authorization, query: URLSearchParams): string => {
    const matches = imageFilter(query, authorization, library)
    const found = sortedBy([...library].filter(matches), imageOrder(query))
    const { items, next } = pageOf(found, {
      marker: query.get('marker') ?? undefined,
      limit: query.get('limit') ?? defaultLimit,
      atMost: front.profile.pageLimit,
    })
    query.delete('marker')
    const first = query.size === 0 ? '/v2/images' : `/v2/images?${query}`
    if (next !== undefined) query.set('marker', next)
    const links = JSON.stringify({
      first,
      ...(next === undefined ? {} : { next: `/v2/images?${query}` }),
      schema: '/v2/schemas/images',
    })
    return `{"images": [${items.map((image) => view.json(image)).join(', ')}], ${links.slice(1)}`
  }

  app.get(root, (context) =>
    jsonText(
      context,
      pages.of(context, () => listText(context.get('authorization'), queryOf(context))),
    ),
  )

  app.post(root, async (context) => {
    const authorization = context.get('authorization')
    requireRole(authorization, 'member', 'add_image')
    contentOf(front.driver.images.content)
    const { id = front.newId(), ...properties } = await readJson(context, imageCreate)
    if (library.get(id) || library.details.get(id) || front.mirror.get('image', id))
      throw new CloudError('already_exists', `Image ID ${id} already exists!`)
    const now = front.timestamp()
    const blank: ImageDetails = {
      id,
      owner: projectOf(authorization),
      name: null,
      visibility: 'shared',
      protected: false,
      hidden: false,
      containerFormat: null,
      diskFormat: null,
      minDiskGiB: 0,
      minMemoryMiB: 0,
      tags: [],
      properties: {},
      progress: 'queued',
      createdAt: now,
      updatedAt: now,
    }
    const details = Object.entries(properties).reduce(
      (before, [name, value]) => withProperty(before, name, value, { authorization, formats, isNew: true }),
      blank,
    )
    return jsonText(context, view.json(library.put(details)), 201, {
      location: `${site.origin(context.req.raw)}${root}/${id}`,
      'openstack-image-import-methods': importMethods(front).join(','),
    })
  })

  app.get(`${root}/:id`, (context) =>
    jsonText(context, view.json(library.need(context.get('authorization'), context.req.param('id')))),
  )

  app.patch(`${root}/:id`, async (context) => {
    const authorization = context.get('authorization')
    const image = library.needOwn(authorization, context.req.param('id'), 'modify_image')
    const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
    if (type !== imagePatchTypes.newer && type !== imagePatchTypes.older)
      throw glanceError(
        415,
        `Image PATCH expects Content-Type one of: ${imagePatchTypes.older}, ${imagePatchTypes.newer}`,
      )
    const draft = type === imagePatchTypes.older ? 4 : 10
    const changes =
      draft === 10
        ? (await readJson(context, imagePatch)).map(({ op, path, value }) => ({ op, path, value }))
        : (await readJson(context, imagePatchDraft4)).map(changeOfDraft4)
    if (changes.length === 0) return jsonText(context, view.json(image))
    const details = patchImage(image.details, changes, { authorization, formats, isNew: false, draft })
    return jsonText(context, view.json(library.put(details)))
  })

  app.delete(`${root}/:id`, async (context) => {
    const id = context.req.param('id')
    const image = library.needOwn(context.get('authorization'), id, 'delete_image')
    if (image.details.protected) throw new CloudError('forbidden', `Image ${id} is protected and cannot be deleted.`)
    if (image.record) {
      contentOf(front.driver.images.content)
      await front.mirror.delete('image', id).catch((error: unknown) => {
        if (!(error instanceof CloudError) || error.code !== 'conflict') throw error
        throw new CloudError('conflict', `Image ${id} could not be deleted because it is in use: ${error.message}`, {
          cause: error,
        })
      })
    }
    library.forget(id)
    return context.body(null, 204)
  })
}

const changeOfDraft4 = (change: {
  add?: string | undefined
  replace?: string | undefined
  remove?: string | undefined
  value?: unknown
}): ImageChange => {
  const named = (['add', 'replace', 'remove'] as const).filter((op) => change[op] !== undefined)
  const [op] = named
  if (!op || named.length > 1)
    throw new CloudError(
      'invalid',
      'Operation objects must contain exactly one member named "add", "remove", or "replace".',
    )
  return { op, path: change[op] ?? '', value: change.value }
}
