import type { EmbeddedProfile } from '../embedded-profile.ts'

/** A cloud whose servers sit on the provider's own network and are reached there. */
export const flat: EmbeddedProfile = {
  name: 'flat',
  description: 'one provider network, no tenant networks, no routers, no floating IPs',
  sources: ['the clouds ovh and dreamhost of the 2016 interop challenge (quirks 11, 15 and 17)'],
  cloud: {
    region: 'SBG1',
    zones: ['nova'],
    tenantNetworks: false,
    floatingIps: false,
    providerNetworks: [{ name: 'Ext-Net', cidr: '198.18.16.0/20' }],
    flavors: [
      { name: 'eg-7-ssd', vcpus: 2, memoryMiB: 7000, diskGiB: 200, architecture: 'x86_64' },
      { name: 'vps-ssd-1', vcpus: 1, memoryMiB: 2000, diskGiB: 10, architecture: 'x86_64' },
      { name: 'vps-ssd-2', vcpus: 1, memoryMiB: 4000, diskGiB: 20, architecture: 'x86_64' },
    ],
    images: [
      { name: 'Debian 12', operatingSystem: { distro: 'debian', version: '12' }, architecture: 'x86_64' },
      { name: 'Ubuntu 24.04', operatingSystem: { distro: 'ubuntu', version: '24.04' }, architecture: 'x86_64' },
    ],
  },
  front: { region: 'SBG1', domain: { id: 'default', name: 'Default' } },
  tls: 'none',
}
