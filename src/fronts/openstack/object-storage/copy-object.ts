import { objectMetadataPrefix } from '../../../wire/openstack/object-storage/object-headers.ts'
import { authorize } from './access.ts'
import { unmetCondition } from './answer-read.ts'
import { limits } from './limits.ts'
import { objectHeaders } from './object-headers.ts'
import { findObject, type SwiftObject } from './open-object.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'
import { contentLength, isTrue, type SwiftRequest, subrequest, textOf } from './swift-request.ts'
import { decoded, type ObjectTarget, parseObjectPath } from './target.ts'
import { writeObject, writtenAnswer } from './write-object.ts'

/** COPY: the same as a PUT of the destination that names this object as its source (openstack/swift `swift/common/middleware/copy.py`). */
export const copyObject = async (
  context: SwiftContext,
  request: SwiftRequest,
  source: ObjectTarget,
): Promise<Response> => {
  const destination = request.headers.get('destination')
  if (!destination) throw swiftRefusal(412, 'Destination header required')
  const { container, object } = parseObjectPath(
    textOf(destination),
    'Destination header must be of the form <container name>/<object name>',
  )
  const account = accountNamed(request.headers, 'destination-account') ?? source.account
  return copyFrom(context, request, source, { account, container, object })
}

/** PUT with `X-Copy-From`. */
export const copyInto = async (
  context: SwiftContext,
  request: SwiftRequest,
  target: ObjectTarget,
): Promise<Response> => {
  if (contentLength(request)) throw swiftRefusal(400, 'Copy requests require a zero byte body')
  const { container, object } = parseObjectPath(
    textOf(request.headers.get('x-copy-from') ?? ''),
    'X-Copy-From header must be of the form <container name>/<object name>',
  )
  const account = accountNamed(request.headers, 'x-copy-from-account') ?? target.account
  return copyFrom(context, request, { account, container, object }, target)
}

const accountNamed = (headers: Headers, name: string): string | undefined => {
  const value = headers.get(name)
  if (!value) return undefined
  const account = decoded(textOf(value))
  if (account.includes('/')) throw swiftRefusal(412, 'Account name cannot contain slashes')
  return account
}

const copyFrom = async (
  context: SwiftContext,
  request: SwiftRequest,
  source: ObjectTarget,
  target: ObjectTarget,
): Promise<Response> => {
  const container = await context.containers.find(source.account, source.container)
  authorize({ ...request, method: 'GET', target: source }, container?.read ?? '')
  if (!container) throw swiftRefusal(404)
  const object = await findObject(context, container, source.object)
  const { own } = object.details
  const isManifest = request.query.get('multipart-manifest') === 'get'
  const isSegmented = own['static-large-object'] !== undefined || (own['object-manifest'] !== undefined && !isManifest)
  return isSegmented || request.headers.has('range')
    ? copyThroughHere(context, request, source, target)
    : copyBelow(context, request, object, target)
}

/** The cloud below copies the data by itself. */
const copyBelow = async (
  context: SwiftContext,
  request: SwiftRequest,
  object: SwiftObject,
  target: ObjectTarget,
): Promise<Response> => {
  const { container: from, stored, modifiedAt } = object
  const unmet = unmetCondition(request.headers, object)
  if (unmet === 304) return new Response(null, { status: 304 })
  if (unmet === 412) throw swiftRefusal(412)
  const container = await context.containers.find(target.account, target.container)
  const access = authorize({ ...request, method: 'PUT', target }, container?.write ?? '')
  if (!container) throw swiftRefusal(404)
  const told = objectHeaders(object.details, modifiedAt)
  const headers = sinkHeaders(request, told)
  const manifest = object.details.own['object-manifest']
  if (manifest !== undefined && !headers.has('x-object-manifest'))
    headers.set('x-object-manifest', told.get('x-object-manifest') ?? '')
  const copy = await writeObject(context, {
    container,
    target,
    access,
    headers,
    source: { copyOf: { container: from.native, name: stored.name }, sizeBytes: stored.sizeBytes },
  })
  return copiedAnswer(
    writtenAnswer(copy),
    { account: from.account, container: from.name, object: stored.name },
    told,
    headers,
  )
}

/** The data comes up and goes down again: what large objects are made of, or a part of an object. */
const copyThroughHere = async (
  { handle }: SwiftContext,
  request: SwiftRequest,
  source: ObjectTarget,
  target: ObjectTarget,
): Promise<Response> => {
  const isManifest = request.query.get('multipart-manifest') === 'get'
  const query = new URLSearchParams(isManifest ? { 'multipart-manifest': 'get', format: 'raw' } : {})
  const read = await handle(subrequest(request, 'GET', source, { headers: request.headers, query }))
  if (read.status >= 300 || !read.body) return read
  const sizeBytes = Number(read.headers.get('content-length'))
  if (sizeBytes > limits.max_file_size) {
    await read.body.cancel()
    throw swiftRefusal(413)
  }
  const headers = sinkHeaders(request, read.headers)
  headers.set('content-length', String(sizeBytes))
  const written = await handle(
    subrequest(request, 'PUT', target, {
      headers,
      query: new URLSearchParams(isManifest ? { 'multipart-manifest': 'put' } : {}),
      body: read.body,
    }),
  )
  // A write that was refused has not read it.
  if (!read.body.locked) await read.body.cancel()
  return written.ok ? copiedAnswer(written, source, read.headers, headers) : written
}

/** Headers that say something of the copying and nothing of the copy. */
const notCopied: ReadonlySet<string> = new Set([
  'destination',
  'destination-account',
  'x-copy-from',
  'x-copy-from-account',
  'x-fresh-metadata',
  'range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'etag',
  'content-length',
  'transfer-encoding',
])

const keptOfSource = [
  'content-encoding',
  'content-disposition',
  'cache-control',
  'content-language',
  'expires',
  'x-robots-tag',
  'x-delete-at',
]

/** The headers of the PUT that the copy is: the request's own over those of the source, unless only new ones are wanted. */
const sinkHeaders = (request: SwiftRequest, source: Headers): Headers => {
  const headers = new Headers()
  if (!isTrue(request.headers.get('x-fresh-metadata')))
    for (const [name, value] of source)
      if (name.startsWith(objectMetadataPrefix) || keptOfSource.includes(name)) headers.set(name, value)
  for (const [name, value] of request.headers) if (!notCopied.has(name)) headers.set(name, value)
  if (!request.headers.get('content-type')) headers.set('content-type', source.get('content-type') ?? '')
  return headers
}

const copiedAnswer = (answer: Response, source: ObjectTarget, told: Headers, written: Headers): Response => {
  const path = `${source.container}/${source.object}`
  const { headers } = answer
  headers.set('x-copied-from', encodeURIComponent(path).replaceAll('%2F', '/'))
  headers.set('x-copied-from-account', encodeURIComponent(source.account))
  headers.set('x-copied-from-last-modified', told.get('last-modified') ?? '')
  for (const [name, value] of written)
    if (name.startsWith(objectMetadataPrefix) || name === 'x-delete-at') headers.set(name, value)
  return answer
}
