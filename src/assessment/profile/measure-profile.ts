import type { CustomerSettings, EmbeddedProfile } from '../../embedded/embedded-profile.ts'
import { cloudMeasurements } from './cloud-measurements.ts'
import { customerMeasurements, frontMeasurements, tlsMeasurements } from './front-measurements.ts'
import { takeMeasurements, type Unmeasured } from './measurement.ts'
import type { ProfileFacts } from './profile-facts.ts'

/** A cloud as an embedded cloud can play it, as far as it can be measured from outside. */
export interface MeasuredProfile {
  readonly profile: EmbeddedProfile
  /** All other keys that a profile may have. */
  readonly unmeasured: readonly Unmeasured[]
}

/** The profile that a cloud's facts make. Every key that a profile may have is measured, or among the unmeasured with its reason. */
export const measureProfile = (name: string, facts: ProfileFacts, source: string): MeasuredProfile => {
  const cloud = takeMeasurements('cloud', cloudMeasurements, facts)
  const front = takeMeasurements('front', frontMeasurements, facts)
  const customer = takeMeasurements<CustomerSettings>('customer', customerMeasurements, facts)
  const rest = takeMeasurements('', tlsMeasurements, facts)
  return {
    profile: {
      name,
      description: `measured from outside: ${name}`,
      sources: [source],
      cloud: cloud.values,
      front: front.values,
      tls: rest.values.tls ?? 'none',
      ...(Object.keys(customer.values).length === 0 ? {} : { customer: customer.values }),
    },
    unmeasured: [...[cloud, front, customer, rest].flatMap(({ unmeasured }) => unmeasured), ...hiddenParts(facts)],
  }
}

/** Parts of keys that are measured. */
const hiddenParts = ({ survey }: ProfileFacts): readonly Unmeasured[] => {
  const specs = survey.description?.volumeTypes.flatMap(({ properties }) => Object.keys(properties)) ?? []
  const hidden = survey.offer.networks.some(({ id }) => !survey.subnets.some(({ networkId }) => networkId === id))
  const ranges = 'not shown to members; ranges of 198.18.0.0/15 stand for them'
  const addresses = 'only its operators see how many a network has left'
  const limits = 'extra specs of volume types are not shown to members'
  return [
    ...(hidden ? [{ key: 'cloud.externalNetworks.cidr', because: ranges }] : []),
    { key: 'cloud.externalNetworks.addresses', because: addresses },
    { key: 'cloud.providerNetworks.addresses', because: addresses },
    { key: 'cloud.providerNetworks.default', because: 'Neutron tells a default of external networks alone' },
    ...['min', 'max']
      .filter((end) => !specs.includes(`provisioning:${end}_vol_size`))
      .map((end) => ({ key: `cloud.volumeTypes.${end}GiB`, because: limits })),
    {
      key: 'front.forbidden',
      because: 'only trying would tell other rules than create_network, create_router, add_image and upload_image',
    },
  ]
}
