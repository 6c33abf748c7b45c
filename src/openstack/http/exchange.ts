import type { Clock } from '../../lib/clock.ts'
import { onAbort } from '../../lib/on-abort.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { keptBody, type ShownMessage, shownMessages } from './exchange-text.ts'
import type { Fetch } from './fetch.ts'
import { orAborted } from './or-aborted.ts'
import type { Redactor } from './redactor.ts'
import { transportError } from './transport-error.ts'

/** One request and what came of it, without secrets. Its messages are made fit to be seen only when asked for. */
export interface Exchange {
  /** The service that was asked; absent while services are being looked for. */
  readonly service?: string
  readonly method: string
  readonly url: string
  /** Absent when no answer came. */
  readonly status?: number
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly milliseconds: number
  /** The cloud's own id of the request. */
  readonly requestId?: string
  /** How many characters of bodies this keeps alive. */
  readonly weight: number
  readonly messages: () => { readonly request: ShownMessage; readonly answer: ShownMessage }
}

export interface ExchangeRoom {
  /** Which service is being asked, for `onExchange`. */
  readonly service?: string | undefined
  readonly fetch: Fetch
  readonly clock: Clock
  readonly redactor: Redactor
  readonly onExchange?: ((exchange: Exchange) => void) | undefined
  /** Milliseconds for a whole answer; for streams, for the headers. */
  readonly timeoutMs: number
  /** The most bytes that are read of an answer which is not a stream. */
  readonly bodyLimit: number
}

export interface Message {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Text is JSON. A stream goes out as it comes and has no timeout. */
  readonly body?: string | ReadableStream<Uint8Array>
  /** Leave a good answer's body as a stream. */
  readonly streamed?: boolean
  /** Sending it twice does no more than sending it once, although its method does not say so. */
  readonly repeatable?: boolean
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  /** Empty when the body is a stream. */
  readonly text: string
  readonly stream?: ReadableStream<Uint8Array>
}

/** Why a deadline is called off. A reason of its own spares making an error for each request. */
const answered = 'answered'

/**
 * Sends once and gives whatever came back, of any status. Throws `timeout`, `unavailable`, or `internal` for an answer past the limit; when
 * the signal aborts, its reason.
 */
export const exchange = async (room: ExchangeRoom, message: Message, signal: AbortSignal): Promise<Reply> => {
  const { clock, onExchange } = room
  signal.throwIfAborted()
  const stop = new AbortController()
  const timer = new AbortController()
  const release = onAbort(signal, () => stop.abort(signal.reason))
  let late = false
  if (!(message.body instanceof ReadableStream))
    clock.sleep(room.timeoutMs, timer.signal).then(
      () => {
        late = true
        stop.abort(new Error('timeout'))
      },
      () => {},
    )
  const startedAt = clock.now()
  let answer: Partial<Pick<Reply, 'status' | 'headers' | 'text'>> = {}
  let streaming = false
  try {
    // A `fetch` that is not the platform's may not heed the signal.
    const response = await orAborted(Promise.resolve(room.fetch(requestFor(message, stop.signal))), stop.signal)
    const { status, headers } = response
    answer = { status, headers }
    if (message.streamed && response.ok && response.body) {
      streaming = true
      const stream = response.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({ flush: release }))
      return { status, headers, text: '', stream }
    }
    const text = await readText(response, room.bodyLimit, stop.signal)
    answer = { status, headers, text }
    return { status, headers, text }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (late)
      throw new CloudError('timeout', `${new URL(message.url).origin} did not answer in ${room.timeoutMs / 1000} s`)
    if (error instanceof CloudError) throw error
    throw transportError(error, message.url)
  } finally {
    timer.abort(answered)
    if (!streaming) release()
    onExchange?.(observed(room, message, answer, startedAt))
  }
}

const observed = (
  { clock, redactor, service }: ExchangeRoom,
  { method, url, headers: requestHeaders, body: requestBody }: Message,
  { status, headers, text }: Partial<Pick<Reply, 'status' | 'headers' | 'text'>>,
  startedAt: number,
): Exchange => {
  const requestId = headers && requestIdOf(headers)
  const request = { headers: Object.entries(requestHeaders), body: keptBody(requestBody) }
  const answer = { headers: [...(headers ?? [])], body: keptBody(text) }
  return {
    ...(service === undefined ? {} : { service }),
    method,
    url: redactor.clean(url),
    ...(status === undefined ? {} : { status }),
    startedAt,
    milliseconds: clock.now() - startedAt,
    ...(requestId === undefined ? {} : { requestId }),
    weight: request.body.length + answer.body.length,
    messages: () => shownMessages(redactor, request, answer),
  }
}

const requestFor = ({ method, url, headers, body }: Message, signal: AbortSignal): Request =>
  new Request(url, {
    method,
    headers,
    signal,
    // Discovery answers 300 with a body, and a token must not follow a redirection to another host.
    redirect: 'manual',
    ...(body === undefined ? {} : { body, ...(body instanceof ReadableStream ? { duplex: 'half' as const } : {}) }),
  })

const readText = async (response: Response, limit: number, signal: AbortSignal): Promise<string> => {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await orAborted(reader.read(), signal)
    if (done) return Buffer.concat(chunks).toString('utf8')
    size += value.byteLength
    if (size > limit) {
      await reader.cancel().catch(() => {})
      throw new CloudError('internal', `the answer is longer than ${limit} bytes: it is not read`, {
        reason: 'AnswerTooLarge',
      })
    }
    chunks.push(value)
  }
}

/** The id under which the cloud's operator finds the request in the logs; older Novas have a header of their own. */
export const requestIdOf = (headers: Headers): string | undefined =>
  headers.get('x-openstack-request-id') ?? headers.get('x-compute-request-id') ?? undefined
