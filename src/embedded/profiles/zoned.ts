import type { EmbeddedProfile } from '../embedded-profile.ts'

/** A cloud with zones of its own names, which must be named, behind a certificate of its own making. */
export const zoned: EmbeddedProfile = {
  name: 'zoned',
  description: 'named zones that must be named, raw-only images, a self-signed certificate',
  sources: [
    'the clouds otc (zones, domain) and dreamhost (raw-only images, iad-2) of the 2016 interop challenge (quirks 2, 5, 9, 10 and 30)',
  ],
  cloud: {
    region: 'eu-de',
    zones: ['eu-de-01', 'eu-de-02'],
    zoneRequired: true,
    volumesStayInZone: true,
    imageFormats: ['raw'],
    externalNetworks: [{ name: 'admin_external_net', cidr: '198.18.32.0/20' }],
    flavors: [
      { name: 'computev1-1', vcpus: 1, memoryMiB: 1024, diskGiB: 20, architecture: 'x86_64' },
      { name: 'computev1-2', vcpus: 2, memoryMiB: 4096, diskGiB: 40, architecture: 'x86_64' },
      { name: 'computev1-3', vcpus: 4, memoryMiB: 8192, diskGiB: 80, architecture: 'x86_64' },
    ],
    images: [
      {
        name: 'Standard_Debian_12_latest',
        operatingSystem: { distro: 'debian', version: '12' },
        architecture: 'x86_64',
        format: 'raw',
      },
      {
        name: 'Standard_Ubuntu_24.04_latest',
        operatingSystem: { distro: 'ubuntu', version: '24.04' },
        architecture: 'x86_64',
        format: 'raw',
      },
    ],
  },
  front: { region: 'eu-de', domain: { id: 'eu-de', name: 'eu-de' }, imageFormats: ['raw'] },
  tls: 'self-signed',
}
