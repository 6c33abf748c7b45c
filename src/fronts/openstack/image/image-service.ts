import type { Front } from '../kernel/front.ts'
import type { ServiceDefinition } from '../kernel/service.ts'
import { mountActionRoutes } from './action-routes.ts'
import { mountDataRoutes } from './data-routes.ts'
import type { ImageContext } from './image-context.ts'
import { imageFault } from './image-fault.ts'
import { ImageLibrary } from './image-library.ts'
import { mountImageRoutes } from './image-routes.ts'
import { imageSchema, listSchema, memberSchema, taskSchema } from './image-schema.ts'
import { ImageView } from './image-view.ts'
import { mountImportRoutes } from './import-routes.ts'
import { mountMemberRoutes } from './member-routes.ts'
import { mountMetadefRoutes, namespaceSchema } from './metadef-routes.ts'
import { takeBack } from './receive-data.ts'
import { mountTagRoutes } from './tag-routes.ts'

/** Glance's versions without multiple stores and without a cache, newest first (openstack/glance `glance/api/versions.py`). */
const versions = ['2.9', '2.7', '2.6', '2.5', '2.4', '2.3', '2.2', '2.1', '2.0']

/** Glance's v2 API. */
export const imageService: ServiceDefinition = {
  type: 'image',
  name: 'glance',
  path: '/image',
  endpoint: '',
  public: (method, path) => method === 'GET' && /^(\/?|\/versions\/?)$/.test(path),
  fault: imageFault,

  mount(app, front, site) {
    const library = new ImageLibrary(front)
    forgetWithTheCloudBelow(front, library)
    const versionDocument = (request: Request) => ({
      versions: versions.map((version, index) => ({
        id: `v${version}`,
        status: index === 0 ? 'CURRENT' : 'SUPPORTED',
        links: [{ rel: 'self', href: `${site.origin(request)}/image/v2/` }],
      })),
    })
    for (const path of ['/image', '/image/'])
      app.get(path, (context) => context.json(versionDocument(context.req.raw), 300))
    for (const path of ['/image/versions', '/image/versions/'])
      app.get(path, (context) => context.json(versionDocument(context.req.raw)))

    const image = imageSchema(front.profile.imageFormats)
    const schemas = {
      image,
      images: listSchema('images', image, true),
      member: memberSchema,
      members: listSchema('members', memberSchema, false),
      task: taskSchema,
      tasks: listSchema('tasks', taskSchema, true),
      'metadefs/namespace': namespaceSchema,
      'metadefs/namespaces': listSchema('namespaces', namespaceSchema, true),
    }
    for (const [name, schema] of Object.entries(schemas))
      app.get(`/image/v2/schemas/${name}`, (context) => context.json(schema))

    const shared: ImageContext = { front, site, library, view: new ImageView() }
    mountImageRoutes(app, shared)
    mountDataRoutes(app, shared)
    mountImportRoutes(app, shared)
    mountTagRoutes(app, shared)
    mountActionRoutes(app, shared)
    mountMemberRoutes(app, shared)
    mountMetadefRoutes(app)
  },

  /** Uploads that an earlier process left can only be sent again. */
  async resume(front) {
    const library = new ImageLibrary(front)
    for (const { id, progress, data } of [...library.details]) {
      if (progress !== 'saving' && (progress !== 'uploading' || data)) continue
      // The mirror goes on with creates by itself; what comes of this one is taken back.
      if (front.mirror.get('image', id)) await front.mirror.realize('image', id).catch(() => undefined)
      await takeBack(front, library, id)
    }
  },
}

/** What Glance knows of an image goes when the image does, unless its data is only being taken back. */
const forgetWithTheCloudBelow = (front: Front, library: ImageLibrary): void => {
  front.mirror.on('image', (record, before) => {
    if (record || !before) return
    if (library.details.get(before.id)?.progress === undefined) library.forget(before.id)
  })
}
