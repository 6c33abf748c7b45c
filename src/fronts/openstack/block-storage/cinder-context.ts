import type { Context } from 'hono'
import { CloudError } from '../../../model/cloud-error.ts'
import { formatMicroversion, isAtLeast } from '../../../wire/openstack/microversion.ts'
import type { Front } from '../kernel/front.ts'
import type { ServiceApp, ServiceEnv, Site } from '../kernel/service.ts'
import type { BlockStorageQuotas } from './quotas.ts'
import type { SnapshotLibrary } from './snapshot-library.ts'
import type { VolumeLibrary } from './volume-library.ts'
import type { VolumeTypes } from './volume-types.ts'
import type { VolumeZones } from './volume-zones.ts'

/** What Cinder's routes share. */
export interface CinderContext {
  readonly front: Front
  readonly site: Site
  readonly routes: CinderRoutes
  readonly volumes: VolumeLibrary
  readonly snapshots: SnapshotLibrary
  readonly quotas: BlockStorageQuotas
  readonly types: VolumeTypes
  readonly zones: VolumeZones
}

export type CinderCall = Context<ServiceEnv>
type Handler = (context: CinderCall) => Response | Promise<Response>

/** Adds one route under the version and `{project_id}` and, as Cinder serves it too, under the version alone. */
export interface CinderRoutes {
  get(path: string, handler: Handler): void
  post(path: string, handler: Handler): void
  put(path: string, handler: Handler): void
  delete(path: string, handler: Handler): void
}

/** A project in the URL that is not the token's is refused as Cinder does (openstack/cinder `cinder/api/openstack/wsgi.py`). */
export const cinderRoutes = (app: ServiceApp, base: string): CinderRoutes => {
  const add = (method: 'get' | 'post' | 'put' | 'delete') => (path: string, handler: Handler) => {
    app[method](`${base}${path}`, handler)
    app[method](`${base}/:project{[0-9a-f]{32}|[0-9a-f-]{36}}${path}`, (context) => {
      if (context.req.param('project') !== context.get('authorization').projectId)
        throw new CloudError('invalid', 'Malformed request url', { reason: 'MalformedUrl' })
      return handler(context)
    })
  }
  return { get: add('get'), post: add('post'), put: add('put'), delete: add('delete') }
}

/** True when the answer is to be as of that microversion. */
export const since = (context: CinderCall, floor: string): boolean => isAtLeast(context.get('microversion'), floor)

/** Throws `not_found` when the resource came with a later microversion than the caller's. */
export const requireSince = (context: CinderCall, floor: string): void => {
  if (since(context, floor)) return
  throw new CloudError(
    'not_found',
    `API version ${formatMicroversion(context.get('microversion'))} is not supported on this method.`,
    { reason: 'VersionNotFoundForAPIMethod' },
  )
}

/** A path parameter that the route has. */
export const param = (context: CinderCall, name: string): string => context.req.param(name) ?? ''

/** Links as Cinder gives them: with the version and the project, and as a bookmark without the version. */
export const linksTo = (site: Site, context: CinderCall, path: string): ReadonlyArray<Record<string, string>> => {
  const origin = site.origin(context.req.raw)
  const { projectId } = context.get('authorization')
  const below = `${projectId === undefined ? '' : `/${projectId}`}/${path}`
  return [
    { rel: 'self', href: `${origin}${versionFolder(context)}${below}` },
    { rel: 'bookmark', href: `${origin}/volume${below}` },
  ]
}

/** The version that the caller used, as a path: `/volume/v3`. */
export const versionFolder = (context: CinderCall): string => /^\/volume\/v\d/.exec(context.req.path)?.[0] ?? '/volume'

/** A time as Cinder writes it: UTC with microseconds and without a zone. */
export const cinderTime = (time: string): string => `${time.slice(0, 19)}.000000`
