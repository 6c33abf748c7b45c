import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, image } from '../ordinary-offer.ts'

/** Rackspace's public cloud as openstacksdk's vendor profile has it: no Neutron routers, no floating IPs, no security groups. */
export const rackspace: EmbeddedProfile = {
  name: 'rackspace',
  description:
    'vhd images that go in by tasks, no floating IPs, no security groups, two compute services, the first microversions',
  sources: [
    'openstack/openstacksdk openstack/config/vendors/rackspace.json: …/v2.0/, regions DFW, HKG, IAD, ORD, SYD and LON, compute_service_name cloudServersOpenStack, image_format vhd, image_api_use_tasks, floating_ip_source and secgroup_source None, database_service_type rax:database',
  ],
  invented: [
    'the names and sizes of its flavors',
    'that its flat network is called PublicNet',
    'that its catalog has another service of the type compute',
    'that Nova and Cinder serve their first microversions only',
    'that a resize is confirmed by itself after a day',
  ],
  quirks: [1, 2, 7, 8, 11, 15, 17, 18, 22, 25, 30, 31, 40],
  cloud: {
    region: 'DFW',
    tenantNetworks: false,
    floatingIps: false,
    securityGroups: false,
    providerNetworks: [{ name: 'PublicNet', cidr: '198.19.24.0/21' }],
    flavors: [
      flavor('1 GB General Purpose v1', 1, 1024, 20),
      flavor('2 GB General Purpose v1', 2, 2048, 40),
      flavor('4 GB General Purpose v1', 4, 4096, 80),
    ],
    images: [
      { ...image('Debian 12 (Bookworm) (Cloud)', 'debian', '12'), format: 'vhd' },
      { ...image('Ubuntu 24.04 LTS (Noble Numbat) (Cloud)', 'ubuntu', '24.04'), format: 'vhd' },
    ],
    imageFormats: ['vhd'],
  },
  front: {
    region: 'DFW',
    deprecatedIdentityV2: true,
    imageFormats: ['vhd'],
    imageUpload: 'tasks',
    catalog: {
      listings: {
        compute: [
          { type: 'compute', name: 'cloudServersOpenStack', path: '/v2.1' },
          { type: 'compute', name: 'cloudServers', path: '' },
        ],
      },
      otherRegions: ['HKG', 'IAD', 'ORD', 'SYD', 'LON'].map((name) => ({ name, types: ['compute', 'volumev3'] })),
    },
    resizeConfirmAfterMs: 86_400_000,
    maxMicroversions: { compute: '2.1', volume: '3.0' },
  },
  tls: 'none',
  customer: { authUrl: 'v2.0', domain: 'unset' },
}
