import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, image } from '../ordinary-offer.ts'

/** City Cloud, as openstacksdk's vendor profile has it. */
export const citycloud: EmbeddedProfile = {
  name: 'citycloud',
  description: 'six regions, public endpoints alone, raw images, attributes of its own in answers',
  sources: [
    'openstack/openstacksdk openstack/config/vendors/citycloud.json: https://{region_name}…/v3/, regions Buf1, Fra1, Sto2, Kna1, dx1 and tky1, requires_floating_ip, image_format raw',
  ],
  invented: [
    'its flavors, images, zones and networks',
    'that it keeps quiet about its internal endpoints',
    'attributes of its own on networks and volumes',
  ],
  quirks: [8, 14, 25, 31, 51],
  cloud: {
    region: 'Kna1',
    zones: ['kna1'],
    externalNetworks: [{ name: 'ext-net', cidr: '198.19.96.0/21' }],
    flavors: [
      flavor('1C-1GB-20GB', 1, 1024, 20),
      flavor('1C-2GB-20GB', 1, 2048, 20),
      flavor('2C-4GB-50GB', 2, 4096, 50),
    ],
    images: [
      { ...image('Debian 12 Bookworm x86_64', 'debian', '12'), format: 'raw' },
      { ...image('Ubuntu 24.04 Noble Numbat x86_64', 'ubuntu', '24.04'), format: 'raw' },
    ],
    imageFormats: ['raw'],
  },
  front: {
    region: 'Kna1',
    imageFormats: ['raw'],
    extraProperties: {
      network: { 'citycloud:segment': 'kna1-a' },
      volume: { 'citycloud:shelf': 'nvme' },
    },
    catalog: {
      interfaces: ['public'],
      otherRegions: ['Buf1', 'Fra1', 'Sto2', 'dx1', 'tky1'].map((name) => ({
        name,
        types: ['compute', 'network', 'image', 'volumev3'],
      })),
    },
  },
  tls: 'none',
  customer: { authUrl: 'v3/' },
}
