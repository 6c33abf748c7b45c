import { CloudError } from '../../../model/cloud-error.ts'
import { handleAccount } from './account-requests.ts'
import { bulkDelete } from './bulk-delete.ts'
import { handleContainer } from './container-requests.ts'
import { copyObject } from './copy-object.ts'
import { answerOptions, withCors } from './cors.ts'
import { deleteObject } from './delete-object.ts'
import { extractArchive } from './extract-archive.ts'
import { postObject } from './post-object.ts'
import { putObject } from './put-object.ts'
import { readObject } from './read-object.ts'
import type { SwiftContext } from './swift-context.ts'
import { refusalResponse, swiftRefusal } from './swift-refusal.ts'
import type { SwiftRequest } from './swift-request.ts'
import { isContainerTarget, isObjectTarget, type ObjectTarget } from './target.ts'
import { tempUrlOf } from './temp-url.ts'

/** Answers a request that came in, pages of other origins as their container lets them. */
export const answerRequest = async (context: SwiftContext, request: SwiftRequest): Promise<Response> =>
  request.method === 'OPTIONS'
    ? answerOptions(context, request)
    : withCors(context, request, await handleRequest(context, request))

/** Answers a request, in the order of Swift's own pipeline; refusals are answers too. */
export const handleRequest = async (context: SwiftContext, request: SwiftRequest): Promise<Response> => {
  try {
    return await dispatch(context, request)
  } catch (error) {
    if (!(error instanceof CloudError)) context.front.onUnexpected(error)
    const refusal = error instanceof CloudError ? error : swiftRefusal(500)
    return refusalResponse(refusal, request.target.account)
  }
}

const dispatch = async (context: SwiftContext, request: SwiftRequest): Promise<Response> => {
  const { method, query } = request
  if (query.has('extract-archive') && method === 'PUT') return extractArchive(context, request)
  if (query.has('bulk-delete') && (method === 'POST' || method === 'DELETE')) return bulkDelete(context, request)
  const signed = await tempUrlOf(context, request)
  return signed ? signed.finish(await route(context, signed.request)) : route(context, request)
}

const route = (context: SwiftContext, request: SwiftRequest): Promise<Response> => {
  const { target } = request
  if (isObjectTarget(target)) return routeObject(context, request, target)
  if (isContainerTarget(target)) return handleContainer(context, request, target)
  return handleAccount(context, request)
}

const routeObject = async (context: SwiftContext, request: SwiftRequest, target: ObjectTarget): Promise<Response> => {
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return readObject(context, request, target)
    case 'PUT':
      return putObject(context, request, target)
    case 'POST':
      return postObject(context, request, target)
    case 'DELETE':
      return deleteObject(context, request, target)
    case 'COPY':
      return copyObject(context, request, target)
    default:
      throw swiftRefusal(405)
  }
}
