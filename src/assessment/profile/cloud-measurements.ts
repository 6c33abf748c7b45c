import type { EmbeddedProfile } from '../../embedded/embedded-profile.ts'
import type { Flavor } from '../../model/flavor.ts'
import type { Image } from '../../model/image.ts'
import type { Network } from '../../model/network.ts'
import type { Zone } from '../../model/place.ts'
import { forbiddenRules, type MeasuredRule } from './forbidden-rules.ts'
import type { Measurements } from './measurement.ts'
import type { ProfileFacts } from './profile-facts.ts'

type CloudProfile = EmbeddedProfile['cloud']
type Option<Key extends 'flavors' | 'images' | 'externalNetworks' | 'volumeTypes'> = NonNullable<
  CloudProfile[Key]
>[number]

const onlyMaking = 'nothing short of making something would tell'
const onlyOperators = 'only its operators see it'

/** How each key of a profile's `cloud` is measured. Ids are left out: a cloud invents them, and what is not known by its name nobody can name twice. */
export const cloudMeasurements: Measurements<CloudProfile> = {
  region: { measure: ({ survey }) => survey.offer.traits.region || undefined },
  zones: { measure: (facts) => zonesFor(facts, 'servers'), otherwise: 'it lists no zones for servers' },
  zoneRequired: { because: onlyMaking },
  volumesStayInZone: { because: 'no API tells whether Nova attaches across zones' },
  volumeZones: {
    measure: (facts) => {
      const [ofVolumes, ofServers] = [zonesFor(facts, 'volumes'), zonesFor(facts, 'servers')]
      return String(ofVolumes) === String(ofServers) ? undefined : ofVolumes
    },
    otherwise: 'volumes have the zones of servers',
  },
  flavors: { measure: ({ survey }) => some(survey.offer.flavors.map(flavorOption)) },
  images: { measure: ({ survey }) => some(survey.offer.images.filter((image) => image.public).map(imageOption)) },
  imageFormats: { measure: ({ survey }) => survey.offer.traits.imageFormats },
  imageBytesLimit: { because: onlyOperators },
  objectStorage: {
    measure: ({ survey }) => survey.description?.services.some(({ type }) => type === 'object-store'),
  },
  objectBytesLimit: { because: onlyOperators },
  externalNetworks: { measure: (facts) => networksOf(facts, ({ external }) => external) },
  providerNetworks: { measure: (facts) => networksOf(facts, ({ external, shared }) => shared && !external) },
  tenantNetworks: { measure: (facts) => facts.survey.offer.has.networks || isForbidden(facts, 'create_network') },
  floatingIps: { measure: ({ survey }) => survey.offer.has.floatingIps },
  routers: { measure: (facts) => facts.survey.offer.has.routers || isForbidden(facts, 'create_router') },
  reservedFloatingIps: { measure: ({ freeFloatingIps }) => freeFloatingIps || undefined, otherwise: 'there are none' },
  securityGroups: {
    measure: ({ survey }) => survey.description?.extensions.network?.includes('security-group'),
  },
  egress: { because: onlyMaking },
  metadataService: { because: 'only a guest sees it' },
  disklessNeedsVolume: { because: onlyMaking },
  volumeTypes: { measure: (facts) => some(volumeTypesOf(facts)) },
  userDataLimit: { because: onlyMaking },
  capacity: { because: onlyOperators },
  quotas: { because: 'a client sees one quota; it is under front.quotas' },
  consistencyMs: { because: onlyMaking },
  latency: { because: onlyMaking },
  pollIntervalMs: { because: 'it is not the cloud’s: a client chooses it' },
}

const isForbidden = (facts: ProfileFacts, rule: MeasuredRule): boolean => forbiddenRules(facts).includes(rule)

/** Nothing is not a list of nothing, which a profile cannot have everywhere. */
const some = <Item>(items: readonly Item[]): readonly Item[] | undefined => (items.length === 0 ? undefined : items)

const zonesFor = ({ survey }: ProfileFacts, what: Zone['serves'][number]): readonly string[] | undefined =>
  some(survey.offer.zones.filter(({ serves }) => serves.includes(what)).map(({ name }) => name))

const flavorOption = ({ name, vcpus, memoryMiB, diskGiB, architecture, traits, extra }: Flavor): Option<'flavors'> => ({
  name,
  vcpus,
  memoryMiB,
  diskGiB,
  ...(architecture ? { architecture } : {}),
  ...(traits.length === 0 ? {} : { traits }),
  ...(Object.keys(extra).length === 0 ? {} : { extra }),
})

const imageOption = ({
  name,
  operatingSystem,
  architecture,
  format,
  minDiskGiB,
  minMemoryMiB,
  properties,
}: Image): Option<'images'> => ({
  name,
  ...(operatingSystem ? { operatingSystem } : {}),
  ...(architecture ? { architecture } : {}),
  ...(format ? { format } : {}),
  ...(minDiskGiB === 0 ? {} : { minDiskGiB }),
  ...(minMemoryMiB === 0 ? {} : { minMemoryMiB }),
  ...(Object.keys(properties).length === 0 ? {} : { properties }),
})

/**
 * By name. Most clouds hide the ranges of their external networks: then ranges that play the public internet stand for them (RFC 2544, 198.18.0.0/15), of
 * which there are enough for 32.
 */
const networksOf = (
  { survey }: ProfileFacts,
  wanted: (network: Network) => boolean,
): ReadonlyArray<Option<'externalNetworks'>> =>
  survey.offer.networks
    .filter(wanted)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .slice(0, 32)
    .map(({ id, name, default: isDefault }, index) => {
      const subnet = survey.subnets.find(({ networkId, ipVersion }) => networkId === id && ipVersion === 4)
      const cidr = subnet?.cidr ?? `198.${index < 16 ? 18 : 19}.${(index % 16) * 16}.0/20`
      return { name, cidr, ...(isDefault ? { default: true } : {}) }
    })

const volumeTypesOf = ({ survey }: ProfileFacts): ReadonlyArray<Option<'volumeTypes'>> =>
  survey.offer.volumeTypes.map(({ name, description }) => {
    const { properties = {} } = survey.description?.volumeTypes.find((type) => type.name === name) ?? {}
    const [min, max] = [properties['provisioning:min_vol_size'], properties['provisioning:max_vol_size']]
    return {
      name,
      ...(description ? { description } : {}),
      ...(min === undefined ? {} : { minGiB: Number(min) }),
      ...(max === undefined ? {} : { maxGiB: Number(max) }),
    }
  })
