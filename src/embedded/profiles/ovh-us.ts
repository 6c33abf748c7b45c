import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, image } from '../ordinary-offer.ts'

/** OVH's cloud in the United States, as openstacksdk's vendor profile has it. */
export const ovhUs: EmbeddedProfile = {
  name: 'ovh-us',
  description: 'tenant networks and no floating IPs, no images of one’s own, Keystone’s root as its address',
  sources: [
    'openstack/openstacksdk openstack/config/vendors/ovh-us.json: https://auth.cloud.ovh.us/, domain Default, regions US-EAST-VA-1, US-WEST-OR-1, US-EAST-VA and US-WEST-OR, floating_ip_source None',
  ],
  invented: [
    'its flavors and images',
    'that its public network is called Ext-Net, as in Europe',
    'that its customers make no images',
  ],
  quirks: [1, 8, 17, 18, 25, 30, 31, 40, 50],
  cloud: {
    region: 'US-EAST-VA-1',
    zones: ['nova'],
    floatingIps: false,
    providerNetworks: [{ name: 'Ext-Net', cidr: '198.19.128.0/21' }],
    flavors: [flavor('s1-2', 1, 2000, 10), flavor('s1-4', 1, 4000, 20), flavor('b2-7', 2, 7000, 50)],
    images: [image('Debian 12', 'debian', '12'), image('Ubuntu 24.04', 'ubuntu', '24.04')],
  },
  front: {
    region: 'US-EAST-VA-1',
    forbidden: ['add_image', 'upload_image'],
    catalog: {
      otherRegions: ['US-WEST-OR-1', 'US-EAST-VA', 'US-WEST-OR'].map((name) => ({
        name,
        types: ['compute', 'network', 'image', 'volumev3'],
      })),
    },
  },
  tls: 'none',
  customer: { authUrl: 'root/' },
}
