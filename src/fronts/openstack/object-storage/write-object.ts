import { getMimeType } from 'hono/utils/mime'
import { CloudError } from '../../../model/cloud-error.ts'
import type { StoredObject } from '../../../model/object-storage.ts'
import { httpDate } from '../../../wire/openstack/object-storage/swift-time.ts'
import type { Access } from './access.ts'
import { unquoted } from './answer-read.ts'
import { checkQuotas } from './check-quotas.ts'
import { type ContainerRecord, idBelow } from './container-store.ts'
import type { HiddenParameters } from './content-type-parameters.ts'
import { limits } from './limits.ts'
import { nativeDetails, type SwiftsOwn } from './object-details.ts'
import { givenDetails } from './object-headers.ts'
import { findObject } from './open-object.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'
import { isTrue, textOf } from './swift-request.ts'
import type { ObjectTarget } from './target.ts'
import { keepVersion } from './versions.ts'

/** Where an object's data comes from. */
type ObjectSource =
  | { readonly data: ReadableStream<Uint8Array>; readonly sizeBytes: number | undefined }
  | { readonly copyOf: { readonly container: string; readonly name: string }; readonly sizeBytes: number }

/** An object to be written. */
export interface ObjectWrite {
  readonly container: ContainerRecord
  readonly target: ObjectTarget
  readonly access: Access
  /** The request's headers, or what they come to. */
  readonly headers: Headers
  readonly source: ObjectSource
  /** What a static large object's manifest adds. */
  readonly largeObject?: HiddenParameters
}

/** Writes an object whose writer may do so: checks, quotas, the version before, then the data itself, streamed (openstack/swift `swift/proxy/controllers/obj.py`). */
export const writeObject = async (context: SwiftContext, write: ObjectWrite): Promise<StoredObject> => {
  const { container, target, access, headers, source, largeObject } = write
  const { expiring, front, turns } = context
  if (source.sizeBytes !== undefined && source.sizeBytes > limits.max_file_size)
    throw swiftRefusal(413, 'Your request is too large.')
  checkName(target.object)
  const given = givenDetails(headers, front.clock.now())
  await checkAbsence(context, write)
  await checkQuotas(context, container, access, source.sizeBytes ?? 0)
  await keepVersion(context, container, target)
  const own: SwiftsOwn = { ...given.own, ...(largeObject ? { 'static-large-object': 'True' } : {}) }
  const details = nativeDetails({ ...given, ...largeObject, own, contentType: contentTypeOf(headers, target.object) })
  const stored = await turns.write(idBelow(container, target.object), () => receive(context, write, details))
  if (own['delete-at'] !== undefined) expiring.add(target, Number(own['delete-at']))
  return stored
}

const receive = (
  { containers }: SwiftContext,
  { container, target, headers, source, largeObject }: ObjectWrite,
  details: ReturnType<typeof nativeDetails>,
): Promise<StoredObject> => {
  const to = { container: container.native, name: target.object }
  if ('copyOf' in source) return containers.below(({ objects }, call) => objects.copy(source.copyOf, to, details, call))
  const etag = largeObject ? undefined : headers.get('etag')
  const md5 = etag ? unquoted(etag).toLowerCase() : undefined
  const { sizeBytes } = source
  const spec = {
    ...details,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(md5 === undefined ? {} : { md5 }),
  }
  const data = sizeBytes === undefined ? source.data.pipeThrough(atMost(limits.max_file_size)) : source.data
  return containers
    .below(({ objects }, call) => objects.put(to.container, to.name, data, spec, call), { repeatable: false })
    .catch((error: unknown) => {
      const isMismatch = md5 !== undefined && error instanceof CloudError && error.code === 'invalid'
      throw isMismatch ? swiftRefusal(422) : error
    })
}

/** The answer to a PUT that wrote it. */
export const writtenAnswer = (
  { md5, etag, modifiedAt }: StoredObject,
  more: Readonly<Record<string, string>> = {},
): Response =>
  new Response(null, {
    status: 201,
    headers: {
      'content-type': 'text/html; charset=UTF-8',
      'content-length': '0',
      etag: md5 ?? etag,
      'last-modified': httpDate(Date.parse(modifiedAt)),
      ...more,
    },
  })

const checkName = (name: string): void => {
  const length = Buffer.byteLength(name)
  if (length > limits.max_object_name_length)
    throw swiftRefusal(400, `Object name length of ${length} longer than ${limits.max_object_name_length}`)
}

/** `If-None-Match: *` writes only what is not there. */
const checkAbsence = async (context: SwiftContext, { headers, container, target }: ObjectWrite): Promise<void> => {
  const condition = headers.get('if-none-match')
  if (condition === null) return
  if (condition.trim() !== '*') throw swiftRefusal(400, 'If-None-Match only supports *')
  const found = await findObject(context, container, target.object).catch((error: unknown) => {
    if (error instanceof CloudError && error.code === 'not_found') return undefined
    throw error
  })
  if (found) throw swiftRefusal(412)
}

/** What the request says, or what the name's ending stands for. */
const contentTypeOf = (headers: Headers, name: string): string => {
  const named = headers.get('content-type')
  if (named && !isTrue(headers.get('x-detect-content-type'))) return textOf(named)
  return getMimeType(name)?.split(';')[0] ?? 'application/octet-stream'
}

/** Lets through so many bytes; one more ends the stream with a 413. */
const atMost = (most: number): TransformStream<Uint8Array, Uint8Array> => {
  let size = 0
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size > most) controller.error(swiftRefusal(413, 'Your request is too large.'))
      else controller.enqueue(chunk)
    },
  })
}
