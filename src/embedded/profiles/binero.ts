import type { EmbeddedProfile } from '../embedded-profile.ts'
import { image } from '../ordinary-offer.ts'

const architecture = 'aarch64'

/** Binero's cloud, as openstacksdk's vendor profile has it. */
export const binero: EmbeddedProfile = {
  name: 'binero',
  description: 'flavors and images for arm64 alone, two zones; what was made is found and listed a moment late',
  sources: [
    'openstack/openstacksdk openstack/config/vendors/binero.json: …/v3, region europe-se-1, block_storage_api_version 3',
  ],
  invented: [
    'that all its flavors and images are for arm64',
    'its flavors, images and networks',
    'that what was made is found and listed only a second and a half later',
  ],
  quirks: [8, 14, 25, 31],
  cloud: {
    region: 'europe-se-1',
    zones: ['europe-se-1a', 'europe-se-1b'],
    externalNetworks: [{ name: 'europe-se-1-external', cidr: '198.19.80.0/21' }],
    flavors: [
      { name: 'gp.1x2', vcpus: 1, memoryMiB: 2048, diskGiB: 20, architecture },
      { name: 'gp.2x4', vcpus: 2, memoryMiB: 4096, diskGiB: 40, architecture },
    ],
    images: [
      { ...image('debian-12-arm64', 'debian', '12'), architecture },
      { ...image('ubuntu-24.04-arm64', 'ubuntu', '24.04'), architecture },
    ],
  },
  front: { region: 'europe-se-1', lateReadsMs: 1500 },
  tls: 'none',
}
