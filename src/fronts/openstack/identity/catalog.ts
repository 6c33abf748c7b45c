import { createHash } from 'node:crypto'
import type { Front } from '../kernel/front.ts'
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

/** Gives the service catalog for a project: each offered service under its type and its older names, with its three interfaces at one address. */
export const catalogFor = (
  { profile: { region } }: Front,
  services: readonly ServiceDefinition[],
): ((origin: string, projectId: string | undefined) => CatalogEntry[]) => {
  const entries = services.flatMap(({ type, aliases = [], name, path, endpoint }) =>
    [type, ...aliases].map((catalogType) => ({
      id: idFor('service', catalogType),
      type: catalogType,
      name,
      place: `${path}${endpoint}`,
      endpoints: (['public', 'internal', 'admin'] as const).map((access) => ({
        id: idFor('endpoint', catalogType, access),
        interface: access,
        region,
        region_id: region,
      })),
    })),
  )
  return (origin, projectId) =>
    entries.map(({ place, endpoints, ...service }) => {
      const url = `${origin}${place.replace('{project_id}', projectId ?? '')}`
      return { ...service, endpoints: endpoints.map((endpoint) => ({ ...endpoint, url })) }
    })
}
