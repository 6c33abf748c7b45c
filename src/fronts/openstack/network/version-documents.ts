import type { ServiceApp, Site } from '../kernel/service.ts'

/** The resources that Neutron's own core has, in `GET /v2.0/`. */
const core = ['network', 'subnet', 'subnetpool', 'port'] as const

/** Adds `GET /` and `GET /v2.0/` of the service, which need no token (openstack/neutron `neutron/pecan_wsgi/controllers/root.py`). */
export const mountVersionDocuments = (app: ServiceApp, path: string, site: Site): void => {
  const versions = (request: Request) => ({
    versions: [
      {
        id: 'v2.0',
        status: 'CURRENT',
        links: [{ rel: 'self', href: `${site.origin(request)}${path}/v2.0/` }],
      },
    ],
  })
  for (const root of [path, `${path}/`]) app.get(root, (context) => context.json(versions(context.req.raw)))
  for (const root of [`${path}/v2.0`, `${path}/v2.0/`])
    app.get(root, (context) =>
      context.json({
        resources: core.map((name) => ({
          name,
          collection: `${name}s`,
          links: [{ rel: 'self', href: `${site.origin(context.req.raw)}${path}/v2.0/${name}s` }],
        })),
      }),
    )
}
