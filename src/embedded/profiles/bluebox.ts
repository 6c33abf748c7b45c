import type { EmbeddedProfile } from '../embedded-profile.ts'
import { m1Flavors, namedImage } from '../ordinary-offer.ts'

/** The cloud `bluebox` of 2016. */
export const bluebox: EmbeddedProfile = {
  name: 'bluebox',
  description: 'no domain, no region and no zone to write, several tenant networks',
  sources: [
    'openstack/osops-tools-contrib ansible/lampstack/vars/bluebox.yml: …/v2.0, no domain, no region, no zone, interopnet, m1.small, ubuntu-15.04, volumes of 10 GiB',
    'openstack/interop-workloads workloads/ansible/shade/lampstack/vars/bluebox.yml: demonet, Ubuntu 16.04, volumes of 4 GiB',
    'openstack/openstacksdk openstack/config/vendors/bluebox.json: RegionOne',
  ],
  quirks: [1, 2, 8, 9, 25, 31],
  cloud: {
    region: 'RegionOne',
    zones: ['nova'],
    externalNetworks: [{ name: 'external', cidr: '198.19.40.0/21' }],
    flavors: m1Flavors,
    images: [namedImage('debian-12'), namedImage('Ubuntu 24.04'), namedImage('coreos')],
  },
  front: { region: 'RegionOne', deprecatedIdentityV2: true },
  tls: 'none',
  customer: { projectName: 'Interop', authUrl: 'v2.0', domain: 'unset', region: 'unset' },
}
