import type { Resources, WatchedKind } from '../../../cloud/change.ts'
import type { Document } from '../store/store.ts'

/** One of the driver's resources under OpenStack's id. What is OpenStack's alone is kept by its service, under the same id. */
export interface MirrorRecord<Kind extends WatchedKind> extends Document {
  /** OpenStack's id: a UUID, but for flavors, whose ids are the cloud's own. */
  readonly id: string
  /** The driver's id; absent until the driver accepted the create. */
  readonly nativeId?: string
  /** Absent for what belongs to the cloud and not to a project: flavors, public images, external networks. */
  readonly projectId?: string
  /** The resource as last seen; absent until the driver accepted the create. */
  readonly native?: Resources[Kind]
  /** What to create, until the driver accepted it. */
  readonly pending?: unknown
  /** True once a delete was asked for. */
  readonly deleting?: true
  readonly createdAt: string
  readonly updatedAt: string
}

/** Hears of a record's change. `record` is absent when the resource is gone; `before` when it is new. */
export type MirrorListener<Kind extends WatchedKind> = (
  record: MirrorRecord<Kind> | undefined,
  before: MirrorRecord<Kind> | undefined,
) => void

/** Statuses between two states. */
const unsettled: ReadonlySet<string> = new Set([
  'building',
  'creating',
  'queued',
  'importing',
  'starting',
  'stopping',
  'rebooting',
  'resizing',
  'attaching',
  'detaching',
  'extending',
  'deleting',
])

/** True while the resource is changing: a driver that cannot be watched is asked again until it is not. */
export const isUnsettled = ({ nativeId, native, deleting }: MirrorRecord<WatchedKind>): boolean => {
  const status = (native as { readonly status?: string } | undefined)?.status
  return nativeId !== undefined && (deleting === true || (status !== undefined && unsettled.has(status)))
}
