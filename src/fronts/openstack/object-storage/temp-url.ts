import { createHmac, timingSafeEqual } from 'node:crypto'
import { httpDate } from '../../../wire/openstack/object-storage/swift-time.ts'
import type { Metadata } from './metadata-headers.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'
import type { SwiftRequest } from './swift-request.ts'
import { isObjectTarget, type ObjectTarget } from './target.ts'

/** What a signed address may be used for, and how it may be signed. */
export const tempUrlMethods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'] as const
export const tempUrlDigests = ['sha1', 'sha256', 'sha512'] as const

/** Headers that would make an upload point to what its signature does not give access to. */
const disallowed = ['x-object-manifest', 'x-symlink-target']

/** What a request's signature lets it do. */
export interface TempUrl {
  /** The request as it may be answered, whoever sent it. */
  readonly request: SwiftRequest
  /** The answer as those who hold the address see it. */
  finish(answer: Response): Response
}

/**
 * Checks the signature in a request's address (openstack/swift `swift/common/middleware/tempurl.py`). Undefined without one. Throws 401 for one that is not right,
 * not for this, or over.
 */
export const tempUrlOf = async (context: SwiftContext, request: SwiftRequest): Promise<TempUrl | undefined> => {
  const { query, target, method } = request
  const [signature, expires] = [query.get('temp_url_sig'), query.get('temp_url_expires')]
  if (signature === null && expires === null) return undefined
  const seconds = expiryOf(expires)
  const given = signature === null ? undefined : digestOf(signature)
  const isOffered =
    tempUrlMethods.some((each) => each === method) && isObjectTarget(target) && /[^/]/.test(target.object)
  // Whoever asks from where is not known here, so that an address for some networks alone is good for none.
  if (!given || !isOffered || seconds * 1000 < context.front.clock.now() || query.has('temp_url_ip_range'))
    throw invalid()
  const prefix = query.get('temp_url_prefix')
  if (prefix !== null && !target.object.startsWith(prefix)) throw invalid()
  const path =
    prefix === null
      ? `/v1/${target.account}/${target.container}/${target.object}`
      : `prefix:/v1/${target.account}/${target.container}/${prefix}`
  const methods = method === 'HEAD' ? ['HEAD', 'GET', 'POST', 'PUT'] : [method]
  const keys = await keysFor(context, target)
  const fitting = keys.find(({ key }) =>
    methods.some((each) => isSame(given.bytes, sign(given.algorithm, key, `${each}\n${seconds}\n${path}`))),
  )
  if (!fitting) throw invalid()
  const refused =
    method === 'GET' || method === 'HEAD' ? undefined : disallowed.find((name) => request.headers.has(name))
  if (refused) throw swiftRefusal(400, `The header '${refused}' is not allowed in this tempurl`)
  return {
    request: { ...request, caller: { mayReach: fitting.mayReach } },
    finish: (answer) => finished(request, target, seconds, answer),
  }
}

const invalid = () => swiftRefusal(401, '401 Unauthorized: Temp URL invalid\n')

/** Seconds since the Unix epoch; 0 for what is no time. */
const expiryOf = (text: string | null): number => {
  if (text === null) return 0
  if (/^\d+$/.test(text)) return Number(text)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return 0
  return Math.floor(Date.parse(text) / 1000) || 0
}

interface Digest {
  readonly algorithm: (typeof tempUrlDigests)[number]
  readonly bytes: Buffer
}

/** Hex of a length that tells the algorithm, or `algorithm:base64`. */
const digestOf = (signature: string): Digest | undefined => {
  const [, named, base64] = /^([a-z0-9]+):([A-Za-z0-9+/_-]+)={0,2}$/.exec(signature) ?? []
  if (base64 !== undefined) {
    const algorithm = tempUrlDigests.find((each) => each === named)
    return algorithm && { algorithm, bytes: Buffer.from(base64, 'base64') }
  }
  if (!/^([0-9a-f]{2})+$/i.test(signature)) return undefined
  const algorithm = ({ 40: 'sha1', 64: 'sha256', 128: 'sha512' } as const)[signature.length]
  return algorithm && { algorithm, bytes: Buffer.from(signature, 'hex') }
}

const sign = (algorithm: string, key: string, message: string): Buffer =>
  createHmac(algorithm, key).update(message).digest()

const isSame = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other)

const keysFor = async ({ accounts, containers }: SwiftContext, { account, container }: ObjectTarget) => {
  const record = await containers.find(account, container)
  const keysIn = (metadata: Metadata) =>
    [metadata['temp-url-key'], metadata['temp-url-key-2']].filter((key) => key !== undefined)
  return [
    ...keysIn(accounts.get(account).metadata).map((key) => ({
      key,
      mayReach: (target: SwiftRequest['target']) => target.account === account,
    })),
    ...keysIn(record?.metadata ?? {}).map((key) => ({
      key,
      mayReach: (target: SwiftRequest['target']) => target.account === account && target.container === container,
    })),
  ]
}

const finished = (
  { method, query }: SwiftRequest,
  { object }: ObjectTarget,
  expires: number,
  answer: Response,
): Response => {
  const { headers } = answer
  for (const name of [...headers.keys()])
    if (name.startsWith('x-object-meta-') && !name.startsWith('x-object-meta-public-')) headers.delete(name)
  if (!answer.ok || (method !== 'GET' && method !== 'HEAD')) return answer
  const filename = query.get('filename')
  const name = object.replace(/\/+$/, '').split('/').at(-1) ?? ''
  if (query.has('inline')) headers.set('content-disposition', filename ? disposition('inline', filename) : 'inline')
  else if (filename) headers.set('content-disposition', disposition('attachment', filename))
  else if (!headers.has('content-disposition')) headers.set('content-disposition', disposition('attachment', name))
  headers.set('expires', httpDate(expires * 1000))
  return answer
}

const disposition = (kind: 'inline' | 'attachment', filename: string): string => {
  const quoted = encodeURIComponent(filename).replaceAll('%2F', '/')
  return `${kind}; filename="${quoted.replaceAll('%20', ' ')}"; filename*=UTF-8''${quoted}`
}
