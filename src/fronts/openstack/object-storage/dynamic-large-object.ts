import { createHash } from 'node:crypto'
import { authorize } from './access.ts'
import type { Readable } from './answer-read.ts'
import { withoutHidden } from './content-type-parameters.ts'
import { objectHeaders } from './object-headers.ts'
import type { SwiftObject } from './open-object.ts'
import { openSegment } from './open-segment.ts'
import { readSegments, type Segment } from './segments.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'
import { type SwiftRequest, subrequest } from './swift-request.ts'
import { decoded, type ObjectTarget } from './target.ts'

/**
 * All objects whose names begin as the manifest says, one after the other in the order of their names, as they are now
 * (openstack/swift `swift/common/middleware/dlo.py`). Throws 401, 403 or 404 where the caller may not list them.
 */
export const readableDynamicObject = async (
  context: SwiftContext,
  request: SwiftRequest,
  { account }: ObjectTarget,
  { details, modifiedAt }: SwiftObject,
): Promise<Readable> => {
  const [, container = '', prefix = ''] = /^([^/]+)\/(.*)$/s.exec(decoded(details.own['object-manifest'] ?? '')) ?? []
  const record = await context.containers.find(account, container)
  authorize(subrequest(request, 'GET', { account, container }, { headers: request.headers }), record?.read ?? '')
  if (!record) throw swiftRefusal(404)
  const named = () => context.containers.objectsIn(record, { prefix })
  const digest = createHash('md5')
  let sizeBytes = 0
  for await (const each of named()) {
    if ('prefix' in each) continue
    digest.update(each.md5 ?? each.etag)
    sizeBytes += withoutHidden(each.contentType).sizeBytes ?? each.sizeBytes
  }
  async function* segments(): AsyncGenerator<Segment> {
    for await (const each of named()) {
      if ('prefix' in each) continue
      yield {
        sizeBytes: withoutHidden(each.contentType).sizeBytes ?? each.sizeBytes,
        open: (range) => openSegment(context, request, { account, container, object: each.name }, range, undefined),
      }
    }
  }
  return {
    headers: objectHeaders(details, modifiedAt),
    etag: `"${digest.digest('hex')}"`,
    modifiedAt,
    sizeBytes,
    read: (range) => readSegments(segments(), range ?? { first: 0, last: sizeBytes - 1 }),
  }
}
