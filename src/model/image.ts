import type { Architecture } from './flavor.ts'
import type { ImageId } from './id.ts'

export const diskFormats = ['raw', 'qcow2', 'vmdk', 'vhd', 'vhdx', 'vdi', 'iso', 'ami', 'aki', 'ari', 'ploop'] as const
export type DiskFormat = (typeof diskFormats)[number]

/** `queued`: known, without data yet. `importing`: data is on its way in. */
export type ImageStatus = 'queued' | 'importing' | 'active' | 'deactivated' | 'error' | 'deleting'

/** The operating system inside an image, in the words of Glance's common image properties (`os_distro`, `os_version`). */
export interface OperatingSystem {
  /** Lower case, for example `debian`, `ubuntu`, `rocky`. */
  readonly distro: string
  /** For example `12`, `24.04`. */
  readonly version?: string
}

export interface Image {
  readonly id: ImageId
  readonly name: string
  readonly status: ImageStatus
  readonly operatingSystem?: OperatingSystem
  readonly architecture?: Architecture
  readonly format?: DiskFormat
  /** Bytes of the data as stored; absent until the data is there or where the cloud does not say. */
  readonly sizeBytes?: number
  /** Hex digests of the data as stored, where the cloud keeps them. */
  readonly checksums: { readonly md5?: string; readonly sha256?: string; readonly sha512?: string }
  readonly minDiskGiB: number
  readonly minMemoryMiB: number
  /** True when everybody on the cloud sees it. */
  readonly public: boolean
  /** ISO 8601, where the cloud says. */
  readonly createdAt?: string
  readonly properties: Readonly<Record<string, string>>
}

export interface ImageSpec {
  readonly name: string
  readonly format: DiskFormat
  readonly operatingSystem?: OperatingSystem
  readonly architecture?: Architecture
  readonly minDiskGiB?: number
  readonly minMemoryMiB?: number
  readonly properties?: Readonly<Record<string, string>>
}
