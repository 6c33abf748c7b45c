import { createHash } from 'node:crypto'
import type { StoredSegment } from '../../../wire/openstack/object-storage/large-object-manifest.ts'
import { listingTime } from '../../../wire/openstack/object-storage/swift-time.ts'
import { bestMatch } from './accept.ts'
import { unquoted } from './answer-read.ts'
import { largeObjectLimits } from './limits.ts'
import { type NamedSegment, parseManifest, rangeOf } from './manifest-request.ts'
import { outcomeBody, outcomeFormats } from './outcome.ts'
import { readText } from './read-text.ts'
import type { SwiftContext } from './swift-context.ts'
import { statusLine, swiftRefusal } from './swift-refusal.ts'
import { contentLength, isTrue, type SwiftRequest, subrequest } from './swift-request.ts'
import { type ObjectWrite, writeObject, writtenAnswer } from './write-object.ts'

/**
 * `PUT …?multipart-manifest=put`: looks at every segment in the caller's name and keeps the manifest as the object's data
 * (openstack/swift `swift/common/middleware/slo.py`, `handle_multipart_put`).
 */
export const putStaticObject = async (
  context: SwiftContext,
  request: SwiftRequest,
  { container, target, access }: Pick<ObjectWrite, 'container' | 'target' | 'access'>,
): Promise<Response> => {
  const { max_manifest_size: most } = largeObjectLimits
  const tooLarge = () => swiftRefusal(413, `Manifest File > ${most} bytes`)
  if ((contentLength(request) ?? 0) > most) throw tooLarge()
  const named = parseManifest(await readText(request.body, most, tooLarge), `${target.container}/${target.object}`)
  const { segments, sizeBytes, problems } = await look(context, request, named)
  if (problems.length > 0) return refusedSegments(request, problems)
  const etag = digestOf(segments)
  const expected = request.headers.get('etag')
  if (expected && unquoted(expected) !== etag) throw swiftRefusal(422)
  const manifest = Buffer.from(JSON.stringify(segments))
  const stored = await writeObject(context, {
    container,
    target,
    access,
    headers: request.headers,
    source: { data: new Blob([manifest]).stream(), sizeBytes: manifest.length },
    largeObject: { sizeBytes, largeObjectEtag: etag },
  })
  const answer = writtenAnswer(stored, { etag: `"${etag}"` })
  return isTrue(request.query.get('heartbeat')) ? told(request, answer) : answer
}

interface Looked {
  readonly segments: StoredSegment[]
  readonly sizeBytes: number
  readonly problems: Array<readonly [name: string, status: string]>
}

/** Asks for the head of each object once, however often the manifest names it. */
const look = async (
  { handle }: SwiftContext,
  request: SwiftRequest,
  named: readonly NamedSegment[],
): Promise<Looked> => {
  const heads = new Map<string, Response>()
  const headOf = async (container: string, object: string): Promise<Response> => {
    const path = `${container}/${object}`
    const known = heads.get(path)
    if (known) return known
    const head = await handle(subrequest(request, 'HEAD', { account: request.target.account, container, object }))
    heads.set(path, head)
    return head
  }
  const [segments, problems]: [StoredSegment[], Array<readonly [string, string]>] = [[], []]
  let sizeBytes = 0
  for (const [index, segment] of named.entries()) {
    if ('data' in segment) {
      segments.push(segment)
      sizeBytes += Buffer.from(segment.data, 'base64').length
      continue
    }
    const name = encodeURIComponent(segment.path).replaceAll('%2F', '/')
    const head = await headOf(segment.container, segment.object)
    if (!head.ok) {
      problems.push([name, statusLine(head.status)])
      continue
    }
    const checked = checkSegment(segment, head, index === named.length - 1)
    for (const problem of checked.problems) problems.push([name, problem])
    segments.push(checked.stored)
    sizeBytes += checked.sizeBytes
  }
  return { segments, sizeBytes, problems }
}

const checkSegment = (
  { container, object, etag, sizeBytes, range }: Exclude<NamedSegment, { readonly data: string }>,
  { headers }: Response,
  isLast: boolean,
): { readonly stored: StoredSegment; readonly sizeBytes: number; readonly problems: readonly string[] } => {
  const bytes = Number(headers.get('content-length'))
  const hash = unquoted(headers.get('etag') ?? '')
  const part = rangeOf(range, bytes)
  const size = typeof part === 'object' ? part.last - part.first + 1 : bytes
  const problems = [
    ...(part === 'unsatisfiable' ? ['Unsatisfiable Range'] : []),
    ...(size < 1 && !isLast ? ['Too small; each segment must be at least 1 byte.'] : []),
    ...(sizeBytes !== undefined && sizeBytes !== bytes ? ['Size Mismatch'] : []),
    ...(etag !== undefined && unquoted(etag) !== hash ? ['Etag Mismatch'] : []),
  ]
  const stored = {
    name: `/${container}/${object}`,
    bytes,
    hash,
    content_type: headers.get('content-type') ?? '',
    last_modified: listingTime(Date.parse(headers.get('last-modified') ?? '')),
    ...(typeof part === 'object' ? { range: `${part.first}-${part.last}` } : {}),
    ...(headers.has('x-static-large-object') ? { sub_slo: true } : {}),
  }
  return { stored, sizeBytes: size, problems }
}

/** The digest of the segments' digests, which is what a static large object has for one. */
const digestOf = (segments: readonly StoredSegment[]): string => {
  const digest = createHash('md5')
  for (const segment of segments)
    if ('data' in segment) digest.update(createHash('md5').update(Buffer.from(segment.data, 'base64')).digest('hex'))
    else digest.update(segment.range === undefined ? segment.hash : `${segment.hash}:${segment.range};`)
  return digest.digest('hex')
}

const formatFor = ({ headers }: SwiftRequest) => bestMatch(headers.get('accept'), outcomeFormats) ?? 'text/plain'

/** With `heartbeat=on` the answer's status is 202 whatever becomes of it, and the outcome is told in the body. */
const refusedSegments = (request: SwiftRequest, problems: Looked['problems']): Response => {
  const format = formatFor(request)
  const hasHeartbeat = isTrue(request.query.get('heartbeat'))
  const fields: Readonly<Record<string, string>> = hasHeartbeat
    ? { 'Response Status': statusLine(400), 'Response Body': '' }
    : {}
  const body = outcomeBody({ fields, errors: problems }, format, 'upload')
  return new Response(hasHeartbeat ? ` \r\n\r\n${body}` : body, {
    status: hasHeartbeat ? 202 : 400,
    headers: { 'content-type': `${format}; charset=UTF-8` },
  })
}

const told = (request: SwiftRequest, { headers }: Response): Response => {
  const format = formatFor(request)
  const fields = {
    'Response Status': statusLine(201),
    'Response Body': '',
    Etag: headers.get('etag') ?? '',
    'Last Modified': headers.get('last-modified') ?? '',
  }
  return new Response(` \r\n\r\n${outcomeBody({ fields, errors: [] }, format, 'upload')}`, {
    status: 202,
    headers: { 'content-type': `${format}; charset=UTF-8` },
  })
}
