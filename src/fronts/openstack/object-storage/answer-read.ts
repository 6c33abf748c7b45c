import type { ByteRange } from '../../../model/object-storage.ts'
import { byteRanges } from './byte-ranges.ts'
import type { SwiftContext } from './swift-context.ts'
import { page } from './swift-refusal.ts'
import type { SwiftRequest } from './swift-request.ts'

/** Something that can be read whole or in parts. */
export interface Readable {
  /** All that is told of it but its size and digest. */
  readonly headers: Headers
  /** As it is told, in quotes or not. */
  readonly etag: string
  readonly modifiedAt: number
  readonly sizeBytes: number
  read(range: ByteRange | undefined): Promise<ReadableStream<Uint8Array>>
  /** Lets go of what was opened for reading, where nothing is read. */
  close?(): Promise<void>
}

/** Answers GET and HEAD: conditions, ranges, the data itself (openstack/swift `swift/common/swob.py`, `Response._response_iter`). */
export const answerRead = async (
  { front }: Pick<SwiftContext, 'front'>,
  request: Pick<SwiftRequest, 'method' | 'headers'>,
  readable: Readable,
): Promise<Response> => {
  const { headers, etag, sizeBytes } = readable
  headers.set('etag', etag)
  const unmet = unmetCondition(request.headers, readable)
  if (unmet !== undefined) {
    await readable.close?.()
    if (unmet === 304) return new Response(null, { status: 304, headers })
    return refusal(412, 'Precondition Failed', 'A precondition for this request was not met.', headers)
  }
  const ranges = byteRanges(request.headers.get('range'), sizeBytes)
  if (ranges?.length === 0) {
    await readable.close?.()
    headers.set('content-range', `bytes */${sizeBytes}`)
    return refusal(416, 'Requested Range Not Satisfiable', 'The Range requested is not available.', headers)
  }
  const [range] = ranges ?? []
  if (ranges && ranges.length > 1)
    return answerParts(request.method, readable, ranges, Buffer.from(front.random.bytes(16)).toString('hex'))
  if (range) headers.set('content-range', `bytes ${range.first}-${range.last}/${sizeBytes}`)
  headers.set('content-length', String(range ? range.last - range.first + 1 : sizeBytes))
  const status = range ? 206 : 200
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  return new Response(await readable.read(range), { status, headers })
}

const refusal = (status: 412 | 416, title: string, explanation: string, headers: Headers): Response => {
  headers.set('content-type', 'text/html; charset=UTF-8')
  headers.delete('content-encoding')
  headers.delete('content-disposition')
  return new Response(page(title, explanation), { status, headers })
}

/** The status that the request's own conditions ask for. */
export const unmetCondition = (
  conditions: Headers,
  { etag, modifiedAt }: Pick<Readable, 'etag' | 'modifiedAt'>,
): 304 | 412 | undefined => {
  const noneMatch = conditions.get('if-none-match')
  if (noneMatch !== null && isAmong(etag, noneMatch)) return 304
  const match = conditions.get('if-match')
  if (match !== null && !isAmong(etag, match)) return 412
  // Dates are in whole seconds, and what is told of an object is rounded up to them.
  const modified = Math.ceil(modifiedAt / 1000) * 1000
  const since = Date.parse(conditions.get('if-modified-since') ?? '')
  if (modified <= since) return 304
  const unmodified = Date.parse(conditions.get('if-unmodified-since') ?? '')
  if (modified > unmodified) return 412
  return undefined
}

const isAmong = (etag: string, list: string): boolean => {
  const tags = list.split(',').map((tag) => unquoted(tag.trim()))
  return tags.includes('*') || tags.includes(unquoted(etag))
}

/** A digest without the quotes that it may be in. */
export const unquoted = (etag: string): string => /^"(.*)"$/.exec(etag)?.[1] ?? etag

const answerParts = (method: string, readable: Readable, ranges: readonly ByteRange[], boundary: string): Response => {
  const { headers, sizeBytes } = readable
  const contentType = headers.get('content-type') ?? ''
  const parts = ranges.map((range) => ({
    range,
    head: Buffer.from(
      `--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Range: bytes ${range.first}-${range.last}/${sizeBytes}\r\n\r\n`,
      'latin1',
    ),
  }))
  const end = Buffer.from(`--${boundary}--`)
  const lineEnd = Buffer.from('\r\n')
  const total = parts.reduce(
    (sum, { range, head }) => sum + head.length + range.last - range.first + 1 + lineEnd.length,
    end.length,
  )
  headers.set('content-type', `multipart/byteranges;boundary=${boundary}`)
  headers.set('content-length', String(total))
  if (method === 'HEAD') return new Response(null, { status: 206, headers })
  async function* body(): AsyncGenerator<Uint8Array> {
    for (const { range, head } of parts) {
      yield head
      yield* await readable.read(range)
      yield lineEnd
    }
    yield end
  }
  return new Response(ReadableStream.from(body()), { status: 206, headers })
}
