import { Agent, fetch as undiciFetch } from 'undici'
import type { Fetch } from './fetch.ts'

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
  readonly fetch: Fetch
}

/** A `fetch` over kept-alive connections. Disposing closes them once what is in flight has ended. */
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
    fetch: async (request) => {
      // A JSON body goes out whole, with its length: some gateways refuse chunked ones.
      const small = request.headers.get('content-type')?.startsWith('application/json') ?? false
      const body = request.body === null ? null : small ? await request.text() : request.body
      const response = await undiciFetch(request.url, {
        method: request.method,
        headers: [...request.headers],
        body: body as string | null,
        ...(body !== null && !small ? { duplex: 'half' as const } : {}),
        redirect: request.redirect,
        signal: request.signal,
        dispatcher: agent,
      })
      return response as unknown as Response
    },
    [Symbol.asyncDispose]: () => agent.close(),
  }
}
