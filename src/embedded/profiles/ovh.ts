import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, image } from '../ordinary-offer.ts'

/** The cloud `ovh` of 2016: servers sit on the provider's own network and are reached there. */
export const ovh: EmbeddedProfile = {
  name: 'ovh',
  description:
    'one public network and no others, no routers, no floating IPs, three regions, volumes of 4 GiB and more',
  sources: [
    'openstack/osops-tools-contrib ansible/lampstack/vars/ovh.yml: …/v2.0, no domain, region SBG1, zone nova, network Ext-Net, eg-15-app, Ubuntu 14.04, volumes of 4 GiB, a project named by a number',
    'openstack/osops-tools-contrib ansible/dockerswarm/vars/ovh.yml: region BHS1, eg-15-ssd, coreos',
    'openstack/os-client-config os_client_config/vendors/ovh.json before 5c2eae8: regions BHS1, GRA1 and SBG1, floating_ip_source None',
  ],
  invented: [
    'the sizes behind the flavors’ names',
    'that 4 GiB is the least a volume may have, rather than a choice, and the name of the volume type',
  ],
  quirks: [1, 2, 3, 8, 11, 15, 17, 18, 25, 31, 33, 40],
  cloud: {
    region: 'SBG1',
    zones: ['nova'],
    tenantNetworks: false,
    floatingIps: false,
    providerNetworks: [{ name: 'Ext-Net', cidr: '198.19.8.0/21' }],
    volumeTypes: [{ name: 'classic', minGiB: 4 }],
    flavors: [
      flavor('vps-ssd-1', 1, 2000, 10),
      flavor('eg-15-app', 4, 15_000, 400),
      flavor('eg-15-ssd', 4, 15_000, 200),
    ],
    images: [image('Debian 12', 'debian', '12'), image('Ubuntu 24.04', 'ubuntu', '24.04')],
  },
  front: {
    region: 'SBG1',
    deprecatedIdentityV2: true,
    catalog: {
      otherRegions: [
        { name: 'BHS1', types: ['compute', 'network'] },
        { name: 'GRA1', types: ['compute', 'network'] },
      ],
    },
  },
  tls: 'none',
  customer: { projectName: '6987064600428478', authUrl: 'v2.0', domain: 'unset' },
}
