import { onAbort } from './on-abort.ts'

/**
 * Hands every piece of a stream to `take`, the next one once it is done with the last. When `take` fails or one of the signals aborts, the stream is canceled and that is
 * thrown.
 */
export const drain = async (
  stream: ReadableStream<Uint8Array>,
  take: (piece: Uint8Array) => Promise<void> | void,
  ...signals: readonly AbortSignal[]
): Promise<void> => {
  const reader = stream.getReader()
  const releases = signals.map((signal) =>
    onAbort(signal, () => void reader.cancel(signal.reason).catch(() => undefined)),
  )
  try {
    for (;;) {
      const { done, value } = await reader.read()
      for (const signal of signals) signal.throwIfAborted()
      if (done) return
      await take(value)
    }
  } catch (error) {
    await reader.cancel(error).catch(() => undefined)
    throw error
  } finally {
    for (const release of releases) release()
  }
}
