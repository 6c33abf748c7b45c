import type { EmbeddedProfile } from '../embedded-profile.ts'
import { flavor, image } from '../ordinary-offer.ts'

/** Auro's cloud, as openstacksdk's vendor profile has it. */
export const auro: EmbeddedProfile = {
  name: 'auro',
  description: 'pages of five, sixty requests a second, new security groups that let nothing out',
  sources: [
    'openstack/openstacksdk openstack/config/vendors/auro.json: …/v3, domain Default, RegionOne, requires_floating_ip',
  ],
  invented: [
    'pages of five',
    'its flavors, images and networks',
    'that a new security group lets nothing out',
    'that user data is 32 KiB at most',
    'that sixty requests are answered in a second',
  ],
  quirks: [8, 14, 23, 25, 31],
  cloud: {
    region: 'RegionOne',
    zones: ['nova'],
    externalNetworks: [{ name: 'provider-public', cidr: '198.19.72.0/21' }],
    egress: 'explicit',
    userDataLimit: 32_768,
    flavors: [flavor('v1.512m', 1, 512, 10), flavor('v1.1g', 1, 1024, 20), flavor('v1.4g', 2, 4096, 40)],
    images: [image('Debian 12 Bookworm', 'debian', '12'), image('Ubuntu 24.04 Noble', 'ubuntu', '24.04')],
  },
  front: { region: 'RegionOne', pageLimit: 5, rateLimit: { perSecond: 60 } },
  tls: 'none',
}
