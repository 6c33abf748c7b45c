import type { Front } from '../kernel/front.ts'
import type { ServiceDefinition } from '../kernel/service.ts'
import { mountApplicationCredentialRoutes } from './application-credential-routes.ts'
import { catalogFor } from './catalog.ts'
import { mountCatalogRoutes } from './catalog-routes.ts'
import { mountGroupRoutes } from './group-routes.ts'
import type { Identity } from './identity.ts'
import { identityFault } from './identity-fault.ts'
import { mountProjectRoutes } from './project-routes.ts'
import { mountRoleRoutes } from './role-routes.ts'
import { mountTokenRoutes } from './token-routes.ts'
import { TokenTexts } from './token-texts.ts'
import { mountUserRoutes } from './user-routes.ts'

/** The version that says what is served: projects with tags, application credentials, no access rules (openstack/keystone `keystone/version`). */
const version = { id: 'v3.14', status: 'stable', updated: '2020-04-07T00:00:00Z' }

/** As Keystone listed it from Queens on, when its operations had gone (openstack/keystone `keystone/version/controllers.py`). */
const secondVersion = { id: 'v2.0', status: 'deprecated', updated: '2016-08-04T00:00:00Z' }

const publicPaths = /^(\/?|\/v(3|2\.0)\/?)$/

/** Keystone's v3 API. `services` gives all services of the front, this one too: they are its catalog. */
export const identityService = (
  front: Front,
  identity: Identity,
  services: () => readonly ServiceDefinition[],
): ServiceDefinition => ({
  type: 'identity',
  name: 'keystone',
  path: '/identity',
  endpoint: '/v3',
  public: (method, path) =>
    publicPaths.test(path) ||
    (method === 'POST' && (path === '/v3/auth/tokens' || /^\/v3\/users\/[^/]+\/password$/.test(path))),
  fault: identityFault,
  mount(app, _front, site) {
    const catalogAt = catalogFor(front, services())
    const catalogOf = (request: Request, projectId: string | undefined) => catalogAt(site.origin(request), projectId)
    const document = (request: Request, { id, ...about }: typeof version = version) => {
      const major = id === secondVersion.id ? id : 'v3'
      return {
        id,
        ...about,
        links: [{ rel: 'self', href: `${site.origin(request)}/identity/${major}/` }],
        'media-types': [{ base: 'application/json', type: `application/vnd.openstack.identity-${major}+json` }],
      }
    }
    const versions = [version, ...(front.profile.deprecatedIdentityV2 ? [secondVersion] : [])]
    for (const path of ['/identity', '/identity/'])
      app.get(path, (context) =>
        context.json({ versions: { values: versions.map((each) => document(context.req.raw, each)) } }, 300, {
          location: `${site.origin(context.req.raw)}/identity/v3/`,
        }),
      )
    for (const path of ['/identity/v3', '/identity/v3/'])
      app.get(path, (context) => context.json({ version: document(context.req.raw) }))
    if (front.profile.deprecatedIdentityV2)
      for (const path of ['/identity/v2.0', '/identity/v2.0/'])
        app.get(path, (context) => context.json({ version: document(context.req.raw, secondVersion) }))
    mountTokenRoutes(app, new TokenTexts(front, identity, site, catalogOf), identity, catalogOf)
    mountProjectRoutes(app, front, identity)
    mountUserRoutes(app, front, identity)
    mountGroupRoutes(app, identity)
    mountRoleRoutes(app, front, identity)
    mountApplicationCredentialRoutes(app, front, identity)
    mountCatalogRoutes(app, front, identity, catalogOf)
  },
})
