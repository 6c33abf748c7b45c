import type { Handler } from '../fronts/listen.ts'
import type { Clock } from '../lib/clock.ts'

/** Something that goes wrong between a client and the APIs, at the n-th request that fits. */
export interface HttpFault {
  readonly method: string
  /** The end of the request's path, such as `/servers` or `/auth/tokens`. A `*` is any one segment: `/servers/*` is a server. */
  readonly path: string
  /** Counts from 1 the requests that this method and path fit. */
  readonly call: number
  /**
   * `error`: a 503 and nothing done. `timeout`: no answer and nothing done; the connection is closed after `afterMs`. `rate_limit`: a 429 with
   * Retry-After. `lost_answer`: the work is done and the connection is closed instead of an answer.
   */
  readonly kind: 'error' | 'timeout' | 'rate_limit' | 'lost_answer'
  /** For `timeout`, 1,000 when absent; for `rate_limit` the wait that is asked for, rounded up to seconds. */
  readonly afterMs?: number
}

/** The handler with those faults on the way. */
export const withHttpFaults = (handler: Handler, faults: readonly HttpFault[], clock: Clock): Handler => {
  if (faults.length === 0) return handler
  const watched = new Map(
    faults.map(({ method, path }) => [`${method} ${path}`, { method, fits: endOf(path), seen: 0 }]),
  )
  return async (request, connection) => {
    const { pathname } = new URL(request.url)
    for (const each of watched.values()) if (request.method === each.method && each.fits.test(pathname)) each.seen += 1
    const fault = faults.find(({ method, path, call }) => {
      const each = watched.get(`${method} ${path}`)
      return request.method === method && each?.seen === call && each.fits.test(pathname)
    })
    const answer = (status: number, headers: Record<string, string> = {}) =>
      new Response(JSON.stringify({ error: { code: status, message: 'A planned fault of this simulated cloud.' } }), {
        status,
        headers: { 'content-type': 'application/json', ...headers },
      })
    switch (fault?.kind) {
      case undefined:
        return handler(request, connection)
      case 'error':
        return answer(503)
      case 'rate_limit':
        return answer(429, { 'retry-after': String(Math.ceil((fault.afterMs ?? 1000) / 1000)) })
      case 'timeout':
        await clock.sleep(fault.afterMs ?? 1000)
        break
      case 'lost_answer':
        await (await handler(request, connection)).arrayBuffer()
        break
    }
    connection.outgoing.destroy()
    return answer(503)
  }
}

/** Fits paths that end so. */
const endOf = (path: string): RegExp => new RegExp(`${path.split('*').map(escaped).join('[^/]+')}$`)

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
