import type { CustomerSettings, EmbeddedProfile } from '../../embedded/embedded-profile.ts'
import { serviceTypes } from '../../openstack/session/service-type.ts'
import { forbiddenRules } from './forbidden-rules.ts'
import type { Measurements } from './measurement.ts'
import type { ProfileFacts, RawQuotas } from './profile-facts.ts'

type FrontPart = EmbeddedProfile['front']
type Catalog = NonNullable<FrontPart['catalog']>
type Listing = NonNullable<Catalog['listings']>[string][number]

/** How each key of a profile's `front` is measured. */
export const frontMeasurements: Measurements<FrontPart> = {
  region: { measure: ({ survey }) => survey.offer.traits.region || undefined },
  domain: { measure: ({ survey }) => survey.description?.domain },
  tokenSeconds: { measure: ({ tokenSeconds }) => tokenSeconds },
  pageLimit: {
    measure: ({ survey }) => {
      const limits = Object.values(survey.description?.pageLimits ?? {})
      return limits.length === 0 ? undefined : Math.min(...limits)
    },
    otherwise: 'no list here is long enough for a second page',
  },
  quotas: { measure: quotasTold, otherwise: 'not every service tells its quotas' },
  imageFormats: { measure: ({ imageFormats }) => imageFormats },
  withoutExtensions: { because: 'a cloud tells which it has, not which it could have' },
  maxMicroversions: { measure: microversions },
  resizeConfirmAfterMs: { because: 'nothing short of a resize would tell' },
  deprecatedIdentityV2: { measure: ({ identityV2 }) => identityV2 },
  catalog: { measure: catalogOf },
  forbidden: {
    measure: (facts) => {
      const rules = forbiddenRules(facts)
      return rules.length === 0 ? undefined : rules
    },
    otherwise: 'nothing that can be found out without making something is forbidden',
  },
  imageUpload: { because: 'nothing short of an upload would tell' },
  extraProperties: { because: 'a vendor’s attribute looks like any other' },
  securityCompliance: { because: 'only wrong passwords would tell, and lock the user out' },
  rateLimit: { because: 'nothing short of a flood would tell' },
  lateReadsMs: { because: 'nothing short of making something would tell' },
}

/** How each key of a profile's `customer` is measured: from what the user's own clouds.yaml says. */
export const customerMeasurements: Measurements<CustomerSettings> = {
  userName: { because: 'it is the user’s, not the cloud’s' },
  projectName: { because: 'it is the user’s, not the cloud’s' },
  authUrl: {
    measure: ({ values }) => {
      const url = String((values.auth as { readonly auth_url: string }).auth_url)
      const version = /\/(v2\.0|v3\/?)$/.exec(url)?.[1]
      return (version as CustomerSettings['authUrl']) ?? (url.endsWith('/') ? 'root/' : 'root')
    },
  },
  domain: {
    measure: ({ values }) =>
      Object.keys(values.auth ?? {}).some((key) => key.includes('domain')) ? undefined : 'unset',
    otherwise: 'clouds.yaml names one',
  },
  region: {
    measure: ({ values }) => (values.region_name ? undefined : 'unset'),
    otherwise: 'clouds.yaml names one',
  },
}

/** How the rest is. `name`, `description` and `sources` are of the profile, not of the cloud. */
export const tlsMeasurements: Measurements<Pick<EmbeddedProfile, 'tls' | 'quirks' | 'invented' | 'breach'>> = {
  tls: {
    measure: ({ survey }) => {
      const { trust } = survey.description ?? {}
      if (trust === 'own authority' || trust === 'unverified') return 'self-signed'
      return trust === 'none' || trust === 'loopback' ? 'none' : undefined
    },
    otherwise: 'an authority that every system trusts vouches for it, which no embedded cloud can have',
  },
  quirks: { because: 'no API numbers them' },
  invented: { because: 'nothing is' },
  breach: { because: 'portolan challenge finds broken promises' },
}

function quotasTold({ quotas: { compute, network, volume }, survey }: ProfileFacts): FrontPart['quotas'] {
  if (!compute || !network || !volume) return undefined
  // Cinder adds three of each volume type.
  const ofType = (name: string) => survey.offer.volumeTypes.some((type) => name.endsWith(`_${type.name}`))
  const general: RawQuotas = Object.fromEntries(Object.entries(volume).filter(([name]) => !ofType(name)))
  return { compute, network, volume: general }
}

function microversions({ survey }: ProfileFacts): FrontPart['maxMicroversions'] {
  const services = survey.description?.services
  const newest = (type: string) => {
    const service = services?.find((each) => each.type === type)
    return service?.microversions?.max ?? (service?.version ? 'none' : undefined)
  }
  const [compute, volume, placement] = [newest('compute'), newest('block-storage'), newest('placement')]
  return {
    ...(compute ? { compute } : {}),
    ...(volume ? { volume } : {}),
    ...(placement ? { placement } : {}),
  }
}

function catalogOf({ catalog, projectId, survey }: ProfileFacts): Catalog {
  const { region } = survey.offer.traits
  const interfaces = new Set<string>()
  const listings: Record<string, Listing[]> = {}
  const elsewhere = new Map<string, Set<string>>()
  for (const { type, name, endpoints } of catalog) {
    const official = Object.values(serviceTypes).find(
      (each) => each.name === type || (each.aliases as readonly string[]).includes(type),
    )
    const paths = new Set<string>()
    for (const { interface: offered, url, region_id, region: old } of endpoints) {
      const there = region_id ?? old ?? region
      if (there === region) {
        interfaces.add(offered.replace(/URL$/, ''))
        paths.add(versionPath(url, projectId))
      } else elsewhere.set(there, (elsewhere.get(there) ?? new Set()).add(type))
    }
    if (!official) continue
    const listed = [...paths].map((path): Listing => ({ type, ...(name ? { name } : {}), path }))
    listings[official.name] = [...(listings[official.name] ?? []), ...listed]
  }
  return {
    interfaces: (['public', 'internal', 'admin'] as const).filter((each) => interfaces.has(each)),
    listings,
    otherRegions: [...elsewhere].map(([name, types]) => ({ name, types: [...types] })),
  }
}

/** What follows a service's address: from its version on, the project's id as a placeholder. */
function versionPath(url: string, projectId: string): string {
  const { pathname } = new URL(url)
  const [versioned = pathname.length > 1 && pathname.endsWith('/') ? '/' : ''] =
    /\/v\d+(\.\d+)?(\/.*)?$/.exec(pathname) ?? []
  return projectId === '' ? versioned : versioned.replace(projectId, '{project_id}')
}
