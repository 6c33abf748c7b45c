import type { FlavorId } from './id.ts'

export const architectures = ['x86_64', 'aarch64', 'ppc64le', 's390x', 'riscv64'] as const
/** A processor architecture, in the Linux kernel's words. */
export type Architecture = (typeof architectures)[number]

export const flavorTraits = [
  'gpu',
  'dedicated',
  'confidential',
  'spot',
  'burstable',
  'bare_metal',
  'local_disk',
] as const
/**
 * What sets a flavor apart beside its size. A chooser never takes a flavor with `gpu`, `dedicated`, `confidential`, `spot` or `bare_metal`
 * unless asked for it.
 */
export type FlavorTrait = (typeof flavorTraits)[number]

/** A size of server that the cloud offers. */
export interface Flavor {
  readonly id: FlavorId
  readonly name: string
  readonly vcpus: number
  readonly memoryMiB: number
  /** The root disk in GiB; 0 means that the disk's size is the image's or a volume's. */
  readonly diskGiB: number
  /** Absent when the cloud does not say. */
  readonly architecture?: Architecture
  readonly traits: readonly FlavorTrait[]
  /** Absent when the cloud has no price list, as OpenStack has none. */
  readonly pricePerHour?: { readonly amount: number; readonly currency: string }
  /** The cloud's own extra properties, uninterpreted. */
  readonly extra: Readonly<Record<string, string>>
}
