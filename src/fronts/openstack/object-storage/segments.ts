import type { ByteRange } from '../../../model/object-storage.ts'

/** A part of a large object. */
export interface Segment {
  /** Of this part, which may be a part of the object that it lies in. */
  readonly sizeBytes: number
  /** The bytes of that range of the part; both ends are within. */
  open(range: ByteRange): Promise<ReadableStream<Uint8Array>>
}

/**
 * The bytes of that range of all segments together. The first of them is open when this resolves, so that a large object that is broken from its beginning is
 * refused; one that breaks later ends the stream with an error, which ends the connection.
 */
export const readSegments = async (
  segments: Iterable<Segment> | AsyncIterable<Segment>,
  range: ByteRange,
): Promise<ReadableStream<Uint8Array>> => {
  const chunks = chunksOf(segments, range)
  const first = await chunks.next()
  async function* all(): AsyncGenerator<Uint8Array> {
    if (first.done) return
    yield first.value
    yield* chunks
  }
  return ReadableStream.from(all())
}

async function* chunksOf(
  segments: Iterable<Segment> | AsyncIterable<Segment>,
  { first, last }: ByteRange,
): AsyncGenerator<Uint8Array> {
  let start = 0
  for await (const segment of segments) {
    const end = start + segment.sizeBytes - 1
    if (start > last) return
    if (end >= first && segment.sizeBytes > 0)
      yield* await segment.open({ first: Math.max(0, first - start), last: Math.min(end, last) - start })
    start = end + 1
  }
}
