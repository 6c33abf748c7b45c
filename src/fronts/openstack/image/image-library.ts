import { CloudError } from '../../../model/cloud-error.ts'
import type { Image } from '../../../model/image.ts'
import type { GlanceStatus } from '../../../wire/openstack/image/image-answer.ts'
import { glanceProperties } from '../../../wire/openstack/image/image-answer.ts'
import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { maySee, requireRole } from '../kernel/policy.ts'
import type { Authorization } from '../kernel/service.ts'
import type { Collection } from '../store/store.ts'
import type { ImageDetails, MemberRecord } from './image-record.ts'

/** An image as Glance has it: its details, and the cloud's own image once that exists. */
export interface GlanceImage {
  readonly id: string
  readonly status: GlanceStatus
  readonly details: ImageDetails
  readonly record?: MirrorRecord<'image'>
}

/** All images: those that users registered here and those of the cloud below that nobody here knows more about. */
export class ImageLibrary {
  readonly details: Collection<ImageDetails>
  readonly members: Collection<MemberRecord>
  readonly #front: Front
  readonly #derived = new WeakMap<MirrorRecord<'image'>, GlanceImage>()
  readonly #joined = new WeakMap<ImageDetails, GlanceImage>()

  constructor(front: Front) {
    this.#front = front
    this.details = front.store.collection('image:images')
    this.members = front.store.collection('image:members', {
      image: ({ imageId }) => imageId,
      member: ({ memberId }) => memberId,
    })
  }

  /** Undefined for what never was, and for what is being deleted: Glance forgets an image when its delete is accepted. */
  get(id: string): GlanceImage | undefined {
    return this.#join(this.details.get(id), this.#front.mirror.get('image', id))
  }

  *[Symbol.iterator](): Iterator<GlanceImage> {
    for (const record of this.#front.mirror.list('image')) {
      const image = this.#join(this.details.get(record.id), record)
      if (image) yield image
    }
    for (const details of this.details) {
      if (this.#front.mirror.get('image', details.id)) continue
      const image = this.#join(details, undefined)
      if (image) yield image
    }
  }

  /** The caller's view of one image. Throws `not_found` for what they may not know of. */
  need(authorization: Authorization, id: string): GlanceImage {
    const image = this.get(id)
    if (image && this.isVisible(authorization, image)) return image
    throw new CloudError('not_found', `No image found with ID ${id}`, { reason: 'ImageNotFound' })
  }

  /** The same, for a change: throws `forbidden` for images that are visible and belong to others. */
  needOwn(authorization: Authorization, id: string, action: string): GlanceImage {
    const image = this.need(authorization, id)
    requireRole(authorization, 'member', action)
    if (authorization.isAdmin || (authorization.projectId ?? null) === image.details.owner) return image
    throw new CloudError('forbidden', `You are not authorized to complete ${action} action.`)
  }

  isVisible(authorization: Authorization, { id, details }: GlanceImage): boolean {
    const { owner, visibility } = details
    if (visibility === 'public' || visibility === 'community') return true
    if (owner !== null && maySee(authorization, owner)) return true
    if (authorization.isAdmin) return true
    return visibility === 'shared' && this.membership(id, authorization.projectId ?? '') !== undefined
  }

  membership(imageId: string, projectId: string): MemberRecord | undefined {
    return this.members.get(`${imageId}/${projectId}`)
  }

  /** Keeps the details as changed now. */
  put(details: ImageDetails): GlanceImage {
    this.details.put({ ...details, updatedAt: this.#front.timestamp() })
    const image = this.get(details.id)
    if (!image) throw new CloudError('not_found', `No image found with ID ${details.id}`)
    return image
  }

  /** Forgets all that is Glance's of an image. */
  forget(id: string): void {
    this.#front.store.transaction(() => {
      this.details.delete(id)
      for (const member of [...this.members.by('image', id)]) this.members.delete(member.id)
    })
  }

  #join(details: ImageDetails | undefined, record: MirrorRecord<'image'> | undefined): GlanceImage | undefined {
    if (record?.deleting) return undefined
    if (!details) return record && this.#derive(record)
    const known = this.#joined.get(details)
    if (known && known.record === record) return known
    const status = details.progress ?? (details.deactivated ? 'deactivated' : record && statusOf(record))
    if (status === undefined) return undefined
    const image: GlanceImage = { id: details.id, status, details, ...(record ? { record } : {}) }
    this.#joined.set(details, image)
    return image
  }

  #derive(record: MirrorRecord<'image'>): GlanceImage {
    const known = this.#derived.get(record)
    if (known) return known
    const image: GlanceImage = {
      id: record.id,
      status: statusOf(record),
      details: detailsOf(record, this.#front.operatorProjectId),
      record,
    }
    this.#derived.set(record, image)
    return image
  }
}

const glanceStatuses: Readonly<Record<Image['status'], GlanceStatus>> = {
  queued: 'queued',
  importing: 'saving',
  active: 'active',
  deactivated: 'deactivated',
  error: 'killed',
  deleting: 'pending_delete',
}

const statusOf = (record: MirrorRecord<'image'>): GlanceStatus =>
  record.native ? glanceStatuses[record.native.status] : 'queued'

/** What Glance would know of an image that came from below: an operator's public image, a server's snapshot. */
const detailsOf = (record: MirrorRecord<'image'>, operatorProjectId: string): ImageDetails => {
  const { native } = record
  const planned = record.pending as { readonly name?: string; readonly properties?: Record<string, string> } | undefined
  const format = native?.format ?? null
  return {
    id: record.id,
    owner: record.projectId ?? operatorProjectId,
    name: native?.name ?? planned?.name ?? null,
    visibility: native?.public || record.projectId === undefined ? 'public' : 'private',
    protected: false,
    hidden: false,
    containerFormat: format === 'ami' || format === 'aki' || format === 'ari' ? format : 'bare',
    diskFormat: format,
    minDiskGiB: native?.minDiskGiB ?? 0,
    minMemoryMiB: native?.minMemoryMiB ?? 0,
    tags: [],
    properties: native ? propertiesOf(native) : (planned?.properties ?? {}),
    createdAt: inSeconds(native?.createdAt ?? record.createdAt),
    updatedAt: record.updatedAt,
  }
}

const propertiesOf = ({ properties, operatingSystem, architecture }: Image): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(properties).filter(([name]) => !glanceProperties.has(name))),
  ...(operatingSystem ? { os_distro: operatingSystem.distro } : {}),
  ...(operatingSystem?.version === undefined ? {} : { os_version: operatingSystem.version }),
  ...(architecture ? { architecture } : {}),
})

const inSeconds = (time: string): string => `${new Date(time).toISOString().slice(0, 19)}Z`
