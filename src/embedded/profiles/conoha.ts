import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, namedImage } from '../ordinary-offer.ts'

/** ConoHa, as openstacksdk's vendor profile has it. */
export const conoha: EmbeddedProfile = {
  name: 'conoha',
  description: 'Keystone’s root as its address, no routers, guests that listen only after a while',
  sources: [
    'openstack/openstacksdk openstack/config/vendors/conoha.json: https://identity.{region_name}.conoha.io, regions sin1, sjc1 and tyo1, identity_api_version 2',
  ],
  invented: [
    'its flavors, images and networks',
    'that routers cannot be made',
    'that guests listen only after a while',
  ],
  quirks: [1, 8, 15, 17, 18, 25, 31, 40, 47],
  cloud: {
    region: 'tyo1',
    zones: ['nova'],
    latency: { guestBoot: 400 },
    routers: false,
    providerNetworks: [{ name: 'ext-118-27', cidr: '198.19.104.0/21' }],
    flavors: [flavor('g-512mb', 1, 512, 20), flavor('g-1gb', 2, 1024, 50), flavor('g-2gb', 3, 2048, 50)],
    images: [namedImage('vmi-debian-12-amd64'), namedImage('vmi-ubuntu-24.04-amd64')],
  },
  front: { region: 'tyo1', deprecatedIdentityV2: true },
  tls: 'none',
  customer: { authUrl: 'root' },
}
