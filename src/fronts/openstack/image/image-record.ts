import type { ImageVisibility } from '../../../wire/openstack/image/image-create.ts'
import type { MemberStatus } from '../../../wire/openstack/image/image-member.ts'
import type { Document } from '../store/store.ts'

/** What Glance knows of an image beside what the cloud below holds. It exists before the cloud below has the image: that gets it with its data. */
export interface ImageDetails extends Document {
  readonly owner: string | null
  readonly name: string | null
  readonly visibility: ImageVisibility
  readonly protected: boolean
  readonly hidden: boolean
  readonly containerFormat: string | null
  readonly diskFormat: string | null
  readonly minDiskGiB: number
  readonly minMemoryMiB: number
  readonly tags: readonly string[]
  /** The image's own properties, `os_distro` and `architecture` among them. */
  readonly properties: Readonly<Record<string, string>>
  /** Where the data is on its way in; absent once it is there. */
  readonly progress?: 'queued' | 'saving' | 'uploading'
  readonly deactivated?: true
  /** Counted and hashed as the data went by; absent for images that came from below. */
  readonly data?: ImageData
  readonly createdAt: string
  readonly updatedAt: string
}

export interface ImageData {
  readonly size: number
  readonly md5: string
  readonly sha512: string
}

/** A project that a shared image is shared with. The id is `image/member`. */
export interface MemberRecord extends Document {
  readonly imageId: string
  readonly memberId: string
  readonly status: MemberStatus
  readonly createdAt: string
  readonly updatedAt: string
}

/** What came of an import. */
export interface ImageTask extends Document {
  readonly imageId: string
  readonly owner: string
  readonly userId: string
  readonly requestId: string
  readonly status: 'processing' | 'success' | 'failure'
  readonly request: unknown
  readonly message: string
  readonly createdAt: string
  readonly updatedAt: string
}
