import type { Clock } from '../../lib/clock.ts'
import { onAbort } from '../../lib/on-abort.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { keptBody, type ShownMessage, shownMessages } from './exchange-text.ts'
import type { Redactor } from './redactor.ts'
import type { AnswerHeaders, Outgoing, Send } from './send.ts'
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
  readonly send: Send
  readonly clock: Clock
  readonly redactor: Redactor
  readonly onExchange?: ((exchange: Exchange) => void) | undefined
  /** Milliseconds for a whole answer; for streams, for the headers. */
  readonly timeoutMs: number
  /** The most bytes that are read of an answer which is not a stream. */
  readonly bodyLimit: number
}

export interface Message extends Omit<Outgoing, 'signal'> {
  /** Text is JSON. A stream goes out as it comes and has no timeout. */
  readonly body?: string | ReadableStream<Uint8Array>
  /** Leave a good answer's body as a stream. */
  readonly streamed?: boolean
  /** Sending it twice does no more than sending it once, although its method does not say so. */
  readonly repeatable?: boolean
}

export interface Reply {
  readonly status: number
  readonly headers: AnswerHeaders
  /** Empty when the body is a stream. */
  readonly text: string
  readonly stream?: ReadableStream<Uint8Array>
}

/** Why a deadline is called off. A reason of its own spares making an error for each request. */
const answered = 'answered'

/**
 * Sends once and gives whatever came back, of any status. Throws `timeout`, `unavailable`, or `internal` for an answer past the limit; when
 * one of the signals aborts, its reason.
 */
export const exchange = async (
  room: ExchangeRoom,
  { streamed, ...message }: Message,
  ...signals: readonly AbortSignal[]
): Promise<Reply> => {
  const { clock, onExchange } = room
  for (const signal of signals) signal.throwIfAborted()
  const stop = new AbortController()
  const releases = signals.map((signal) => onAbort(signal, () => stop.abort(signal.reason)))
  const release = () => {
    for (const each of releases) each()
  }
  // What ends a stream outlives its deadline.
  const deadline = streamed ? new AbortController() : stop
  if (!(message.body instanceof ReadableStream))
    clock.sleep(room.timeoutMs, deadline.signal).then(
      () => stop.abort(tooLate(room, message)),
      () => {},
    )
  const startedAt = clock.now()
  let answer: Partial<Pick<Reply, 'status' | 'headers' | 'text'>> = {}
  let streaming = false
  try {
    const { status, headers, body } = await room.send({ ...message, signal: stop.signal })
    answer = { status, headers }
    if (streamed && status >= 200 && status < 300 && body) {
      streaming = true
      return { status, headers, text: '', stream: streamOf(body, release) }
    }
    const text = body ? await readText(body, room.bodyLimit) : ''
    answer = { status, headers, text }
    return { status, headers, text }
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason
    if (error instanceof CloudError) throw error
    throw transportError(error, message.url)
  } finally {
    deadline.abort(answered)
    if (!streaming) release()
    onExchange?.(observed(room, message, answer, startedAt))
  }
}

/** Takes from the answer only what is asked for; `over` is called once nothing more of it will be. */
const streamOf = (body: AsyncIterable<Uint8Array>, over: () => void): ReadableStream<Uint8Array> => {
  const pieces = body[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await pieces.next()
          if (!done) return controller.enqueue(value)
          over()
          controller.close()
        } catch (error) {
          over()
          throw error
        }
      },
      async cancel() {
        over()
        await pieces.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

const tooLate = ({ timeoutMs }: ExchangeRoom, { url }: Message): CloudError =>
  new CloudError('timeout', `${new URL(url).origin} did not answer in ${timeoutMs / 1000} s`)

const observed = (
  { clock, redactor, service }: ExchangeRoom,
  { method, url, headers: requestHeaders, body: requestBody }: Message,
  { status, headers, text }: Partial<Pick<Reply, 'status' | 'headers' | 'text'>>,
  startedAt: number,
): Exchange => {
  const requestId = headers && requestIdOf(headers)
  const request = { headers: requestHeaders, body: keptBody(requestBody) }
  const answer = { headers: headers ?? [], body: keptBody(text) }
  return {
    ...(service === undefined ? {} : { service }),
    method,
    url: redactor.clean(url),
    ...(status === undefined ? {} : { status }),
    startedAt,
    milliseconds: clock.now() - startedAt,
    ...(requestId === undefined ? {} : { requestId }),
    weight: request.body.length + answer.body.length,
    messages: () => shownMessages(redactor, { ...request, headers: Object.entries(request.headers) }, answer),
  }
}

const readText = async (body: AsyncIterable<Uint8Array>, limit: number): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > limit)
      throw new CloudError('internal', `the answer is longer than ${limit} bytes: it is not read`, {
        reason: 'AnswerTooLarge',
      })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The id under which the cloud's operator finds the request in the logs; older Novas have a header of their own. */
export const requestIdOf = (headers: AnswerHeaders): string | undefined =>
  headers.get('x-openstack-request-id') ?? headers.get('x-compute-request-id') ?? undefined
