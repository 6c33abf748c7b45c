import type { Difference } from './schema-validator.ts'

/** A body that a description refuses and its service takes, as the service's own code says. */
export interface KnownRequestError {
  readonly service: string
  readonly operations?: RegExp
  readonly at: RegExp
  readonly keyword: RegExp
  /** What stands there; anything when absent. */
  readonly found?: RegExp
  readonly truth: string
  readonly upstream: string
}

/** The entry that says why a body is right though its description refuses it; undefined where the service refuses it too. */
export const knownRequestErrorOf = (
  service: string,
  operation: string,
  difference: Difference,
): KnownRequestError | undefined =>
  knownRequestErrors.find(
    (known) =>
      known.service === service &&
      (known.operations?.test(operation) ?? true) &&
      known.at.test(difference.at) &&
      known.keyword.test(difference.keyword) &&
      (known.found?.test(difference.found) ?? true),
  )

/** All of them. */
export const knownRequestErrors: readonly KnownRequestError[] = [
  {
    service: 'identity',
    operations: /^POST \/v3\/auth\/tokens$/,
    at: /^\/auth\/identity\/methods\/\*$/,
    keyword: /^enum$/,
    truth: 'any text is a method; one that nobody plugged in is answered 401',
    upstream: 'openstack/keystone keystone/auth/schema.py:24, keystone/auth/core.py:348',
  },
  {
    service: 'image',
    operations: /^PATCH \/v2\/images\/\{image_id\}$/,
    at: /^$/,
    keyword: /^type$/,
    found: /^array$/,
    truth: 'is a list of operations, which the description has as a text of the format RFC 6902',
    upstream: 'openstack/glance glance/api/v2/images.py:1476-1496',
  },
  {
    service: 'network',
    operations: /\/subnets/,
    at: /^\/subnet\/(allocation_pools|dns_nameservers|host_routes)$/,
    keyword: /^type$/,
    found: /^null$/,
    truth: 'null becomes an empty list before it is checked',
    upstream:
      'openstack/neutron-lib neutron_lib/api/definitions/subnet.py:90-110, neutron_lib/api/converters.py:143, 191',
  },
  {
    service: 'network',
    operations: /\/routers/,
    at: /^\/router\/routes$/,
    keyword: /^type$/,
    found: /^null$/,
    truth: 'null becomes an empty list before it is checked',
    upstream: 'openstack/neutron-lib neutron_lib/api/definitions/extraroute.py:38-43',
  },
  {
    service: 'network',
    operations: /\/routers/,
    at: /^\/router\/external_gateway_info\/network_id$/,
    keyword: /^required$/,
    found: /^\{\}$/,
    truth: 'an empty object is no gateway',
    upstream:
      'openstack/neutron-lib neutron_lib/api/definitions/l3.py:92-104, neutron_lib/api/validators/__init__.py:1143',
  },
]
