import type { Handler } from '../../fronts/listen.ts'
import type { BreakHandler } from './breach.ts'

/** Requests of one method to paths of one form. */
export interface At {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: RegExp
}

/** Any JSON object of an API. */
export type Body = Readonly<Record<string, unknown>>

/** Answers those requests in another way; `next` is the way of the cloud before. */
export const handling =
  (
    at: At,
    answer: (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>,
  ): BreakHandler =>
  (handler) =>
  async (request, connection) => {
    const next = async (one: Request) => handler(one, connection)
    return fits(at, request) ? answer(request, next) : next(request)
  }

/** Gives other bodies in good answers. */
export const answering = (at: At, other: (body: Body, request: Request) => Body): BreakHandler =>
  handling(at, async (request, next) => {
    const answer = await next(request)
    if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return answer
    return withBody(answer, other((await answer.json()) as Body, request))
  })

/** Does something else than what it was asked for. */
export const asking = (at: At, other: (body: Body) => Body): BreakHandler =>
  handling(at, async (request, next) => next(asked(request, { body: other((await request.json()) as Body) })))

/** Says that all went well and does nothing. */
export const ignoring = (at: At, status: 202 | 204): BreakHandler =>
  handling(at, async () => new Response(null, { status }))

/** Breaks in several places at once. */
export const together =
  (...breakers: readonly BreakHandler[]): BreakHandler =>
  (handler) =>
    breakers.reduce((inner: Handler, breaker) => breaker(inner), handler)

/** A breaker whose parts share what they remember, anew for every cloud. */
export const remembering =
  <Memory>(begin: () => Memory, breaker: (memory: Memory) => BreakHandler): BreakHandler =>
  (handler) =>
    breaker(begin())(handler)

/** The request with another body, method or path. */
export const asked = (
  request: Request,
  { method = request.method, path, body }: { readonly method?: string; readonly path?: string; readonly body?: Body },
): Request => {
  const url = new URL(request.url)
  if (path !== undefined) url.pathname = path
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  return new Request(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
}

/** The body with another value of that field, where it has the field. */
export const changing = (body: Body, field: string, other: (value: Body) => unknown): Body =>
  field in body ? { ...body, [field]: other(body[field] as Body) } : body

/** The body with each item of that list, and the one item of that name, changed. */
export const changingEach = (
  body: Body,
  names: { readonly one: string; readonly many: string },
  other: (item: Body) => Body,
): Body =>
  changing(changing(body, names.one, other), names.many, (items) => (items as unknown as readonly Body[]).map(other))

/** The last segment of a path: a resource's id. */
export const lastSegment = ({ url }: Request): string => new URL(url).pathname.split('/').at(-1) ?? ''

const fits = ({ method, path }: At, request: Request): boolean =>
  request.method === method && path.test(new URL(request.url).pathname)

const withBody = ({ status, headers }: Response, body: Body): Response => {
  const kept = new Headers(headers)
  kept.delete('content-length')
  return new Response(JSON.stringify(body), { status, headers: kept })
}
