import { resellerRole, type TempestAccount } from './tempest-accounts.ts'

/** What Tempest must know of a cloud before it can begin. */
export interface TempestTarget {
  /** Such as `http://127.0.0.1:5000/identity/v3`. */
  readonly authUrl: string
  readonly region: string
  readonly images: readonly [string, string]
  readonly flavors: readonly [string, string]
  /** The network of that name in each project is the one that servers are put on which name none. */
  readonly network: string
  readonly externalNetwork: { readonly id: string; readonly name: string }
  readonly networkExtensions: readonly string[]
  readonly maxComputeMicroversion: string
  /** True where the catalog has an object store. */
  readonly objectStore: boolean
  readonly lockout: { readonly attempts: number; readonly seconds: number; readonly rememberedPasswords: number }
}

/** `tempest.conf` for that cloud. Every option that would silently leave a test out is set; `folder` takes logs and locks. */
export const tempestConfiguration = (target: TempestTarget, folder: string, accountsFile: string): string =>
  Object.entries(sections(target, folder, accountsFile))
    .map(([name, options]) => {
      const lines = Object.entries(options).map(([option, value]) => `${option} = ${value}`)
      return `[${name}]\n${lines.join('\n')}\n`
    })
    .join('\n')

type Sections = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>

/** Seconds that a server, image, network or volume may take, and a guest until it lets one in. Tempest's own five minutes would let three failures look as if nothing ended. */
const patience = 120

const sections = (target: TempestTarget, folder: string, accountsFile: string): Sections => {
  const { region } = target
  return {
    DEFAULT: { log_dir: `${folder}/logs`, log_file: 'tempest.log' },
    // Its locks share out the accounts among the workers.
    oslo_concurrency: { lock_path: `${folder}/lock` },
    auth: { use_dynamic_credentials: false, test_accounts_file: accountsFile, tempest_roles: 'member' },
    identity: {
      uri_v3: target.authUrl,
      auth_version: 'v3',
      region,
      v3_endpoint_type: 'public',
      user_lockout_failure_attempts: target.lockout.attempts,
      user_lockout_duration: target.lockout.seconds,
      user_unique_last_password_count: target.lockout.rememberedPasswords,
    },
    'identity-feature-enabled': {
      api_v2: false,
      api_v2_admin: false,
      security_compliance: true,
      application_credentials: true,
    },
    compute: {
      region,
      image_ref: target.images[0],
      image_ref_alt: target.images[1],
      flavor_ref: target.flavors[0],
      flavor_ref_alt: target.flavors[1],
      build_timeout: patience,
      fixed_network_name: target.network,
      max_microversion: target.maxComputeMicroversion,
    },
    'compute-feature-enabled': { resize: true, console_output: true, snapshot: true, disk_config: true },
    validation: {
      run_validation: true,
      ssh_timeout: patience,
      connect_method: 'floating',
      image_ssh_user: 'root',
      // What Tempest would set beforehand in its shell is not needed in this guest, whose shell lacks some of it.
      ssh_shell_prologue: '',
    },
    image: { region, build_timeout: patience },
    network: {
      region,
      build_timeout: patience,
      public_network_id: target.externalNetwork.id,
      floating_network_name: target.externalNetwork.name,
      project_network_cidr: '10.100.0.0/16',
    },
    'network-feature-enabled': {
      api_extensions: target.networkExtensions.join(','),
      ipv6: true,
      ipv6_subnet_attributes: true,
      floating_ips: true,
      port_security: true,
    },
    volume: { region, build_timeout: patience, volume_size: 1 },
    'volume-feature-enabled': { snapshot: true, clone: true, backup: false },
    'object-storage': { region, operator_role: 'member', reseller_admin_role: resellerRole },
    service_available: {
      cinder: true,
      glance: true,
      nova: true,
      neutron: true,
      swift: target.objectStore,
      horizon: false,
    },
  }
}

/** `accounts.yaml`: the users that Tempest works as. Holds their passwords. */
export const accountsFile = (accounts: readonly TempestAccount[]): string =>
  // JSON is YAML.
  JSON.stringify(
    accounts.map(({ userName, password, projectName, domainName, role, networkName }) => ({
      username: userName,
      password,
      project_name: projectName,
      domain_name: domainName,
      // Resellers are members too, but not where Tempest asks for a member: it expects those to be refused what resellers may do.
      roles: [role],
      resources: { network: networkName },
    })),
    undefined,
    2,
  )
