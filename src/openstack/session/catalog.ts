import { CloudError } from '../../model/cloud-error.ts'
import type { CatalogEntry } from '../../wire/openstack/identity/token-answer.ts'
import type { ServiceType } from './service-type.ts'
import type { ServiceSettings } from './session-settings.ts'

/**
 * The catalog's endpoint for a service: of that region and interface, under the official type before its aliases, and among several the one whose path
 * names the version that this client speaks best, then one without a version, then one of another that it speaks. Undefined when the catalog has none.
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
  const [best, ...others] = type.majors ?? []
  const named = (major: string) => urls.find((url) => isVersion(versionIn(url) ?? '', major))
  const wanting = type.majors === undefined ? undefined : urls.find((url) => versionIn(url) === undefined)
  return (best && named(best)) ?? wanting ?? others.map(named).find((url) => url !== undefined) ?? urls[0]
}

/** The names of the catalog's regions, each once, in the catalog's order. */
export const regionsOf = (catalog: readonly CatalogEntry[]): readonly string[] => [
  ...new Set(
    catalog.flatMap(({ endpoints }) => endpoints.flatMap(({ region_id, region }) => region_id ?? region ?? [])),
  ),
]

/**
 * The region to use when none is named: the only one that has compute. Undefined when the catalog has no regions. Throws `invalid`, naming them, for
 * several: taking the services of different regions together would be wrong, and which one is meant only the user knows.
 */
export const onlyRegion = (catalog: readonly CatalogEntry[], type: ServiceType): string | undefined => {
  const [first, ...others] = regionsOf(catalog.filter((entry) => [type.name, ...type.aliases].includes(entry.type)))
  if (others.length === 0) return first
  throw new CloudError('invalid', 'this cloud has several regions, and none is named', {
    hint: `set region_name to one of ${[first, ...others].join(', ')}; upper and lower case matter`,
  })
}

/** The version that a URL's path names, such as `v2.1`. */
const versionIn = (url: string): string | undefined =>
  /\/(v\d+(?:\.\d+)?)(?:\/|$)/.exec(url.replace(/^https?:\/\/[^/]*/, ''))?.[1]

/** True when a version's id, such as `v2.0`, is of that major version, such as `v2`. */
export const isVersion = (id: string, major: string): boolean =>
  id === major || id === `${major}.0` || (!major.includes('.') && id.startsWith(`${major}.`))
