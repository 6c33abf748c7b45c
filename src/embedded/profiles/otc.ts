import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, namedImage } from '../ordinary-offer.ts'

/** The cloud `otc` of 2016: zones and domains of its own names behind a certificate that no browser knows. */
export const otc: EmbeddedProfile = {
  name: 'otc',
  description: 'zones that must be named, domain and project named like the region, a private certificate',
  sources: [
    'openstack/osops-tools-contrib ansible/lampstack/vars/otc.yml: domain and project eu-de, no region, zone eu-de-01, computev1-1, Community_Ubuntu_14.04_TSI_20161004_0, validate_certs False, user names with a space',
  ],
  invented: ['that a zone must be named on every call', 'the zone eu-de-02', 'the sizes behind the flavors’ names'],
  quirks: [2, 3, 5, 8, 9, 10, 25, 31],
  cloud: {
    region: 'eu-de',
    zones: ['eu-de-01', 'eu-de-02'],
    zoneRequired: true,
    volumesStayInZone: true,
    externalNetworks: [{ name: 'admin_external_net', cidr: '198.19.16.0/21' }],
    flavors: [
      flavor('computev1-1', 1, 1024, 20),
      flavor('computev1-2', 2, 4096, 40),
      flavor('computev1-3', 4, 8192, 80),
    ],
    images: [namedImage('Community_Debian_12_TSI_20241004_0'), namedImage('Community_Ubuntu_24.04_TSI_20241004_0')],
  },
  front: { region: 'eu-de', domain: { id: 'eu-de', name: 'eu-de' } },
  tls: 'self-signed',
  customer: { userName: '14610052 OTC00000000001000010501', projectName: 'eu-de', region: 'unset' },
}
