/** What this client needs to know to find a service, beside its name. */
export interface ServiceType {
  /** The official type, as in https://service-types.openstack.org. */
  readonly name: string
  /** Other types that catalogs list it under, the best first. */
  readonly aliases: readonly string[]
  /** The major version that this client speaks, as the first part of a version's id: `v2` fits `v2.1` too. Absent where there is one only. */
  readonly major?: string
  /** What the version's path ends with where no document tells it, such as `/v2.1`. */
  readonly path: string
  /** The word in `OpenStack-API-Version`. */
  readonly microversionWord?: string
  /** An older header that takes the bare number. */
  readonly legacyMicroversionHeader?: string
}

/** The services that this client speaks. */
export const serviceTypes = {
  identity: { name: 'identity', aliases: [], major: 'v3', path: '/v3' },
  compute: {
    name: 'compute',
    aliases: [],
    major: 'v2.1',
    path: '/v2.1',
    microversionWord: 'compute',
    legacyMicroversionHeader: 'X-OpenStack-Nova-API-Version',
  },
  network: { name: 'network', aliases: [], major: 'v2', path: '/v2.0' },
  image: { name: 'image', aliases: [], major: 'v2', path: '/v2' },
  'block-storage': {
    name: 'block-storage',
    aliases: ['block-store', 'volumev3', 'volume'],
    major: 'v3',
    path: '/v3',
    microversionWord: 'volume',
  },
  placement: { name: 'placement', aliases: [], path: '', microversionWord: 'placement' },
  'portolan-guests': { name: 'portolan-guests', aliases: [], path: '' },
} satisfies Record<string, ServiceType>

export type ServiceName = keyof typeof serviceTypes
