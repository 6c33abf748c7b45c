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
  let opened: IteratorResult<Uint8Array> | undefined = await chunks.next()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = opened ?? (await chunks.next())
        opened = undefined
        if (done) controller.close()
        else controller.enqueue(value)
      },
      // Closes the segment that is open, also when nothing was read of it yet.
      async cancel() {
        await chunks.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
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
