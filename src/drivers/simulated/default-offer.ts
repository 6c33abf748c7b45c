import type { FlavorOption, ImageOption } from './simulated-options.ts'

const architecture = 'x86_64'

/** What a simulated cloud offers when its options say nothing else. */
export const defaultOffer: { readonly flavors: readonly FlavorOption[]; readonly images: readonly ImageOption[] } = {
  flavors: [
    { name: 's1.tiny', vcpus: 1, memoryMiB: 512, diskGiB: 10, architecture },
    { name: 's1.small', vcpus: 1, memoryMiB: 2048, diskGiB: 20, architecture },
    { name: 's1.medium', vcpus: 2, memoryMiB: 4096, diskGiB: 40, architecture },
    { name: 's1.large', vcpus: 4, memoryMiB: 8192, diskGiB: 80, architecture },
    { name: 's1.xlarge', vcpus: 8, memoryMiB: 16_384, diskGiB: 160, architecture },
    { name: 'g1.medium', vcpus: 4, memoryMiB: 16_384, diskGiB: 80, architecture, traits: ['gpu'] },
  ],
  images: [
    { name: 'debian-12', operatingSystem: { distro: 'debian', version: '12' }, architecture, minDiskGiB: 2 },
    { name: 'ubuntu-24.04', operatingSystem: { distro: 'ubuntu', version: '24.04' }, architecture, minDiskGiB: 4 },
    { name: 'rocky-9', operatingSystem: { distro: 'rocky', version: '9' }, architecture, minDiskGiB: 10 },
  ],
}
