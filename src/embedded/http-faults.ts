import type { Handler } from '../fronts/listen.ts'
import type { Clock } from '../lib/clock.ts'

/** Something that goes wrong between a client and the APIs, at the n-th request that fits. */
export interface HttpFault {
  readonly method: string
  /** The end of the request's path, such as `/servers` or `/auth/tokens`. */
  readonly path: string
  /** Counts from 1. */
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
  const seen = new Map<string, number>()
  return async (request, connection) => {
    const { pathname } = new URL(request.url)
    const due = faults.filter(({ method, path }) => request.method === method && pathname.endsWith(path))
    const key = `${due[0]?.method} ${due[0]?.path}`
    const call = (seen.get(key) ?? 0) + 1
    if (due.length > 0) seen.set(key, call)
    const fault = due.find((candidate) => candidate.call === call)
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
