import { authorize } from './access.ts'
import { deleteStaticObject } from './delete-static-object.ts'
import { findObject } from './open-object.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'
import type { SwiftRequest } from './swift-request.ts'
import type { ObjectTarget } from './target.ts'
import { deleteVersioned } from './versions.ts'

/** DELETE of an object, with `multipart-manifest=delete` of all that a static large object is made of too. */
export const deleteObject = async (
  context: SwiftContext,
  request: SwiftRequest,
  target: ObjectTarget,
): Promise<Response> => {
  if (request.query.get('multipart-manifest') === 'delete') return deleteStaticObject(context, request, target)
  const container = await context.containers.find(target.account, target.container)
  authorize(request, container?.write ?? '')
  if (!container) throw swiftRefusal(404)
  if (container.versioning) await deleteVersioned(context, container, target)
  else {
    await findObject(context, container, target.object)
    await context.containers.below(({ objects }, call) => objects.delete(container.native, target.object, call))
  }
  return new Response(null, { status: 204, headers: { 'content-type': 'text/html; charset=UTF-8' } })
}
