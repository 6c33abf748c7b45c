import type { ByteRange } from '../../../model/object-storage.ts'
import { unquoted } from './answer-read.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'
import { type SwiftRequest, subrequest } from './swift-request.ts'
import type { ObjectTarget } from './target.ts'

/** What a segment must be to be the one that was meant. */
interface Expected {
  readonly etag: string
  readonly sizeBytes: number
}

/** How deep large objects may lie in one another (openstack/swift `swift/common/middleware/slo.py`, `max_slo_recursion_depth`). */
const deepest = 10

/**
 * A part of an object that a large object is made of, read in the name of whom asked for the whole; it may be a large object itself. Throws 409 where it
 * cannot be read, or is not what was expected (openstack/swift `swift/common/request_helpers.py`, `SegmentedIterable`).
 */
export const openSegment = async (
  { handle }: SwiftContext,
  request: SwiftRequest,
  target: ObjectTarget,
  { first, last }: ByteRange,
  expected: Expected | undefined,
): Promise<ReadableStream<Uint8Array>> => {
  const depth = (request.depth ?? 0) + 1
  if (depth > deepest) throw swiftRefusal(409, 'Max recursion depth exceeded')
  const headers = new Headers({ range: `bytes=${first}-${last}` })
  const referer = request.headers.get('referer')
  if (referer !== null) headers.set('referer', referer)
  const answer = await handle({ ...subrequest(request, 'GET', target, { headers }), depth })
  const [, size] = /\/(\d+)$/.exec(answer.headers.get('content-range') ?? '') ?? []
  const isRight =
    answer.status === 206 &&
    Number(answer.headers.get('content-length')) === last - first + 1 &&
    (!expected || (unquoted(answer.headers.get('etag') ?? '') === expected.etag && Number(size) === expected.sizeBytes))
  if (isRight && answer.body) return answer.body
  await answer.body?.cancel()
  throw swiftRefusal(409)
}
