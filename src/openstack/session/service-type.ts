/** What this client needs to know to find a service, beside its name. */
export interface ServiceType {
  /** The official type, as in https://service-types.openstack.org. */
  readonly name: string
  /** Other types that catalogs list it under, the best first. */
  readonly aliases: readonly string[]
  /** The major versions that this client speaks, the best first, as the first part of a version's id: `v2` fits `v2.1` too. Absent where there is one only. */
  readonly majors?: readonly [string, ...string[]]
  /** What the version's path ends with where no document tells it, such as `/v2.1`. */
  readonly path: string
  /** The word in `OpenStack-API-Version`. */
  readonly microversionWord?: string
  /** An older header that takes the bare number. */
  readonly legacyMicroversionHeader?: string
}

/** The services that this client speaks. */
export const serviceTypes = {
  identity: { name: 'identity', aliases: [], majors: ['v3'], path: '/v3' },
  compute: {
    name: 'compute',
    // What some clouds list Nova's second API under, from when it was one of two.
    aliases: ['computev21', 'compute_legacy'],
    // v2.0 is the same without microversions (openstack/nova `nova/api/openstack/rest_api_version_history.rst`).
    majors: ['v2.1', 'v2'],
    path: '/v2.1',
    microversionWord: 'compute',
    legacyMicroversionHeader: 'X-OpenStack-Nova-API-Version',
  },
  network: { name: 'network', aliases: [], majors: ['v2'], path: '/v2.0' },
  image: { name: 'image', aliases: [], majors: ['v2'], path: '/v2' },
  'block-storage': {
    name: 'block-storage',
    aliases: ['block-store', 'volumev3', 'volume', 'volumev2'],
    // 3.0 is v2 under another name (openstack/cinder `cinder/api/openstack/rest_api_version_history.rst`).
    majors: ['v3', 'v2'],
    path: '/v3',
    microversionWord: 'volume',
  },
  'object-store': { name: 'object-store', aliases: ['object-storage'], path: '/v1' },
  placement: { name: 'placement', aliases: [], path: '', microversionWord: 'placement' },
  'portolan-guests': { name: 'portolan-guests', aliases: [], path: '' },
} satisfies Record<string, ServiceType>

export type ServiceName = keyof typeof serviceTypes
