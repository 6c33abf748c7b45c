import type { EmbeddedProfile } from '../embedded-profile.ts'
import { m1Flavors, namedImage } from '../ordinary-offer.ts'

/** The cloud `hos4` of 2016: Helion OpenStack 4 in somebody's laboratory. */
export const hos4: EmbeddedProfile = {
  name: 'hos4',
  description:
    'plain HTTP, two external networks of one name of which one is full, tokens for half a minute, an older Neutron',
  sources: [
    'openstack/osops-tools-contrib ansible/lampstack/vars/hos4.yml: http://…/v3, domain Default, region1, zone nova, private-net, m1.small, ubuntu-trusty, volumes of 2 GiB, project interop',
  ],
  invented: [
    'two external networks of one name, of which one is full',
    'tokens for half a minute, and an older Neutron',
  ],
  quirks: [2, 6, 8, 9, 13, 16, 25, 31],
  cloud: {
    region: 'region1',
    zones: ['nova'],
    externalNetworks: [
      { name: 'ext-net', cidr: '198.19.56.0/22', addresses: 0 },
      { name: 'ext-net', cidr: '198.19.60.0/22' },
    ],
    flavors: m1Flavors,
    images: [namedImage('debian-bookworm'), namedImage('ubuntu-noble')],
  },
  front: { region: 'region1', tokenSeconds: 30, withoutExtensions: ['quota_details', 'subnet_allocation'] },
  tls: 'none',
  customer: { projectName: 'interop' },
}
