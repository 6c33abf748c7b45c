import { createHash } from 'node:crypto'
import type { Front } from '../kernel/front.ts'
import type { CatalogListing, CatalogProfile } from '../kernel/front-profile.ts'
import type { ServiceDefinition } from '../kernel/service.ts'

interface CatalogEndpoint {
  readonly id: string
  readonly interface: 'public' | 'internal' | 'admin'
  readonly region: string
  readonly region_id: string
  readonly url: string
}

export interface CatalogEntry {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly endpoints: readonly CatalogEndpoint[]
}

/** The catalog as the request's caller reaches it, for a project. */
export type CatalogOf = (request: Request, projectId: string | undefined) => readonly CatalogEntry[]

/** Ids that are the same at each start, from what the endpoint is. */
const idFor = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('/')).digest('hex').slice(0, 32)

/** One place of a service, in one region. */
interface Place {
  readonly serviceId: string
  readonly type: string
  readonly name: string
  readonly region: string
  readonly path: string
}

/**
 * Gives the service catalog for a project: each offered service under its type and its older names, or under what the profile lists it as, with its
 * interfaces at one address.
 */
export const catalogFor = (
  { profile: { region, catalog = {} } }: Front,
  services: readonly ServiceDefinition[],
): ((origin: string, projectId: string | undefined) => CatalogEntry[]) => {
  const { interfaces = ['public', 'internal', 'admin'] } = catalog
  const here = services.flatMap((service) => placesOf(service, region, catalog))
  const places = [...here, ...elsewhere(catalog, here)]
  const entries = [...new Set(places.map(({ serviceId }) => serviceId))].map((id) => {
    const own = places.filter(({ serviceId }) => serviceId === id)
    return {
      id,
      type: own[0]?.type ?? '',
      name: own[0]?.name ?? '',
      endpoints: own.flatMap((place) =>
        interfaces.map((access) => ({
          id: idFor('endpoint', id, place.region, place.path, access),
          interface: access,
          region: place.region,
          region_id: place.region,
          path: place.path,
        })),
      ),
    }
  })
  return (origin, projectId) =>
    entries.map(({ endpoints, ...service }) => ({
      ...service,
      endpoints: endpoints.map(({ path, ...endpoint }) => ({
        ...endpoint,
        url: `${origin}${path.replace('{project_id}', projectId ?? '')}`,
      })),
    }))
}

const placesOf = (service: ServiceDefinition, region: string, { listings = {} }: CatalogProfile): readonly Place[] => {
  const { type, aliases = [], name, path, endpointRoot = path, endpoint } = service
  const listed: readonly CatalogListing[] = listings[type] ?? [type, ...aliases].map((each) => ({ type: each }))
  return listed.map((listing) =>
    placeOf(listing.type, listing.name ?? name, region, `${endpointRoot}${listing.path ?? endpoint}`),
  )
}

const elsewhere = ({ otherRegions = [] }: CatalogProfile, here: readonly Place[]): readonly Place[] =>
  otherRegions.flatMap(({ name: region, types }) =>
    types.map((type) => {
      const name = here.find((place) => place.type === type)?.name ?? type
      return placeOf(type, name, region, `/elsewhere/${encodeURIComponent(region)}/${type}`)
    }),
  )

/** Endpoints of one type and name are one service's, in whatever region. */
const placeOf = (type: string, name: string, region: string, path: string): Place => ({
  serviceId: idFor('service', type, name),
  type,
  name,
  region,
  path,
})
