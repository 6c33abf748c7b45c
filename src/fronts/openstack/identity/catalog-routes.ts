import type { Front } from '../kernel/front.ts'
import { requireRole } from '../kernel/policy.ts'
import type { ServiceApp } from '../kernel/service.ts'
import type { CatalogOf } from './catalog.ts'
import type { Identity } from './identity.ts'
import { listing } from './listing.ts'

/** `/v3/services`, `/v3/endpoints` and `/v3/regions`: the catalog as an admin reads it. It is the front's own and cannot be written. */
export const mountCatalogRoutes = (app: ServiceApp, front: Front, identity: Identity, catalogOf: CatalogOf): void => {
  const root = '/identity/v3'
  const placeholder = '$(project_id)s'

  const services = (request: Request) =>
    catalogOf(request, placeholder).map(({ id, type, name }) => ({
      id,
      type,
      name,
      enabled: true,
      description: '',
      links: { self: `${new URL(request.url).origin}${root}/services/${id}` },
    }))

  const endpoints = (request: Request) =>
    catalogOf(request, placeholder).flatMap(({ id: serviceId, endpoints: of }) =>
      of.map(({ id, interface: access, region, url }) => ({
        id,
        interface: access,
        region,
        region_id: region,
        service_id: serviceId,
        url,
        enabled: true,
        links: { self: `${new URL(request.url).origin}${root}/endpoints/${id}` },
      })),
    )

  const region = (request: Request) => ({
    id: front.profile.region,
    description: '',
    parent_region_id: null,
    links: { self: `${new URL(request.url).origin}${root}/regions/${front.profile.region}` },
  })

  app.get(`${root}/services`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:list_services')
    return listing(context, 'services', services(context.req.raw), ['type', 'name'])
  })

  app.get(`${root}/services/:id`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:get_service')
    const all = new Map(services(context.req.raw).map((service) => [service.id, service]))
    return context.json({ service: identity.need(all, 'service', context.req.param('id')) })
  })

  app.get(`${root}/endpoints`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:list_endpoints')
    return listing(context, 'endpoints', endpoints(context.req.raw), ['interface', 'service_id', 'region_id'])
  })

  app.get(`${root}/endpoints/:id`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:get_endpoint')
    const all = new Map(endpoints(context.req.raw).map((endpoint) => [endpoint.id, endpoint]))
    return context.json({ endpoint: identity.need(all, 'endpoint', context.req.param('id')) })
  })

  app.get(`${root}/regions`, (context) => listing(context, 'regions', [region(context.req.raw)], []))

  app.get(`${root}/regions/:id`, (context) => {
    const all = new Map([[front.profile.region, region(context.req.raw)]])
    return context.json({ region: identity.need(all, 'region', context.req.param('id')) })
  })
}
