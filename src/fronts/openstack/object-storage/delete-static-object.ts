import { storedManifest } from '../../../wire/openstack/object-storage/large-object-manifest.ts'
import { answerDeletes, type PathToDelete } from './bulk-delete.ts'
import { largeObjectLimits } from './limits.ts'
import type { SwiftContext } from './swift-context.ts'
import { statusLine, swiftRefusal } from './swift-refusal.ts'
import { type SwiftRequest, subrequest } from './swift-request.ts'
import type { ObjectTarget } from './target.ts'

/**
 * `DELETE …?multipart-manifest=delete`: everything that a static large object is made of, and then itself; large objects among its segments likewise
 * (openstack/swift `swift/common/middleware/slo.py`, `get_segments_to_delete_iter`). All at once, also where `async` asks for later.
 */
export const deleteStaticObject = (context: SwiftContext, request: SwiftRequest, target: ObjectTarget): Response =>
  answerDeletes(context, { ...request, headers: withoutType(request.headers) }, () => find(context, request, target))

const withoutType = (headers: Headers): Headers => {
  const others = new Headers(headers)
  others.delete('content-type')
  return others
}

const find = async (
  context: SwiftContext,
  request: SwiftRequest,
  { account, container, object }: ObjectTarget,
): Promise<readonly PathToDelete[]> => {
  const [open, found]: [string[], PathToDelete[]] = [[`${container}/${object}`], []]
  const manifests: PathToDelete[] = []
  // One that lies in itself is read once: by the time of its second turn it is gone.
  const seen = new Set(open)
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const read = await readManifestAt(context, request, account, path)
    if ('problem' in read) {
      manifests.unshift({ path, problem: read.problem })
      continue
    }
    manifests.unshift({ path })
    for (const segment of read.segments) {
      if ('data' in segment) continue
      const path = segment.name.slice(1)
      if (!segment.sub_slo) found.push({ path })
      else if (!seen.has(path)) {
        seen.add(path)
        open.push(path)
      }
    }
    if (found.length + seen.size > largeObjectLimits.max_manifest_segments * 10)
      throw swiftRefusal(400, 'Too many buffered slo segments to delete.')
  }
  return [...found, ...manifests]
}

const readManifestAt = async ({ handle }: SwiftContext, request: SwiftRequest, account: string, path: string) => {
  const [container = '', ...rest] = path.split('/')
  const query = new URLSearchParams({ 'multipart-manifest': 'get' })
  const answer = await handle(subrequest(request, 'GET', { account, container, object: rest.join('/') }, { query }))
  const problem = (status: number, text: string) => ({ problem: { status, text } })
  if (answer.ok && answer.headers.has('x-static-large-object')) {
    const parsed = storedManifest.safeParse(await answer.json())
    return parsed.success ? { segments: parsed.data } : problem(500, 'Unable to load SLO manifest')
  }
  await answer.body?.cancel()
  if (answer.ok) return problem(400, 'Not an SLO manifest')
  if (answer.status === 404) return problem(404, 'SLO manifest not found')
  return problem(answer.status, statusLine(answer.status))
}
