import type { EmbeddedProfile } from '../embedded/embedded-profile.ts'

/** For tests: a cloud with networks, routers and floating IPs. */
export const roomy: EmbeddedProfile['cloud'] = {
  region: 'RegionOne',
  zones: ['nova'],
  externalNetworks: [{ name: 'public', cidr: '198.18.0.0/20' }],
  flavors: [
    { name: 'm1.small', vcpus: 1, memoryMiB: 2048, diskGiB: 20, architecture: 'x86_64' },
    { name: 'm1.medium', vcpus: 2, memoryMiB: 4096, diskGiB: 40, architecture: 'x86_64' },
  ],
  images: [{ name: 'debian-12', operatingSystem: { distro: 'debian', version: '12' }, architecture: 'x86_64' }],
}

/** For tests: a cloud with one network of its own, which everybody uses. */
export const narrow: EmbeddedProfile['cloud'] = {
  region: 'SBG1',
  zones: ['sbg-a', 'sbg-b'],
  tenantNetworks: false,
  floatingIps: false,
  providerNetworks: [{ name: 'Ext-Net', cidr: '198.18.16.0/20' }],
  imageFormats: ['raw'],
  flavors: [
    { name: 'vps-1', vcpus: 1, memoryMiB: 4096, diskGiB: 20, architecture: 'x86_64' },
    { name: 'vps-2', vcpus: 4, memoryMiB: 8192, diskGiB: 80, architecture: 'x86_64' },
  ],
  images: [{ name: 'Debian 12', operatingSystem: { distro: 'debian', version: '12' }, architecture: 'x86_64' }],
}
