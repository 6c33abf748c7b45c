import type { EmbeddedProfile } from '../embedded-profile.ts'
import { image, m1Flavors } from '../ordinary-offer.ts'

/** The cloud `leap` of 2016: plain HTTP, and names that its team chose. */
export const leap: EmbeddedProfile = {
  name: 'leap',
  description: 'plain HTTP, the zone nova, routers, four floating IPs reserved beforehand and no others',
  sources: [
    'openstack/osops-tools-contrib ansible/lampstack/vars/leap.yml: http://…/v3, domain default, RegionOne, zone nova, m1.small, ubuntu-15.04, volumes of 2 GiB',
    'openstack/interop-workloads workloads/ansible/shade/lampstack/vars/leap.yml: ubuntu-16.04, m1.large, one address reserved beforehand for each of four servers',
  ],
  invented: ['that no address beside the four reserved ones can be had'],
  quirks: [6, 8, 9, 19, 21, 25, 31],
  cloud: {
    region: 'RegionOne',
    zones: ['nova'],
    flavors: m1Flavors,
    images: [
      image('debian-12', 'debian', '12'),
      image('ubuntu-24.04', 'ubuntu', '24.04'),
      image('coreos', 'coreos', '1122'),
    ],
    externalNetworks: [{ name: 'public', cidr: '198.19.0.0/21' }],
    reservedFloatingIps: 4,
  },
  front: { region: 'RegionOne', domain: { id: 'default', name: 'default' }, quotas: { network: { floatingip: 4 } } },
  tls: 'none',
}
