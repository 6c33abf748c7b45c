import type { ByteRange, StoredObject } from '../../../model/object-storage.ts'
import type { Readable } from './answer-read.ts'
import type { ContainerRecord } from './container-store.ts'
import { type SwiftDetails, swiftDetails } from './object-details.ts'
import { objectHeaders } from './object-headers.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'

/** An object as it is now. */
export interface SwiftObject {
  readonly container: ContainerRecord
  readonly stored: StoredObject
  readonly details: SwiftDetails
  /** Milliseconds since the Unix epoch. */
  readonly modifiedAt: number
  /** The MD5 digest of what is stored. */
  readonly etag: string
}

/** An object whose data is on its way. */
export interface OpenObject extends SwiftObject {
  readonly data: ReadableStream<Uint8Array>
}

/** The object, without its data. Throws 404, also once its time is over. */
export const findObject = async (
  { containers, expiring }: SwiftContext,
  container: ContainerRecord,
  name: string,
): Promise<SwiftObject> => {
  const stored = await containers.below(({ objects }, call) => objects.get(container.native, name, call))
  const object = described(container, stored)
  if (expiring.isOver(object.details.own['delete-at'])) throw swiftRefusal(404)
  return object
}

/** The object with its data, in one call to the cloud below. Throws 404, also once its time is over. */
export const openObject = async (
  { containers, expiring }: SwiftContext,
  container: ContainerRecord,
  name: string,
  range?: ByteRange,
): Promise<OpenObject> => {
  const { object: stored, data } = await containers.below(({ objects }, call) =>
    objects.read(container.native, name, range, call),
  )
  const object = described(container, stored)
  if (!expiring.isOver(object.details.own['delete-at'])) return { ...object, data }
  await data.cancel()
  throw swiftRefusal(404)
}

/** What is stored, for reading as it is, whatever it may stand for. `opened` is used for reading it whole. */
export const readableObject = (
  context: SwiftContext,
  object: SwiftObject,
  opened?: ReadableStream<Uint8Array>,
): Readable => ({
  headers: objectHeaders(object.details, object.modifiedAt),
  etag: object.etag,
  modifiedAt: object.modifiedAt,
  sizeBytes: object.stored.sizeBytes,
  async read(range) {
    if (!range && opened) return opened
    const { data, stored } = await openObject(context, object.container, object.stored.name, range)
    if (stored.etag === object.stored.etag) return data
    // Somebody wrote it anew since its size was told.
    await data.cancel()
    throw swiftRefusal(503)
  },
  async close() {
    await opened?.cancel()
  },
})

const described = (container: ContainerRecord, stored: StoredObject): SwiftObject => ({
  container,
  stored,
  details: swiftDetails(stored),
  modifiedAt: Date.parse(stored.modifiedAt),
  etag: stored.md5 ?? stored.etag,
})
