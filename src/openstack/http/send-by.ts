import type { Fetch } from './fetch.ts'
import { orAborted } from './or-aborted.ts'
import type { Send } from './send.ts'

/** Sends by a `fetch`, which need not heed the signal. */
export const sendBy =
  (fetch: Fetch): Send =>
  async ({ method, url, headers, body, signal }) => {
    const request = new Request(url, {
      method,
      headers,
      signal,
      // Discovery answers 300 with a body, and a token must not follow a redirection to another host.
      redirect: 'manual',
      ...(body === undefined ? {} : { body, ...(body instanceof ReadableStream ? { duplex: 'half' as const } : {}) }),
    })
    const response = await orAborted(Promise.resolve(fetch(request)), signal)
    return { status: response.status, headers: response.headers, body: response.body && heeding(response.body, signal) }
  }

/** The same bytes, until the signal aborts. */
const heeding = (body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncIterable<Uint8Array> => ({
  // No generator: one that was never read from would not let go of the body.
  [Symbol.asyncIterator]() {
    const reader = body.getReader()
    const letGo = () => void reader.cancel().catch(() => {})
    return {
      async next() {
        try {
          const { done, value } = await orAborted(reader.read(), signal)
          return done ? { done, value: undefined } : { done, value }
        } catch (error) {
          letGo()
          throw error
        }
      },
      async return() {
        letGo()
        return { done: true, value: undefined }
      },
    }
  },
})
