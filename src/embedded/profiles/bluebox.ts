import type { EmbeddedProfile } from '../embedded-profile.ts'
import { m1Flavors, namedImage } from '../ordinary-offer.ts'

/** The cloud `bluebox` of 2016. */
export const bluebox: EmbeddedProfile = {
  name: 'bluebox',
  description:
    'no domain and no region to write, several networks, Nova three times in the catalog, volumes of 10 GiB and more',
  sources: [
    'openstack/osops-tools-contrib ansible/lampstack/vars/bluebox.yml: …/v2.0, no domain, no region, no zone, interopnet, m1.small, ubuntu-15.04, volumes of 10 GiB',
    'openstack/interop-workloads workloads/ansible/shade/lampstack/vars/bluebox.yml: demonet, Ubuntu 16.04, volumes of 4 GiB',
    'openstack/openstacksdk openstack/config/vendors/bluebox.json: RegionOne',
  ],
  invented: [
    'that 10 GiB is the least a volume may have',
    'that its catalog has Nova three times',
    'that interopnet is the default and demonet full',
  ],
  quirks: [1, 2, 7, 8, 9, 12, 25, 31, 33],
  cloud: {
    region: 'RegionOne',
    zones: ['nova'],
    externalNetworks: [{ name: 'external', cidr: '198.19.40.0/21' }],
    providerNetworks: [
      { name: 'interopnet', cidr: '10.10.0.0/24', default: true },
      { name: 'demonet', cidr: '10.11.0.0/24', addresses: 0 },
    ],
    volumeTypes: [{ name: 'default', minGiB: 10 }],
    flavors: m1Flavors,
    images: [namedImage('debian-12'), namedImage('Ubuntu 24.04'), namedImage('coreos')],
  },
  front: {
    region: 'RegionOne',
    deprecatedIdentityV2: true,
    catalog: {
      listings: {
        compute: [
          { type: 'compute' },
          { type: 'compute', path: '' },
          { type: 'computev21', path: '/v2.1/{project_id}' },
        ],
      },
    },
  },
  tls: 'none',
  customer: { projectName: 'Interop', authUrl: 'v2.0', domain: 'unset', region: 'unset' },
}
