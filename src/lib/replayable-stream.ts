/** A stream that can be read once more from its beginning, as long as not too much of it was read. */
export interface ReplayableStream {
  readonly stream: ReadableStream<Uint8Array>
  /** Ends the first stream and gives everything from the beginning; undefined once more than the limit was read. */
  again(): Promise<ReadableStream<Uint8Array> | undefined>
}

/** Keeps what was read of the source until that is more than `limit` bytes. */
export const replayableStream = (source: ReadableStream<Uint8Array>, limit: number): ReplayableStream => {
  const reader = source.getReader()
  let kept: Uint8Array[] | undefined = []
  let size = 0
  let isOver = false
  let reading: Promise<unknown> = Promise.resolve()

  const next = async (): Promise<Uint8Array | undefined> => {
    const { done, value } = await reader.read()
    if (done) return undefined
    size += value.byteLength
    if (size > limit) kept = undefined
    kept?.push(value)
    return value
  }
  const pulling = async (controller: ReadableStreamDefaultController<Uint8Array>, wanted: () => boolean) => {
    const read = next()
    reading = read.catch(() => undefined)
    const chunk = await read
    if (!wanted()) return
    if (chunk) controller.enqueue(chunk)
    else controller.close()
  }
  // Nothing is read before it is asked for: whoever refuses the stream unseen leaves it whole.
  const stream = new ReadableStream<Uint8Array>(
    { pull: (controller) => (isOver ? controller.close() : pulling(controller, () => !isOver)) },
    { highWaterMark: 0 },
  )
  return {
    stream,
    async again() {
      isOver = true
      await reading
      if (!kept) return undefined
      const first = [...kept]
      return new ReadableStream<Uint8Array>(
        {
          pull: async (controller) => {
            const chunk = first.shift()
            if (chunk) controller.enqueue(chunk)
            else await pulling(controller, () => true)
          },
          cancel: (reason) => reader.cancel(reason),
        },
        { highWaterMark: 0 },
      )
    },
  }
}
