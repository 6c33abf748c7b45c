import type { ServiceApp } from '../kernel/service.ts'
import type { NetworkContext } from './network-context.ts'
import { neutronError } from './neutron-error.ts'

interface Extension {
  readonly alias: string
  readonly name: string
  readonly description: string
  readonly updated: string
}

const extension = (alias: string, name: string, description: string, updated: string): Extension => ({
  alias,
  name,
  description,
  updated: `${updated}T00:00:00-00:00`,
})

/** What this front serves over every cloud, under the aliases and names of openstack/neutron-lib `neutron_lib/api/definitions/`. */
const always: readonly Extension[] = [
  extension('agent', 'agent', 'The agent management extension.', '2013-02-03'),
  extension(
    'default-subnetpools',
    'Default Subnetpools',
    'Provides ability to mark and use a subnetpool as the default.',
    '2016-02-18',
  ),
  extension(
    'empty-string-filtering',
    'Empty String Filtering Extension',
    'Allow filtering by attributes with empty string value',
    '2018-05-01',
  ),
  extension(
    'filter-validation',
    'Filter parameters validation',
    'Provides validation on filter parameters.',
    '2018-03-21',
  ),
  extension(
    'ip-substring-filtering',
    'IP address substring filtering',
    'Provides IP address substring filtering when listing ports',
    '2017-11-28',
  ),
  extension('net-mtu', 'Network MTU', 'Provides MTU attribute for a network resource.', '2015-03-25'),
  extension(
    'network-ip-availability',
    'Network IP Availability',
    'Provides IP availability data for each network and subnet.',
    '2015-09-24',
  ),
  extension('pagination', 'Pagination support', 'Extension that indicates that pagination is enabled.', '2016-06-12'),
  extension(
    'project-id',
    'project_id field enabled',
    'Extension that indicates that project_id field is enabled.',
    '2016-09-09',
  ),
  extension(
    'quota_details',
    'Quota details management support',
    'Expose functions for quotas usage statistics per project',
    '2017-02-10',
  ),
  extension('quotas', 'Quota management support', 'Expose functions for quotas management per project', '2012-07-29'),
  extension(
    'revision-if-match',
    'If-Match constraints based on revision_number',
    'Extension indicating that If-Match based on revision_number is supported.',
    '2016-12-11',
  ),
  extension('security-group', 'security-group', 'The security groups extension.', '2012-10-05'),
  extension(
    'security-groups-normalized-cidr',
    'Normalized CIDR field for security group rules',
    'Add new field with normalized cidr calculated from remote_ip_prefix in the security group rule',
    '2019-12-10',
  ),
  extension(
    'service-type',
    'Neutron Service Type Management',
    'API for retrieving service providers for Neutron advanced services',
    '2013-01-20',
  ),
  extension('sorting', 'Sorting support', 'Extension that indicates that sorting is enabled.', '2016-06-12'),
  extension(
    'standard-attr-description',
    'standard-attr-description',
    'Extension to add descriptions to standard attributes',
    '2016-02-10',
  ),
  extension(
    'standard-attr-revisions',
    'Resource revision numbers',
    'This extension will display the revision number of neutron resources.',
    '2016-04-11',
  ),
  extension(
    'standard-attr-tag',
    'Tag support for resources with standard attribute: network, subnet, port, router, floatingip, security_group, subnetpool',
    'Enables to set tag on resources with standard attribute.',
    '2017-01-01',
  ),
  extension(
    'standard-attr-timestamp',
    'Resource timestamps',
    'Adds created_at and updated_at fields to all Neutron resources that have Neutron standard attributes.',
    '2016-09-12',
  ),
  extension('subnet_allocation', 'Subnet Allocation', 'Enables allocation of subnets from a subnet pool', '2015-03-30'),
]

const binding = extension(
  'binding',
  'Port Binding',
  'Expose port bindings of a virtual port to external application',
  '2014-02-03',
)
const externalNet = extension(
  'external-net',
  'Neutron external network',
  'Adds external network attribute to network resource.',
  '2013-01-14',
)
const routerExtension = extension(
  'router',
  'Neutron L3 Router',
  'Router abstraction for basic L3 forwarding between L2 Neutron networks and access to external networks via a NAT gateway.',
  '2012-07-20',
)
const extraRoute = extension(
  'extraroute',
  'Neutron Extra Route',
  'Extra routes configuration for L3 router',
  '2013-02-01',
)
const portDetails = extension(
  'fip-port-details',
  'Floating IP Port Details Extension',
  'Add port_details attribute to Floating IP resource',
  '2018-04-09',
)
const zone = extension('availability_zone', 'Availability Zone', 'The availability zone extension.', '2015-01-01')
const networkZone = extension(
  'network_availability_zone',
  'Network Availability Zone',
  'Availability zone support for network.',
  '2015-01-01',
)

/** The extensions that are served: by what the cloud below has, less what its operator switched off. */
const offeredExtensions = async (context: NetworkContext): Promise<readonly Extension[]> => {
  const { driver, profile } = context.front
  const zones = await context.networkZones()
  const offered = [
    ...always,
    ...(driver.ports ? [binding] : []),
    ...(driver.routers || driver.floatingIps ? [externalNet, routerExtension] : []),
    ...(driver.routers?.setRoutes ? [extraRoute] : []),
    ...(driver.floatingIps ? [portDetails] : []),
    ...(zones.length > 0 ? [zone, networkZone] : []),
  ]
  return offered
    .filter(({ alias }) => !profile.withoutExtensions.includes(alias))
    .filter(({ alias }) => !(driver.traits.withoutSecurityGroups && /^security-group/.test(alias)))
    .sort((a, b) => (a.alias < b.alias ? -1 : 1))
}

/** Adds `/v2.0/extensions`. */
export const mountExtensions = (app: ServiceApp, context: NetworkContext, base: string): void => {
  const answer = (one: Extension) => ({ ...one, links: [] })
  app.get(`${base}/extensions`, async (request) =>
    request.json({ extensions: (await offeredExtensions(context)).map(answer) }),
  )
  app.get(`${base}/extensions/:alias`, async (request) => {
    const alias = request.req.param('alias')
    const found = (await offeredExtensions(context)).find((one) => one.alias === alias)
    if (!found) throw neutronError('not_found', 'HTTPNotFound', `Extension with alias ${alias} does not exist`)
    return request.json({ extension: answer(found) })
  })
}
