import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, image } from '../ordinary-offer.ts'

/** Catalyst's cloud, as openstacksdk's vendor profile has it. */
export const catalyst: EmbeddedProfile = {
  name: 'catalyst',
  description: 'two regions in one catalog, raw images, an old Nova and an old Cinder',
  sources: [
    'openstack/openstacksdk openstack/config/vendors/catalyst.json: …/v2.0, regions nz-por-1 and nz_wlg_2, image_format raw, image and volume API 1',
  ],
  invented: ['its highest microversions', 'its flavors, images and networks'],
  quirks: [1, 8, 9, 25, 31],
  cloud: {
    region: 'nz-por-1',
    zones: ['nz-por-1a', 'nz-por-1b'],
    externalNetworks: [{ name: 'public-net', cidr: '198.19.88.0/21' }],
    flavors: [flavor('c1.c1r1', 1, 1024, 10), flavor('c1.c1r2', 1, 2048, 10), flavor('c1.c2r4', 2, 4096, 10)],
    images: [
      { ...image('debian-12-x86_64', 'debian', '12'), format: 'raw' },
      { ...image('ubuntu-24.04-x86_64', 'ubuntu', '24.04'), format: 'raw' },
    ],
    imageFormats: ['raw'],
  },
  front: {
    region: 'nz-por-1',
    deprecatedIdentityV2: true,
    imageFormats: ['raw'],
    maxMicroversions: { compute: '2.25', volume: '3.0' },
    catalog: { otherRegions: [{ name: 'nz_wlg_2', types: ['compute', 'network', 'image', 'volumev3'] }] },
  },
  tls: 'none',
  customer: { authUrl: 'v2.0' },
}
