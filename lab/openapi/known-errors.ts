import type { Verdict } from './exchange-judge.ts'
import type { Difference } from './schema-validator.ts'

/** A place where a description is wrong and its service's own code says so. */
export interface KnownError {
  readonly service: string
  /** Which operations; all of the service when absent. */
  readonly operations?: RegExp
  /** Where in the answer; only the whole answer when absent. */
  readonly at?: RegExp
  readonly keyword: RegExp
  /** What is there instead, such as `null` or a status. */
  readonly found: RegExp
  /** What the service does. */
  readonly truth: string
  /** The file and line that say so. */
  readonly upstream: string
}

/** The entry that says why an answer differs from its description and is right; undefined where the front has to change. */
export const knownErrorOf = (verdict: Verdict, difference: Difference): KnownError | undefined =>
  knownErrors.find(
    ({ service, operations, at, keyword, found }) =>
      service === verdict.service &&
      (operations?.test(verdict.operation) ?? true) &&
      (at ? at.test(difference.at) : difference.at === '') &&
      keyword.test(difference.keyword) &&
      found.test(difference.found),
  )

/** The description has no null where the service answers null. */
const nullAt = (service: string, at: RegExp, upstream: string): KnownError => ({
  service,
  at,
  keyword: /^(type|enum)$/,
  found: /^null$/,
  truth: 'is null where there is none',
  upstream,
})

/** The description has another status than the service answers. */
const status = (service: string, operations: RegExp, code: number, upstream: string): KnownError => ({
  service,
  operations,
  keyword: /^status$/,
  found: new RegExp(`^${code}$`),
  truth: `answers ${code}`,
  upstream,
})

/** The description wants a UUID where any text may stand. */
const anyId = (service: string, at: RegExp, upstream: string): KnownError => ({
  service,
  at,
  keyword: /^format$/,
  found: /^string$/,
  truth: 'is any id: the domain is `default`, a region has its name',
  upstream,
})

const cinderDefault = 'openstack/cinder cinder/api/openstack/wsgi.py:447 (200 unless a decorator says another)'

/** All of them. Lines are of the upstream commits of 2026 that docs/openapi.md names. */
export const knownErrors: readonly KnownError[] = [
  nullAt(
    'block-storage',
    /^\/(volume|volumes\/\*)\/(snapshot_id|source_volid|consistencygroup_id|migration_status)$/,
    'openstack/cinder cinder/api/v3/views/volumes.py:147-155',
  ),
  nullAt(
    'block-storage',
    /^\/(volume|volumes\/\*)\/(group_id|service_uuid|cluster_name)$/,
    'openstack/cinder cinder/api/v3/views/volumes.py:187-212',
  ),
  nullAt(
    'block-storage',
    /^\/(volume|volumes\/\*)\/updated_at$/,
    'openstack/cinder cinder/api/v3/views/volumes.py:143, cinder/objects/base.py:271',
  ),
  nullAt('block-storage', /\/group_snapshot_id$/, 'openstack/cinder cinder/api/v3/views/snapshots.py:32'),
  nullAt(
    'block-storage',
    /\/volume_types?(\/\*)?\/(description|qos_specs_id)$/,
    'openstack/cinder cinder/api/v3/views/types.py:30-47',
  ),
  {
    service: 'block-storage',
    operations: /^GET .*\/snapshots$/,
    at: /^\/snapshots_links$/,
    keyword: /^additionalProperties$/,
    found: /./,
    truth: 'links to the next page, in a short list too',
    upstream: 'openstack/cinder cinder/api/views/snapshots.py:75-76',
  },
  nullAt('block-storage', /\/destination_project_id$/, 'openstack/cinder cinder/api/views/transfers.py:68'),
  {
    service: 'block-storage',
    at: /^\/attachments?(\/\*)?\/(attached_at|detached_at)$/,
    keyword: /^format$/,
    found: /^""$/,
    truth: 'is an empty text where there was no time yet',
    upstream: 'openstack/cinder cinder/api/v3/views/attachments.py:22-25',
  },
  {
    service: 'block-storage',
    at: /^\/attachments?(\/\*)?\/name$/,
    keyword: /^required$/,
    found: /./,
    truth: 'an attachment has no name',
    upstream: 'openstack/cinder cinder/api/v3/views/attachments.py:40-51',
  },
  status('block-storage', /^DELETE .*\/os-quota-sets\/\{project_id\}$/, 200, cinderDefault),
  status(
    'block-storage',
    /^DELETE .*\/attachments\/\{id\}$/,
    200,
    'openstack/cinder cinder/api/v3/attachments.py:271-283',
  ),
  status(
    'block-storage',
    /^DELETE .*\/metadata\/\{id\}$/,
    200,
    'openstack/cinder cinder/api/v3/volume_metadata.py:173, snapshot_metadata.py:136',
  ),
  status('block-storage', /^POST .*\/metadata$/, 200, cinderDefault),
  status(
    'block-storage',
    /^DELETE .*\/(os-volume-transfer|volume-transfers)\/\{id\}$/,
    202,
    'openstack/cinder cinder/api/contrib/volume_transfer.py:145',
  ),
  status('block-storage', /^DELETE .*\/snapshots\/\{id\}$/, 202, 'openstack/cinder cinder/api/v3/snapshots.py:77'),
  status('block-storage', /^DELETE .*\/volumes\/\{id\}$/, 202, 'openstack/cinder cinder/api/v3/volumes.py:77'),
  {
    service: 'block-storage',
    operations: /action os-(set_bootable|unset_image_metadata)$/,
    keyword: /^body$/,
    found: /^200$/,
    truth: 'answers 200 and nothing more; the schema is that of another action',
    upstream: 'openstack/cinder cinder/api/contrib/volume_actions.py:319, volume_image_metadata.py:147',
  },

  {
    service: 'compute',
    operations: /^GET \/v2\.1\/images/,
    at: /\/links\/\*/,
    keyword: /^(const|required|additionalProperties)$/,
    found: /./,
    truth: 'the links are self, bookmark, alternate in this order; the description has them sorted by their names',
    upstream: 'openstack/nova nova/api/openstack/compute/schemas/images.py:58-88',
  },

  status('identity', /^GET \/$/, 300, 'openstack/keystone keystone/api/discovery.py:81'),
  status('identity', /^POST \/v3\/auth\/tokens$/, 201, 'openstack/keystone keystone/api/auth.py:333'),
  status('identity', /^POST \/v3\/projects$/, 201, 'openstack/keystone keystone/api/projects.py:228'),
  status('identity', /^POST \/v3\/roles$/, 201, 'openstack/keystone keystone/api/roles.py:94'),
  status('identity', /^POST \/v3\/users$/, 201, 'openstack/keystone keystone/api/users.py:372'),
  status('identity', /^POST .*\/application_credentials$/, 201, 'openstack/keystone keystone/api/users.py:846'),
  status(
    'identity',
    /^(PUT|GET) \/v3\/domains\/.*\/roles\/\{role_id\}$/,
    204,
    'openstack/keystone keystone/api/domains.py:388-408',
  ),
  anyId(
    'identity',
    /\/(domain_id|parent_id|domain\/id|domains\/\*\/id)$/,
    'openstack/keystone keystone/conf/identity.py:17-19, keystone/api/validation/parameter_types.py:70',
  ),
  anyId(
    'identity',
    /\/(region_id|region|region\/id|regions\/\*\/id)$/,
    'openstack/keystone keystone/api/validation/parameter_types.py:88',
  ),
  nullAt('identity', /\/password_expires_at$/, 'openstack/keystone keystone/common/render_token.py:31'),
  {
    service: 'identity',
    at: /(^|\/\*)\/links$/,
    keyword: /^type$/,
    found: /^object$/,
    truth: 'is an object',
    upstream: 'openstack/keystone keystone/server/flask/common.py:735, 785',
  },

  {
    service: 'image',
    operations: /^GET \/v2\/schemas\//,
    keyword: /^type$/,
    found: /^object$/,
    truth: 'is the schema itself',
    upstream: 'openstack/glance glance/api/v2/schemas.py:58-74',
  },
  status(
    'image',
    /^PUT \/v2\/images\/\{image_id\}\/tags\/\{tag_value\}$/,
    204,
    'openstack/glance glance/api/v2/image_tags.py:98',
  ),

  {
    service: 'network',
    at: /\/(total_ips|used_ips|subnet_ip_availability)$/,
    keyword: /^type$/,
    found: /^(number|array)$/,
    truth: 'are numbers and a list',
    upstream: 'openstack/neutron neutron/db/network_ip_availability_db.py:55-82',
  },
  nullAt('network', /\/ipv[46]_address_scope$/, 'openstack/neutron neutron/db/address_scope_db.py:133'),
  nullAt('network', /\/ipv6_(ra|address)_mode$/, 'openstack/neutron neutron/db/db_base_plugin_common.py:164-165'),
  nullAt('network', /\/default_quota$/, 'openstack/neutron neutron/db/db_base_plugin_common.py:224'),
  nullAt(
    'network',
    /\/(protocol|remote_group_id|remote_ip_prefix)$/,
    'openstack/neutron neutron/db/securitygroups_db.py:536-541',
  ),
  nullAt('network', /^\/floatingips?(\/\*)?\/port_details$/, 'openstack/neutron neutron/db/l3_fip_port_details.py:40'),

  {
    service: 'placement',
    at: /\/links\/\*\/href$/,
    keyword: /^format$/,
    found: /^string$/,
    truth: 'is a path, beginning with where Placement is mounted',
    upstream: 'openstack/placement placement/util.py:177-194',
  },
  nullAt('placement', /\/parent_provider_uuid$/, 'openstack/placement placement/handlers/resource_provider.py:57'),
  {
    service: 'placement',
    operations: /^GET \/resource_providers\/\{uuid\}\/traits$/,
    at: /^\/resource_provider_generation$/,
    keyword: /^additionalProperties$/,
    found: /./,
    truth: "a provider's traits come with its generation",
    upstream: 'openstack/placement placement/handlers/trait.py:204',
  },
  {
    service: 'placement',
    operations: /^GET \/usages$/,
    at: /^\/usages\/\w+$/,
    keyword: /^type$/,
    found: /^number$/,
    truth: 'are amounts by resource class until 1.38 parts them by the type of their consumer',
    upstream: 'openstack/placement placement/handlers/usage.py:126-131',
  },
  {
    service: 'placement',
    operations: /^GET \/allocation_candidates$/,
    at: /^\/allocation_requests\/\*\/allocations$/,
    keyword: /^type$/,
    found: /^array$/,
    truth: 'is a list until 1.12',
    upstream: 'openstack/placement placement/handlers/allocation_candidate.py:87-120, 229',
  },

  {
    service: 'object-store',
    at: /^header X-Timestamp$/,
    keyword: /^type$/,
    found: /^number$/,
    truth: 'is seconds with five digits after the point',
    upstream: 'openstack/swift swift/common/utils/timestamp.py:24, 153',
  },
  {
    service: 'object-store',
    at: /^header (Date|Last-Modified)$/,
    keyword: /^format$/,
    found: /^string$/,
    truth: "is HTTP's date with its time",
    upstream: 'openstack/swift swift/common/swob.py:177',
  },
  status(
    'object-store',
    /^GET \/v1\/\{account\}\/\{container\}$/,
    204,
    'openstack/swift swift/common/middleware/listing_formats.py:250 (a listing in plain text with nothing in it)',
  ),
  status(
    'object-store',
    /^GET \/v1\/\{account\}\/\{container\}\/\{object\}$/,
    206,
    'openstack/swift swift/common/swob.py:1434 (a range)',
  ),
  status(
    'object-store',
    /^GET \/v1\/\{account\}\/\{container\}\/\{object\}$/,
    304,
    'openstack/swift swift/common/swob.py:1358 (what the client has already)',
  ),
  status(
    'object-store',
    /^DELETE \/v1\/\{account\}$/,
    200,
    'openstack/swift swift/common/middleware/bulk.py:667 (many objects at once)',
  ),
  status(
    'object-store',
    /^DELETE \/v1\/\{account\}\/\{container\}\/\{object\}$/,
    200,
    'openstack/swift swift/common/middleware/slo.py:1814 (a large object with its segments)',
  ),
]
