import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, namedImage } from '../ordinary-offer.ts'

/** The cloud `dreamhost` of 2016, today DreamCompute. */
export const dreamhost: EmbeddedProfile = {
  name: 'dreamhost',
  description:
    'one public network, called private; the zone iad-2, raw images, volumes of 10 GiB and more, a private certificate',
  sources: [
    'openstack/osops-tools-contrib ansible/lampstack/vars/dreamhost.yml: …/v2.0, no domain, RegionOne, zone iad-2, no network, gp1.supersonic, Ubuntu-14.04, volumes of 10 GiB, validate_certs False',
    'openstack/osops-tools-contrib ansible/dockerswarm/vars/dreamhost.yml: gp1.subsonic, no zone, CoreOS Sept16, which its user had to upload',
    'openstack/openstacksdk openstack/config/vendors/dreamcompute.json: https://iad2.dream.io:5000, image_format raw',
  ],
  invented: [
    'the sizes behind the flavors’ names',
    'that 10 GiB is the least a volume may have, and the name of the volume type',
    'that its public network is called private',
  ],
  quirks: [1, 2, 3, 5, 8, 9, 11, 15, 17, 18, 25, 27, 31, 33, 40],
  cloud: {
    region: 'RegionOne',
    zones: ['iad-2'],
    tenantNetworks: false,
    providerNetworks: [{ name: 'private', cidr: '198.19.32.0/21' }],
    volumeTypes: [{ name: 'ceph', minGiB: 10 }],
    flavors: [
      flavor('gp1.subsonic', 1, 1024, 80),
      flavor('gp1.supersonic', 1, 2048, 80),
      flavor('gp1.lightspeed', 2, 4096, 80),
    ],
    images: [namedImage('Debian-12'), namedImage('Ubuntu-24.04')],
    imageFormats: ['raw'],
  },
  front: { region: 'RegionOne', deprecatedIdentityV2: true, imageFormats: ['raw'] },
  tls: 'self-signed',
  customer: { projectName: 'dhc2131831', authUrl: 'v2.0', domain: 'unset' },
}
