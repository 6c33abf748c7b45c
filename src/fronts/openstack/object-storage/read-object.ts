import { CloudError } from '../../../model/cloud-error.ts'
import { authorize } from './access.ts'
import { answerRead } from './answer-read.ts'
import { readableDynamicObject } from './dynamic-large-object.ts'
import { findObject, type OpenObject, openObject, readableObject, type SwiftObject } from './open-object.ts'
import { answerStaticObject } from './static-large-object.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'
import type { SwiftRequest } from './swift-request.ts'
import type { ObjectTarget } from './target.ts'

/** GET and HEAD of an object: what is stored, or what a large object's segments make together. */
export const readObject = async (
  context: SwiftContext,
  request: SwiftRequest,
  target: ObjectTarget,
): Promise<Response> => {
  const container = await context.containers.find(target.account, target.container)
  authorize(request, container?.read ?? '')
  if (!container) throw swiftRefusal(404)
  // Whole objects, the usual case, come with one call to the cloud below.
  const isWhole = request.method === 'GET' && !request.headers.has('range')
  const object: SwiftObject & Partial<OpenObject> = await (isWhole ? openObject : findObject)(
    context,
    container,
    target.object,
  ).catch((error: unknown) => {
    const isMissing = error instanceof CloudError && error.code === 'not_found'
    throw isMissing && request.headers.get('if-match')?.includes('*') ? swiftRefusal(412) : error
  })
  const { own } = object.details
  if (own['static-large-object'] !== undefined) return answerStaticObject(context, request, object)
  if (own['object-manifest'] !== undefined && request.query.get('multipart-manifest') !== 'get') {
    await object.data?.cancel()
    return answerRead(context, request, await readableDynamicObject(context, request, target, object))
  }
  return answerRead(context, request, readableObject(context, object, object.data))
}
