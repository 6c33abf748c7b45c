import { authorize } from './access.ts'
import { copyInto } from './copy-object.ts'
import { putStaticObject } from './put-static-object.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'
import { contentLength, type SwiftRequest } from './swift-request.ts'
import type { ObjectTarget } from './target.ts'
import { writeObject, writtenAnswer } from './write-object.ts'

/** PUT of an object: its data, a copy of another one, or the manifest of a static large object. */
export const putObject = async (
  context: SwiftContext,
  request: SwiftRequest,
  target: ObjectTarget,
): Promise<Response> => {
  const { headers, query } = request
  const isManifest = query.get('multipart-manifest') === 'put'
  if (headers.get('x-copy-from')) {
    if (isManifest) throw swiftRefusal(405, 'Multipart Manifest PUTs cannot be COPY requests')
    return copyInto(context, request, target)
  }
  const container = await context.containers.find(target.account, target.container)
  const access = authorize(request, container?.write ?? '')
  if (!container) throw swiftRefusal(404)
  const sizeBytes = contentLength(request)
  if (sizeBytes === undefined && !headers.get('transfer-encoding')?.toLowerCase().includes('chunked'))
    throw swiftRefusal(411, 'Missing Content-Length header.')
  if (isManifest) return putStaticObject(context, request, { container, target, access })
  if (headers.has('x-static-large-object'))
    throw swiftRefusal(
      400,
      'X-Static-Large-Object is a reserved header. To create a static large object add query param multipart-manifest=put.',
    )
  const data = request.body ?? new Blob([]).stream()
  return writtenAnswer(await writeObject(context, { container, target, access, headers, source: { data, sizeBytes } }))
}
