import type { EmbeddedProfile } from '../embedded-profile.ts'
import { m1Flavors, namedImage } from '../ordinary-offer.ts'

/** The cloud `osic` of 2016. */
export const osic: EmbeddedProfile = {
  name: 'osic',
  description: 'no region to write, a domain named in small letters, four floating IPs and no more',
  sources: [
    'openstack/osops-tools-contrib ansible/lampstack/vars/osic.yml: …/v3, domain default, no region, zone nova, interopnet, m1.small, ubuntu-server-14.04, volumes of 2 GiB, project interop_challenge',
    'openstack/os-client-config os_client_config/vendors/osic.json before eed1cbb: RegionOne',
  ],
  invented: ['that a project has four floating IPs at most'],
  quirks: [2, 8, 9, 19, 20, 25, 31],
  cloud: {
    region: 'RegionOne',
    zones: ['nova'],
    externalNetworks: [{ name: 'public', cidr: '198.19.48.0/21' }],
    quotas: { floatingIps: 4 },
    flavors: m1Flavors,
    images: [namedImage('debian-server-12'), namedImage('ubuntu-server-24.04'), namedImage('coreos')],
  },
  front: { region: 'RegionOne', domain: { id: 'default', name: 'default' }, quotas: { network: { floatingip: 4 } } },
  tls: 'none',
  customer: { projectName: 'interop_challenge', region: 'unset' },
}
