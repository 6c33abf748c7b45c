/** What an operator decides about an OpenStack cloud: all that differs between two clouds that run the same software. */
export interface FrontProfile {
  /** The cloud's short name, for clouds.yaml. */
  readonly name: string
  readonly region: string
  readonly domain: { readonly id: string; readonly name: string }
  /** Seconds for which a token is good. */
  readonly tokenSeconds: number
  /** The most items of one page of a list; a caller may ask for fewer. */
  readonly pageLimit: number
  /** The quotas of a new project; -1 means unlimited. Names as the services spell them. */
  readonly quotas: {
    readonly compute: Readonly<Record<string, number>>
    readonly network: Readonly<Record<string, number>>
    readonly volume: Readonly<Record<string, number>>
  }
  /** The disk formats that Glance takes. */
  readonly imageFormats: readonly string[]
  /** The neutron extensions' aliases that are switched off. */
  readonly withoutExtensions: readonly string[]
  /**
   * Highest microversions, such as `2.96`, where the cloud is older than this front. `none` is older still: then Nova serves v2.0 and Cinder v2, which
   * have no microversions, and nothing else.
   */
  readonly maxMicroversions: { readonly compute?: string; readonly volume?: string; readonly placement?: string }
  /** Milliseconds after which a resized server is confirmed without being asked; absent for never. */
  readonly resizeConfirmAfterMs?: number
  /** True where Keystone's root still lists v2.0 as deprecated beside v3. Nobody logs in there: its path tells its version and nothing else. */
  readonly deprecatedIdentityV2?: boolean
  /** How the catalog differs from one with each service under its official type and its aliases. */
  readonly catalog?: CatalogProfile
  /**
   * What members may not do, by the names that the services' policies have for it: `create_router`, `create_network`, `add_image`, `upload_image`,
   * `volume:create`, `os_compute_api:servers:resize`. The services answer 403; administrators may.
   */
  readonly forbidden?: readonly string[]
  /**
   * How images get their data: `put` by `PUT /file` alone, `import` by staging and `glance-direct` alone, `tasks` by the operator's tasks alone (of which
   * none runs here, so that members make no images), `none` not at all. Either of the first two when absent.
   */
  readonly imageUpload?: 'put' | 'import' | 'tasks' | 'none'
  /**
   * Attributes of the vendor's own in every view of a resource, by the name that its service has for it: `server`, `flavor`, `network`, `port`, `volume`,
   * `image`, `project` and so on. Neutron, Cinder, Glance and Keystone let drivers and extensions add such; Nova's API allows none.
   */
  readonly extraProperties?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Requests of one project beyond this many within a second are answered 429, with the time to wait. */
  readonly rateLimit?: { readonly perSecond: number }
  /** How Keystone guards passwords, its section `security_compliance`; without it nobody is locked out and any password may come back. */
  readonly securityCompliance?: SecurityCompliance
  /**
   * For how many milliseconds after its create a server, network, subnet, port, router, security group, floating IP, volume, snapshot or image is neither
   * found nor listed: reads come from replicas that lag behind. The create's own answer is whole, and writes refer to what was made at once.
   */
  readonly lateReadsMs?: number
}

/** Keystone's options of the same names (openstack/keystone `keystone/conf/security_compliance.py`). */
interface SecurityCompliance {
  /** After so many wrong passwords in a row the right one is refused too, `lockout_failure_attempts`. */
  readonly lockoutAttempts?: number
  /** Seconds after the last wrong password when that ends, `lockout_duration`; never when absent. */
  readonly lockoutSeconds?: number
  /** Users may not give themselves one of so many of their latest passwords, `unique_last_password_count`. */
  readonly uniqueLastPasswords?: number
}

/** What a cloud's catalog says, where it is not each service under its official type and its aliases, with three interfaces in one region. */
export interface CatalogProfile {
  /** All three when absent. */
  readonly interfaces?: ReadonlyArray<'public' | 'internal' | 'admin'>
  /** By official type, such as `compute`: all entries that the catalog has for this service. An empty list hides it. */
  readonly listings?: Readonly<Record<string, readonly CatalogListing[]>>
  /** Regions that the catalog names beside this cloud's own, with the types that it lists there. Nothing answers at their endpoints. */
  readonly otherRegions?: ReadonlyArray<{ readonly name: string; readonly types: readonly string[] }>
}

/** One entry of a catalog for a service of this front. */
export interface CatalogListing {
  /** Any type, such as `volumev3` or `compute_legacy`. */
  readonly type: string
  /** The project's, such as `nova`, when absent. */
  readonly name?: string
  /** What follows the service's address: nothing, `/`, a version, a version and `{project_id}`. The newest version when absent. */
  readonly path?: string
}
