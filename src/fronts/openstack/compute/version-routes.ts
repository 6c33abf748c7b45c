import type { Context } from 'hono'
import type { ServiceApp, ServiceEnv, Site } from '../kernel/service.ts'
import type { ApiVersion } from './compute-routes.ts'

interface Version {
  readonly id: string
  readonly status: string
  readonly version: string
  readonly min_version: string
  readonly updated: string
  readonly mediaType: string
}

/** Paths of version documents, below `/compute`: they need no token. */
export const versionPaths = /^\/?(v2(\.1)?\/?)?$/

/** Nova's version documents, v2.0's alone where there are no microversions (openstack/nova `nova/api/openstack/compute/versions.py`). */
export const mountVersionRoutes = (
  app: ServiceApp,
  site: Site,
  range: { readonly min: string; readonly max: string } | undefined,
): void => {
  const versions: Partial<Record<ApiVersion, Version>> = {
    v2: {
      id: 'v2.0',
      status: range ? 'SUPPORTED' : 'CURRENT',
      version: '',
      min_version: '',
      updated: '2011-01-21T11:33:21Z',
      mediaType: 'application/vnd.openstack.compute+json;version=2',
    },
    ...(range
      ? {
          'v2.1': {
            id: 'v2.1',
            status: 'CURRENT',
            version: range.max,
            min_version: range.min,
            updated: '2013-07-23T11:33:21Z',
            mediaType: 'application/vnd.openstack.compute+json;version=2.1',
          },
        }
      : {}),
  }
  const linkTo = (context: Context<ServiceEnv>, folder: string) => ({
    rel: 'self',
    href: `${site.origin(context.req.raw)}/compute/${folder}/`,
  })
  for (const path of ['/compute', '/compute/'])
    app.get(path, (context) =>
      context.json({
        versions: Object.entries(versions).map(([folder, { mediaType: _mediaType, ...version }]) => ({
          ...version,
          links: [linkTo(context, folder)],
        })),
      }),
    )
  for (const [folder, { mediaType, ...version }] of Object.entries(versions)) {
    for (const path of [`/compute/${folder}`, `/compute/${folder}/`])
      app.get(path, (context) =>
        context.json({
          version: {
            ...version,
            links: [
              linkTo(context, folder),
              { rel: 'describedby', type: 'text/html', href: 'http://docs.openstack.org/' },
            ],
            'media-types': [{ base: 'application/json', type: mediaType }],
          },
        }),
      )
  }
}
