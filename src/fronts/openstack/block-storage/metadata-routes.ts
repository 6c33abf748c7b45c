import { CloudError } from '../../../model/cloud-error.ts'
import { metadataBody, metadataItem } from '../../../wire/openstack/block-storage/metadata-requests.ts'
import { readJson } from '../kernel/read-json.ts'
import type { Authorization } from '../kernel/service.ts'
import type { CinderCall, CinderRoutes } from './cinder-context.ts'
import { param } from './cinder-context.ts'

type Metadata = Readonly<Record<string, string>>

/** Something that has metadata: volumes and snapshots. */
export interface MetadataOwner {
  /** `volumes` or `snapshots`. */
  readonly path: string
  /** `Volume` or `Snapshot`, for messages. */
  readonly what: string
  need(authorization: Authorization, id: string): Metadata
  needForChange(authorization: Authorization, id: string): Metadata
  put(id: string, metadata: Metadata): void
}

/** `/{path}/{id}/metadata`: all of it, some of it, one key of it (openstack/cinder `cinder/api/v3/volume_metadata.py`). */
export const mountMetadataRoutes = (routes: CinderRoutes, { path, what, ...owner }: MetadataOwner): void => {
  const root = `/${path}/:id/metadata`
  const missing = (context: CinderCall) =>
    new CloudError('not_found', `${what} ${param(context, 'id')} has no metadata with key ${param(context, 'key')}.`)

  routes.get(root, (context) =>
    context.json({ metadata: owner.need(context.get('authorization'), param(context, 'id')) }),
  )

  routes.post(root, async (context) => {
    const id = param(context, 'id')
    const before = owner.needForChange(context.get('authorization'), id)
    const metadata = { ...before, ...(await readJson(context, metadataBody)).metadata }
    owner.put(id, metadata)
    return context.json({ metadata })
  })

  routes.put(root, async (context) => {
    const id = param(context, 'id')
    owner.needForChange(context.get('authorization'), id)
    const { metadata } = await readJson(context, metadataBody)
    owner.put(id, metadata)
    return context.json({ metadata })
  })

  routes.get(`${root}/:key`, (context) => {
    const key = param(context, 'key')
    const value = owner.need(context.get('authorization'), param(context, 'id'))[key]
    if (value === undefined) throw missing(context)
    return context.json({ meta: { [key]: value } })
  })

  routes.put(`${root}/:key`, async (context) => {
    const id = param(context, 'id')
    const key = param(context, 'key')
    const before = owner.needForChange(context.get('authorization'), id)
    const { meta } = await readJson(context, metadataItem)
    if (meta[key] === undefined) throw new CloudError('invalid', 'Request body and URI mismatch')
    owner.put(id, { ...before, ...meta })
    return context.json({ meta })
  })

  routes.delete(`${root}/:key`, (context) => {
    const id = param(context, 'id')
    const before = owner.needForChange(context.get('authorization'), id)
    const { [param(context, 'key')]: value, ...rest } = before
    if (value === undefined) throw missing(context)
    owner.put(id, rest)
    return context.body(null, 200)
  })
}
