import type { SwiftContext } from './swift-context.ts'
import { page } from './swift-refusal.ts'
import type { SwiftRequest } from './swift-request.ts'
import { isContainerTarget, isObjectTarget } from './target.ts'

/** What pages of other origins may do with a container and what is in it: what its metadata says of it. */
interface Cors {
  readonly origins: readonly string[]
  readonly exposed: readonly string[]
  readonly maxAge: string | undefined
}

/** Headers that every page may read of an answer to it (openstack/swift `swift/proxy/controllers/base.py`, `cors_validation`). */
const alwaysExposed = [
  'cache-control',
  'content-language',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
  'etag',
  'x-timestamp',
  'x-trans-id',
  'x-openstack-request-id',
]

/** OPTIONS: which methods there are and, where a browser asks before a page's request, whether it may be sent (`OPTIONS` of the same file). */
export const answerOptions = async (context: SwiftContext, request: SwiftRequest): Promise<Response> => {
  const methods = methodsOf(request)
  const headers = new Headers({ allow: methods.join(', '), 'content-type': 'text/html; charset=UTF-8' })
  const origin = request.headers.get('origin')
  if (!origin) return new Response(null, { headers })
  const cors = await corsOf(context, request)
  const asked = request.headers.get('access-control-request-method') ?? ''
  if (!cors || !isAllowed(cors, origin) || !methods.includes(asked))
    return new Response(
      page(
        'Unauthorized',
        'This server could not verify that you are authorized to access the document you requested.',
      ),
      { status: 401, headers },
    )
  allow(headers, cors, origin)
  headers.set('access-control-allow-methods', methods.join(', '))
  if (cors.maxAge !== undefined) headers.set('access-control-max-age', cors.maxAge)
  const wanted = request.headers.get('access-control-request-headers')
  if (wanted) {
    headers.set('access-control-allow-headers', wanted)
    headers.append('vary', 'Access-Control-Request-Headers')
  }
  return new Response(null, { headers })
}

/** The answer as a page of another origin may read it, where the container lets it. */
export const withCors = async (context: SwiftContext, request: SwiftRequest, answer: Response): Promise<Response> => {
  const origin = request.headers.get('origin')
  if (!origin) return answer
  const cors = await corsOf(context, request)
  if (!cors || !isAllowed(cors, origin)) return answer
  const { headers } = answer
  const metadata = [...headers.keys()].filter((name) => /^x-(container|object)-meta-/.test(name))
  allow(headers, cors, origin)
  headers.set(
    'access-control-expose-headers',
    [...new Set([...alwaysExposed, ...metadata, ...cors.exposed])].join(', '),
  )
  return answer
}

const methodsOf = ({ target }: SwiftRequest): readonly string[] => {
  if (isObjectTarget(target)) return ['COPY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']
  if (isContainerTarget(target)) return ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']
  return ['GET', 'HEAD', 'OPTIONS', 'POST']
}

const corsOf = async ({ containers }: SwiftContext, { target }: SwiftRequest): Promise<Cors | undefined> => {
  if (!isContainerTarget(target)) return undefined
  const metadata = (await containers.find(target.account, target.container))?.metadata
  const listed = (name: string) =>
    (metadata?.[`access-control-${name}`] ?? '').split(/[\s,]+/).filter((each) => each !== '')
  return {
    origins: listed('allow-origin'),
    exposed: listed('expose-headers').map((name) => name.toLowerCase()),
    maxAge: metadata?.['access-control-max-age'],
  }
}

const isAllowed = ({ origins }: Cors, origin: string): boolean => origins.includes('*') || origins.includes(origin)

const allow = (headers: Headers, { origins }: Cors, origin: string): void => {
  headers.set('access-control-allow-origin', origins.includes('*') ? '*' : origin)
  if (!origins.includes('*')) headers.append('vary', 'Origin')
}
