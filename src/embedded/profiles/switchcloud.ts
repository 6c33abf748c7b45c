import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, image } from '../ordinary-offer.ts'

/** SWITCH's cloud, as openstacksdk's vendor profile has it. */
export const switchcloud: EmbeddedProfile = {
  name: 'switchcloud',
  description: 'no metadata service, networks and routers forbidden by policy, raw images, a private certificate',
  sources: [
    'openstack/openstacksdk openstack/config/vendors/switchcloud.json: …/v3, regions zhw and zhc, image_format raw',
  ],
  invented: [
    'its flavors, images and networks',
    'that it has no metadata service',
    'that its certificate is a private one',
    'that its customers make no networks and no routers',
  ],
  quirks: [5, 8, 15, 25, 31, 37, 50],
  cloud: {
    region: 'zhw',
    zones: ['nova'],
    externalNetworks: [{ name: 'public', cidr: '198.19.136.0/21' }],
    providerNetworks: [{ name: 'public-shared', cidr: '198.19.144.0/21' }],
    metadataService: false,
    flavors: [flavor('c001r001', 1, 1024, 20), flavor('c001r002', 1, 2048, 20), flavor('c002r004', 2, 4096, 20)],
    images: [
      { ...image('Debian Bookworm 12 (SWITCHcloud)', 'debian', '12'), format: 'raw' },
      { ...image('Ubuntu Noble 24.04 (SWITCHcloud)', 'ubuntu', '24.04'), format: 'raw' },
    ],
    imageFormats: ['raw'],
  },
  front: {
    region: 'zhw',
    imageFormats: ['raw'],
    forbidden: ['create_network', 'create_router'],
    catalog: { otherRegions: [{ name: 'zhc', types: ['compute', 'network', 'image', 'volumev3'] }] },
  },
  tls: 'self-signed',
}
