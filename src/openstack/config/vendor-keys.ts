/** What becomes of one key of clouds.yaml and of openstacksdk's vendor profiles. */
export interface VendorKey {
  /** As it stands in a cloud's entry. `*` is a service's type, such as `block_storage`; `[]` is each item of a list. */
  readonly key: string
  /**
   * `read`: it has an effect. `found out`: the cloud itself is asked, which knows better. `ignored`: it has no effect here, and none is needed. All but
   * `read` tell why.
   */
  readonly fate: 'read' | 'found out' | 'ignored'
  /** The file below `src/` that reads it. */
  readonly readBy?: string
  readonly why?: string
}

const read = (readBy: string, ...keys: readonly string[]): readonly VendorKey[] =>
  keys.map((key) => ({ key, fate: 'read', readBy }))

const unread =
  (fate: 'found out' | 'ignored') =>
  (why: string, ...keys: readonly string[]): readonly VendorKey[] =>
    keys.map((key) => ({ key, fate, why }))

const foundOut = unread('found out')
const ignored = unread('ignored')

/** All keys that openstacksdk documents or one of its vendor profiles has (openstack/openstacksdk `openstack/config/`), and what becomes of each. */
export const vendorKeys: readonly VendorKey[] = [
  ...read('openstack/session/session-settings.ts', 'auth.auth_url', 'region_name', 'interface', 'api_timeout'),
  ...read('openstack/session/session-settings.ts', 'verify', 'insecure', 'cacert', 'cert', 'key', 'force_ipv4'),
  ...read('openstack/session/session-settings.ts', '*_service_type', '*_service_name', '*_default_microversion'),
  ...read('openstack/session/session-settings.ts', '*_endpoint_override', '*_endpoint', '*_region_name', '*_interface'),
  ...read('openstack/session/session-settings.ts', 'concurrency', 'rate_limit'),
  ...read('openstack/session/session-settings.ts', '*_connect_retries', '*_status_code_retries'),
  ...read('openstack/session/credentials-from.ts', 'auth_type', 'auth.username', 'auth.password', 'auth.token'),
  ...read('openstack/session/credentials-from.ts', 'auth.project_name', 'auth.project_id', 'auth.system_scope'),
  ...read('openstack/session/credentials-from.ts', 'auth.application_credential_id'),
  ...read('openstack/config/aliases.ts', 'auth.user_domain_name', 'auth.project_domain_name'),
  ...read('openstack/config/regions.ts', 'regions'),
  ...read('openstack/config/expand-profile.ts', 'profile', 'status', 'message'),
  ...read('openstack/config/resolve-cloud.ts', 'prefer_ipv6'),
  ...read('openstack/config/networks.ts', 'internal_network'),
  ...read('drivers/openstack/driver-settings.ts', 'image_format', 'image_api_use_tasks', 'disable_vendor_agent'),
  ...read('drivers/openstack/driver-settings.ts', 'floating_ip_source', 'secgroup_source', 'external_network'),
  ...read('drivers/openstack/driver-settings.ts', 'requires_floating_ip', 'use_external_network'),
  ...read('drivers/openstack/driver-settings.ts', 'networks[].name', 'networks[].nat_source'),
  ...read('drivers/openstack/driver-settings.ts', 'networks[].default_interface', 'networks[].routes_externally'),
  ...read('drivers/openstack/driver-settings.ts', 'networks[].routes_ipv4_externally'),
  ...foundOut("a service's own list of versions decides which one is spoken", '*_api_version'),
  ...ignored(
    'floating IPs are of IPv4 here, and IPv6 addresses are used as they are',
    'networks[].routes_ipv6_externally',
  ),
  ...ignored('a floating IP goes to the interface that the workload names', 'networks[].nat_destination'),
  ...ignored('no address is looked up by the name of an internal network', 'use_internal_network'),
  ...ignored('addresses are chosen by what reaches them, wherever this runs', 'private'),
  ...ignored(
    'openstacksdk itself reads it nowhere outside its tests: the catalog tells whether there is a network service',
    'has_network',
  ),
  ...ignored('it names Python code; nothing here runs code that a profile names', 'vendor_hook'),
  ...ignored('each exchange is timed anyway', 'timing'),
  ...ignored(
    'waits between tries grow by themselves, and a wait that the cloud asks for is kept',
    '*_connect_retry_delay',
  ),
  ...ignored(
    'waits between tries grow by themselves, and a wait that the cloud asks for is kept',
    '*_status_code_retry_delay',
  ),
]
