import type { EmbeddedProfile } from '../embedded-profile.ts'

/** The textbook's OpenStack: everything that the project documents is there. */
export const classic: EmbeddedProfile = {
  name: 'classic',
  description: 'tenant networks, routers and floating IPs',
  sources: [
    'the clouds leap, osic and trystack of the 2016 interop challenge (openstack/osops-tools-contrib ansible/lampstack/vars)',
  ],
  cloud: {
    region: 'RegionOne',
    zones: ['nova'],
    externalNetworks: [{ name: 'public', cidr: '198.18.0.0/20' }],
  },
  front: { region: 'RegionOne' },
  tls: 'none',
}
