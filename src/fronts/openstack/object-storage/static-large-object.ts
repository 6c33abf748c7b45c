import type { ByteRange } from '../../../model/object-storage.ts'
import { type StoredSegment, storedManifest } from '../../../wire/openstack/object-storage/large-object-manifest.ts'
import { answerRead, type Readable } from './answer-read.ts'
import { objectHeaders } from './object-headers.ts'
import { type OpenObject, openObject, readableObject, type SwiftObject } from './open-object.ts'
import { openSegment } from './open-segment.ts'
import { readSegments, type Segment } from './segments.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'
import type { SwiftRequest } from './swift-request.ts'

/** GET and HEAD of a static large object: all its segments, one of them, or its manifest (openstack/swift `swift/common/middleware/slo.py`). */
export const answerStaticObject = async (
  context: SwiftContext,
  request: SwiftRequest,
  object: SwiftObject & Partial<OpenObject>,
): Promise<Response> => {
  if (request.query.get('multipart-manifest') === 'get') return answerManifest(context, request, object)
  const { details, modifiedAt } = object
  const segments = (await readManifest(context, object)).map((segment) => segmentOf(context, request, segment, object))
  const sizeBytes = segments.reduce((sum, segment) => sum + segment.sizeBytes, 0)
  const headers = objectHeaders(details, modifiedAt)
  headers.set('x-manifest-etag', object.etag)
  const readable: Readable = {
    headers,
    etag: `"${details.largeObjectEtag ?? object.etag}"`,
    modifiedAt,
    sizeBytes,
    read: (range) => readSegments(segments, range ?? { first: 0, last: sizeBytes - 1 }),
  }
  const part = request.query.get('part-number')
  if (part === null) return answerRead(context, request, readable)
  const range = partRange(segments, part)
  headers.set('x-parts-count', String(segments.length))
  const asked = new Headers(request.headers)
  asked.set('range', `bytes=${range.first}-${range.last}`)
  return answerRead(context, { method: request.method, headers: asked }, readable)
}

const partRange = (segments: readonly Segment[], text: string): ByteRange => {
  const part = Number(text)
  if (!/^\d+$/.test(text) || part < 1) throw swiftRefusal(400, 'Part number must be an integer greater than 0')
  const segment = segments[part - 1]
  if (!segment) throw swiftRefusal(416)
  const first = segments.slice(0, part - 1).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return { first, last: first + segment.sizeBytes - 1 }
}

const segmentOf = (
  context: SwiftContext,
  request: SwiftRequest,
  segment: StoredSegment,
  { container: { account } }: SwiftObject,
): Segment => {
  if ('data' in segment) {
    const data = Buffer.from(segment.data, 'base64')
    return {
      sizeBytes: data.length,
      open: async ({ first, last }) => new Blob([data.subarray(first, last + 1)]).stream(),
    }
  }
  const [, container = '', object = ''] = /^\/([^/]+)\/(.*)$/s.exec(segment.name) ?? []
  const [from = 0, to = segment.bytes - 1] = segment.range?.split('-').map(Number) ?? []
  return {
    sizeBytes: to - from + 1,
    open: ({ first, last }) =>
      openSegment(
        context,
        request,
        { account, container, object },
        { first: from + first, last: from + last },
        { etag: segment.hash, sizeBytes: segment.bytes },
      ),
  }
}

/** The segments of a manifest; its data is read unless it is on its way already. */
const readManifest = async (
  context: SwiftContext,
  object: SwiftObject & Partial<OpenObject>,
): Promise<readonly StoredSegment[]> => {
  const data = object.data ?? (await openObject(context, object.container, object.stored.name)).data
  const parsed = storedManifest.safeParse(JSON.parse(await new Response(data).text()))
  if (parsed.success) return parsed.data
  throw swiftRefusal(500)
}

const answerManifest = async (
  context: SwiftContext,
  request: SwiftRequest,
  object: SwiftObject & Partial<OpenObject>,
): Promise<Response> => {
  if (request.query.get('format') !== 'raw') {
    const readable = readableObject(context, object, object.data)
    readable.headers.set('content-type', 'application/json; charset=utf-8')
    return answerRead(context, request, readable)
  }
  const body = Buffer.from(JSON.stringify((await readManifest(context, object)).map(asPut)))
  return answerRead(context, request, {
    // The object's own type stays, for this is how copies of manifests are made.
    headers: objectHeaders(object.details, object.modifiedAt),
    etag: object.etag,
    modifiedAt: object.modifiedAt,
    sizeBytes: body.length,
    read: async (range) => new Blob([range ? body.subarray(range.first, range.last + 1) : body]).stream(),
  })
}

/** A segment as whoever made the manifest would name it. */
const asPut = (segment: StoredSegment): Readonly<Record<string, unknown>> =>
  'data' in segment
    ? segment
    : {
        path: segment.name,
        size_bytes: segment.bytes,
        etag: segment.hash,
        ...(segment.range === undefined ? {} : { range: segment.range }),
      }
