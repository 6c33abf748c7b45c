import type { EmbeddedProfile } from '../embedded-profile.ts'
import { m1Flavors, namedImage } from '../ordinary-offer.ts'

/** The cloud `trystack` of 2016, where everybody could try. */
export const trystack: EmbeddedProfile = {
  name: 'trystack',
  description: 'plain HTTP, small quotas, images named without a space',
  sources: [
    'openstack/osops-tools-contrib ansible/lampstack/vars/trystack.yml: http://…/v3, domain default, regionOne, zone nova, network private, m1.small, ubuntu1404, volumes of 2 GiB, everything secret from the environment',
  ],
  invented: ['its quotas'],
  quirks: [2, 6, 8, 9, 25, 31],
  cloud: {
    region: 'regionOne',
    zones: ['nova'],
    externalNetworks: [{ name: 'public', cidr: '198.19.64.0/21' }],
    flavors: m1Flavors,
    images: [namedImage('debian12'), namedImage('ubuntu2404')],
  },
  front: {
    region: 'regionOne',
    domain: { id: 'default', name: 'default' },
    quotas: {
      compute: { instances: 8, cores: 10, ram: 20_480 },
      network: { network: 3, subnet: 3, router: 2, floatingip: 4, security_group: 12 },
      volume: { volumes: 3, gigabytes: 20 },
    },
  },
  tls: 'none',
}
