/** One service of a cloud, as its catalog and its version document tell. */
export interface ServiceDescription {
  /** The official type, such as `compute` or `block-storage`; the catalog's own word for services that have none. */
  readonly type: string
  /** The catalog's types for it, sorted: `['block-storage', 'volume', 'volumev3']`. */
  readonly listedAs: readonly string[]
  /** The catalog's name, such as `nova`; absent where it has none. */
  readonly name?: string
  /** The version in the endpoint that is used, such as `v2.1`; absent where its path names none. */
  readonly version?: string
  /** Absent for services without microversions, and for those that this client does not speak. */
  readonly microversions?: { readonly min: string; readonly max: string }
  /** How its public endpoint is reached; absent where the catalog shows none. */
  readonly scheme?: 'http' | 'https'
  /** How many different endpoints the catalog has for it in the region and interface that are used. */
  readonly endpoints: number
}

export const permissions = [
  'create_network',
  'create_subnet',
  'create_router',
  'create_port',
  'create_security_group',
  'create_floating_ip',
  'create_server',
  'create_volume',
  'create_image',
  'create_key_pair',
] as const
/** What a project's member may want to do. */
export type Permission = (typeof permissions)[number]

/** `no`: the cloud said so. `yes`: it would have been done. `unknown`: nothing short of doing it would tell. */
export type Allowed = 'yes' | 'no' | 'unknown'

/** How the identity of a cloud's endpoints is known. */
export type Trust =
  /** An authority that the system trusts. */
  | 'system'
  /** An authority that the user's configuration names. */
  | 'own authority'
  /** Certificates that nobody verifies. */
  | 'unverified'
  /** Plain HTTP that never leaves this machine. */
  | 'loopback'
  /** Plain HTTP. */
  | 'none'

export interface VolumeTypeDescription {
  readonly name: string
  /** What the cloud shows of its extra specs, uninterpreted. */
  readonly properties: Readonly<Record<string, string>>
}

const limitNames = [
  'serverMetadataItems',
  'imageMetadataItems',
  'serverGroups',
  'serverGroupMembers',
  'volumeGiBEach',
] as const
/** Limits that are no quotas: nothing is used up of them. */
export type LimitName = (typeof limitNames)[number]

/**
 * What a cloud is like beside what it offers: the things that an application notices only once it has moved. Every part is what the cloud told; what it
 * did not tell is absent, and is no statement that it is not there.
 */
export interface CloudDescription {
  /** Sorted by type. */
  readonly services: readonly ServiceDescription[]
  /** Sorted aliases, by the service's type. */
  readonly extensions: Readonly<Record<string, readonly string[]>>
  readonly trust: Trust
  /** The domain of the user's project. */
  readonly domain?: { readonly id: string; readonly name: string }
  /** Sorted names of the roles that the user has. */
  readonly roles: readonly string[]
  /** How images come in beside a plain upload, sorted; empty where the service offers no other way. */
  readonly importMethods?: readonly string[]
  readonly volumeTypes: readonly VolumeTypeDescription[]
  readonly limits: Readonly<Partial<Record<LimitName, number>>>
  /** The most items that the service puts into one page of a list, by the service's type, where a list was long enough to show it. */
  readonly pageLimits: Readonly<Record<string, number>>
  readonly allowed: Readonly<Record<Permission, Allowed>>
}
