import type { FlavorOption, ImageOption } from '../drivers/simulated/simulated-options.ts'

const architecture = 'x86_64'

/** An ordinary flavor, on one line of a profile. */
export const flavor = (name: string, vcpus: number, memoryMiB: number, diskGiB: number): FlavorOption => ({
  name,
  vcpus,
  memoryMiB,
  diskGiB,
  architecture,
})

/** The five flavors that Nova made by itself until 2016. */
export const m1Flavors: readonly FlavorOption[] = [
  flavor('m1.tiny', 1, 512, 1),
  flavor('m1.small', 1, 2048, 20),
  flavor('m1.medium', 2, 4096, 40),
  flavor('m1.large', 4, 8192, 80),
  flavor('m1.xlarge', 8, 16_384, 160),
]

/** An image whose properties say what is in it, as Glance's common image properties have it. */
export const image = (name: string, distro: string, version: string): ImageOption => ({
  name,
  operatingSystem: { distro, version },
  architecture,
  minDiskGiB: 2,
})

/** An image of which only the name says what is in it. */
export const namedImage = (name: string): ImageOption => ({ name, minDiskGiB: 2 })
