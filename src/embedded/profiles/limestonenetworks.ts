import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, image } from '../ordinary-offer.ts'

/** Limestone's cloud, as openstacksdk's vendor profile has it. */
export const limestonenetworks: EmbeddedProfile = {
  name: 'limestonenetworks',
  description: 'several networks, public and private, that servers can be put on; raw images',
  sources: [
    'openstack/openstacksdk openstack/config/vendors/limestonenetworks.yaml: …/v3, regions us-dfw-1 and us-slc, the networks Public Internet, DDoS Protected, Private Network (10.0.0.0/8 only) and Private Network (Floating Public), image_format raw',
  ],
  invented: ['its flavors and images'],
  quirks: [8, 12, 16, 25, 31],
  cloud: {
    region: 'us-slc',
    zones: ['nova'],
    externalNetworks: [
      { name: 'DDoS Protected', cidr: '198.19.124.0/22' },
      { name: 'Public Internet', cidr: '198.19.120.0/22', default: true },
    ],
    providerNetworks: [
      { name: 'Private Network (10.0.0.0/8 only)', cidr: '10.64.0.0/16' },
      { name: 'Private Network (Floating Public)', cidr: '10.65.0.0/16' },
    ],
    flavors: [flavor('lstn.1', 1, 1024, 25), flavor('lstn.2', 1, 2048, 50), flavor('lstn.4', 2, 4096, 100)],
    images: [
      { ...image('debian-12', 'debian', '12'), format: 'raw' },
      { ...image('ubuntu-24.04', 'ubuntu', '24.04'), format: 'raw' },
    ],
    imageFormats: ['raw'],
  },
  front: {
    region: 'us-slc',
    imageFormats: ['raw'],
    catalog: { otherRegions: [{ name: 'us-dfw-1', types: ['compute', 'network', 'image', 'volumev3'] }] },
  },
  tls: 'none',
}
