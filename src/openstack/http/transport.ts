import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { Agent, type Dispatcher } from 'undici'
import type { AnswerHeaders, Send } from './send.ts'

export interface TransportOptions {
  /** PEM text of the authorities to trust; absent for the machine's own. */
  readonly ca?: string
  /** False takes any certificate. */
  readonly verify?: boolean
  /** PEM text of the client's certificate and key. */
  readonly cert?: string
  readonly key?: string
  /** The most connections to one origin; 16 when absent. Further requests wait for a free one. */
  readonly connectionsPerOrigin?: number
  /** 10,000 when absent. */
  readonly connectTimeoutMs?: number
  /** Only addresses of that family. */
  readonly family?: 4 | 6
}

export interface Transport extends AsyncDisposable {
  readonly send: Send
}

/** Sends over kept-alive connections. Disposing closes them once what is in flight has ended. */
export const openTransport = ({
  ca,
  verify = true,
  cert,
  key,
  connectionsPerOrigin = 16,
  connectTimeoutMs = 10_000,
  family,
}: TransportOptions = {}): Transport => {
  const agent = new Agent({
    connections: connectionsPerOrigin,
    keepAliveTimeout: 10_000,
    // The session decides when a request took too long.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: connectTimeoutMs,
      rejectUnauthorized: verify,
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(family === undefined ? {} : { family, autoSelectFamily: false }),
    },
  })
  return {
    send: async ({ method, url, headers, body, signal }) => {
      const { origin, pathname, search } = new URL(url)
      const answer = await agent.request({
        origin,
        path: pathname + search,
        method: method as Dispatcher.HttpMethod,
        headers: { ...ownHeaders, ...headers },
        // Text goes out whole, with its length: some gateways refuse chunked JSON.
        body: body instanceof ReadableStream ? Readable.fromWeb(body as NodeReadableStream) : (body ?? null),
        signal,
      })
      return { status: answer.statusCode, headers: answerHeaders(answer.headers), body: answer.body }
    },
    [Symbol.asyncDispose]: () => agent.close(),
  }
}

/** Nothing here undoes an encoding. */
const ownHeaders = { 'accept-encoding': 'identity', 'user-agent': 'portolan' }

const answerHeaders = (headers: IncomingHttpHeaders): AnswerHeaders => ({
  get: (name) => {
    const value = headers[name.toLowerCase()]
    return value === undefined ? null : joined(value)
  },
  *[Symbol.iterator]() {
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) yield [name, joined(value)]
  },
})

const joined = (value: string | readonly string[]): string => (typeof value === 'string' ? value : value.join(', '))
