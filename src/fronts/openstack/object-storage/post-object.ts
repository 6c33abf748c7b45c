import { authorize } from './access.ts'
import { type ContainerRecord, idBelow } from './container-store.ts'
import { nativeDetails } from './object-details.ts'
import { givenDetails } from './object-headers.ts'
import { findObject } from './open-object.ts'
import type { SwiftContext } from './swift-context.ts'
import { page, swiftRefusal } from './swift-refusal.ts'
import { type SwiftRequest, textOf } from './swift-request.ts'
import type { ObjectTarget } from './target.ts'

/**
 * POST of an object: all that users may say of it is replaced, whether named or not, but for the content type
 * (openstack/swift `swift/obj/server.py`, `POST`). Data stays, and a static large object stays one.
 */
export const postObject = async (
  context: SwiftContext,
  request: SwiftRequest,
  target: ObjectTarget,
): Promise<Response> => {
  const { containers, expiring, front, turns } = context
  const { headers } = request
  const container = await containers.find(target.account, target.container)
  authorize(request, container?.write ?? '')
  if (!container) throw swiftRefusal(404)
  const given = givenDetails(headers, front.clock.now())
  await turns.change(idBelow(container, target.object), () => setDetails(context, container, target, headers, given))
  const deleteAt = given.own['delete-at']
  if (deleteAt !== undefined) expiring.add(target, Number(deleteAt))
  return new Response(page('Accepted', 'The request is accepted for processing.'), {
    status: 202,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
  })
}

const setDetails = async (
  context: SwiftContext,
  container: ContainerRecord,
  { object }: ObjectTarget,
  headers: Headers,
  given: ReturnType<typeof givenDetails>,
): Promise<void> => {
  const { details: before } = await findObject(context, container, object)
  const { 'static-large-object': segmented } = before.own
  const contentType = headers.get('content-type')
  const details = nativeDetails({
    ...given,
    contentType: contentType ? textOf(contentType) : before.contentType,
    own: { ...given.own, ...(segmented === undefined ? {} : { 'static-large-object': segmented }) },
    ...(before.sizeBytes === undefined ? {} : { sizeBytes: before.sizeBytes }),
    ...(before.largeObjectEtag === undefined ? {} : { largeObjectEtag: before.largeObjectEtag }),
  })
  await context.containers.below(({ objects }, call) => objects.setDetails(container.native, object, details, call))
}
