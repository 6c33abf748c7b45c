import { z } from 'zod'
import type { Exchange } from '../openstack/http/exchange.ts'
import type { ExchangeLog } from '../openstack/http/exchange-log.ts'
import type { ShownBy } from './shown-by.ts'

const messageSchema = z.object({
  headers: z.record(z.string(), z.string()),
  /** Without secrets, and shortened: JSON where the message was JSON and is not cut. Empty where nothing was sent, or a stream. */
  body: z.string(),
  /** In characters, before it was shortened. */
  length: z.int().nonnegative(),
})

/** One request to a cloud's API that shows a failure, with its answer. */
export const evidenceSchema = z.object({
  /**
   * Why it is here. `failed`: this very request failed. `names`: its answer names what was found wrong. `error`: the last error of the phase, which
   * may be another round's on the same cloud. `last`: nothing was refused; it is the last that was said in the phase.
   */
  shows: z.enum(['failed', 'names', 'error', 'last']),
  service: z.string().optional(),
  method: z.string(),
  url: z.string(),
  /** Absent when no answer came. */
  status: z.int().optional(),
  requestId: z.string().optional(),
  /** ISO 8601. */
  startedAt: z.string(),
  elapsedMs: z.number().nonnegative(),
  request: messageSchema,
  answer: messageSchema,
})
export type Evidence = Readonly<z.infer<typeof evidenceSchema>>

/** Finds what shows a failure among what was said to the cloud since that time; the texts go through `clean`. */
export const findEvidence = (
  failure: { readonly shownBy: ShownBy },
  exchanges: ExchangeLog | undefined,
  since: number,
  clean: (text: string) => string,
): readonly Evidence[] => {
  const said = exchanges?.since(since) ?? []
  const { requestIds, ids } = failure.shownBy
  const found: ReadonlyArray<readonly [Evidence['shows'], readonly Exchange[], number]> = [
    ['failed', said.filter(({ requestId }) => requestId !== undefined && requestIds.includes(requestId)), 3],
    ['names', ids.length === 0 ? [] : naming(said, ids), 2],
    ['error', said.filter(isError), 2],
    ['last', said, 1],
  ]
  const [shows, chosen, most] = found.find(([, some]) => some.length > 0) ?? ['last', [], 0]
  return chosen.slice(-most).map((exchange) => evidenceOf(shows, exchange, clean))
}

/** Those whose answer names one of these, and of them only those about that one alone where there are such. */
const naming = (said: readonly Exchange[], ids: readonly string[]): readonly Exchange[] => {
  const all = said.filter(({ messages }) => {
    const { body } = messages().answer
    return ids.some((id) => body.includes(id))
  })
  const own = all.filter(({ url }) => ids.some((id) => url.endsWith(`/${id}`)))
  return own.length > 0 ? own : all
}

/** That something is not there is what a deployer wants to hear of what it deletes. */
const isError = ({ method, status }: Exchange): boolean =>
  status === undefined || (status >= 400 && !(status === 404 && ['GET', 'HEAD', 'DELETE'].includes(method)))

const evidenceOf = (
  shows: Evidence['shows'],
  { service, method, url, status, requestId, startedAt, milliseconds, messages }: Exchange,
  clean: (text: string) => string,
): Evidence => {
  const { request, answer } = messages()
  return {
    shows,
    ...(service === undefined ? {} : { service }),
    method,
    url: clean(url),
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    startedAt: new Date(startedAt).toISOString(),
    elapsedMs: milliseconds,
    request: { ...request, headers: { ...request.headers }, body: clean(request.body) },
    answer: { ...answer, headers: { ...answer.headers }, body: clean(answer.body) },
  }
}
