import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, image } from '../ordinary-offer.ts'

/** Elastx's cloud, as openstacksdk's vendor profile has it. */
export const elastx: EmbeddedProfile = {
  name: 'elastx',
  description:
    'flavors without a disk, as Sovereign Cloud Stack has them; volumes have a zone of another name; images by import',
  sources: [
    'openstack/openstacksdk openstack/config/vendors/elastx.json: …/v3, region se-sto',
    'SovereignCloudStack/standards scs-0103: the flavors SCS-1V-2, SCS-1V-4, SCS-2V-4 and SCS-2V-8 have no disk',
  ],
  invented: [
    'that it has SCS’s flavors',
    'its zones, images and networks',
    'that its volumes’ zone has a name of its own',
    'that images go in by import alone',
  ],
  quirks: [8, 9, 10, 14, 25, 30, 31, 36],
  cloud: {
    region: 'se-sto',
    zones: ['sto1', 'sto2', 'sto3'],
    volumeZones: ['nova'],
    disklessNeedsVolume: true,
    externalNetworks: [{ name: 'elx-public1', cidr: '198.19.112.0/21' }],
    flavors: [
      flavor('SCS-1V-2', 1, 2048, 0),
      flavor('SCS-1V-4', 1, 4096, 0),
      flavor('SCS-2V-4', 2, 4096, 0),
      flavor('SCS-2V-8', 2, 8192, 0),
    ],
    images: [
      { ...image('Debian 12', 'debian', '12'), minDiskGiB: 3 },
      { ...image('Ubuntu 24.04', 'ubuntu', '24.04'), minDiskGiB: 4 },
    ],
  },
  front: { region: 'se-sto', imageUpload: 'import' },
  tls: 'none',
}
