import type { CatalogEntry } from '../../wire/openstack/identity/token-answer.ts'
import type { ServiceType } from './service-type.ts'
import type { ServiceSettings } from './session-settings.ts'

/**
 * The catalog's endpoint for a service: of that region and interface, under the official type before its aliases, and among several the one whose path
 * names a version that this client speaks, then one without a version. Undefined when the catalog has none.
 */
export const endpointFor = (
  catalog: readonly CatalogEntry[],
  type: ServiceType,
  { type: wanted, name, region, interface: face }: Pick<ServiceSettings, 'type' | 'name' | 'region' | 'interface'>,
): string | undefined => {
  const types = wanted === undefined ? [type.name, ...type.aliases] : [wanted]
  const urls = types.flatMap((each) =>
    catalog
      .filter((entry) => entry.type === each && (name === undefined || entry.name === name))
      .flatMap(({ endpoints }) => endpoints)
      .filter((endpoint) => endpoint.interface.replace(/URL$/, '') === face)
      .filter(({ region_id, region: old }) => region === undefined || region === (region_id ?? old))
      .map(({ url }) => url),
  )
  return (
    urls.find((url) => speaks(url, type) === 'yes') ?? urls.find((url) => speaks(url, type) === 'perhaps') ?? urls[0]
  )
}

/** The names of the catalog's regions, each once, in the catalog's order. */
export const regionsOf = (catalog: readonly CatalogEntry[]): readonly string[] => [
  ...new Set(
    catalog.flatMap(({ endpoints }) => endpoints.flatMap(({ region_id, region }) => region_id ?? region ?? [])),
  ),
]

/** Whether a URL's path names a version that this client speaks; `perhaps` when it names none. */
const speaks = (url: string, type: ServiceType): 'yes' | 'no' | 'perhaps' => {
  const segment = /\/(v\d+(?:\.\d+)?)(?:\/|$)/.exec(url.replace(/^https?:\/\/[^/]*/, ''))?.[1]
  if (segment === undefined) return 'perhaps'
  return type.major === undefined || isVersion(segment, type.major) ? 'yes' : 'no'
}

/** True when a version's id, such as `v2.0`, is of that major version, such as `v2`. */
export const isVersion = (id: string, major: string): boolean =>
  id === major || id === `${major}.0` || (!major.includes('.') && id.startsWith(`${major}.`))
