import { containerMetadataPrefix } from '../../../wire/openstack/object-storage/object-headers.ts'
import { httpDate, swiftTimestamp } from '../../../wire/openstack/object-storage/swift-time.ts'
import { type Access, authorize } from './access.ts'
import { changedSettings, storagePolicy } from './container-settings.ts'
import type { ContainerRecord, CountedContainer } from './container-store.ts'
import { limits } from './limits.ts'
import { listObjects } from './list-objects.ts'
import { listingAnswer, listingFormat } from './listing-format.ts'
import { listingRequest } from './listing-request.ts'
import { setMetadata } from './metadata-headers.ts'
import { ownersMetadata } from './owners-headers.ts'
import type { SwiftContext } from './swift-context.ts'
import { page, swiftRefusal } from './swift-refusal.ts'
import { headerOf, type SwiftRequest } from './swift-request.ts'
import type { ContainerTarget } from './target.ts'

/** Everything on a container (openstack/swift `swift/proxy/controllers/container.py`, `swift/container/server.py`). */
export const handleContainer = async (
  context: SwiftContext,
  request: SwiftRequest,
  target: ContainerTarget,
): Promise<Response> => {
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return showContainer(context, request, target)
    case 'PUT':
      authorize(request)
      return putContainer(context, request, target)
    case 'POST': {
      authorize(request)
      const { record } = await needContainer(context, target)
      context.containers.change(record, (before) => changedSettings(before, request.headers))
      return empty()
    }
    case 'DELETE': {
      authorize(request)
      const { record } = await needContainer(context, target)
      await context.containers.delete(record)
      return empty()
    }
    default:
      throw swiftRefusal(405)
  }
}

const empty = (): Response =>
  new Response(null, { status: 204, headers: { 'content-type': 'text/html; charset=UTF-8' } })

/** The container with what is in it. Throws 404. */
const needContainer = async (
  { containers }: SwiftContext,
  { account, container }: ContainerTarget,
): Promise<CountedContainer> => {
  const record = await containers.find(account, container)
  const counted = record && (await containers.counted(record))
  if (!counted) throw swiftRefusal(404)
  return counted
}

const putContainer = async (
  { accounts, containers }: SwiftContext,
  { headers }: SwiftRequest,
  { account, container }: ContainerTarget,
): Promise<Response> => {
  const length = Buffer.byteLength(container)
  if (length > limits.max_container_name_length)
    throw swiftRefusal(400, `Container name length of ${length} longer than ${limits.max_container_name_length}`)
  const known = await containers.find(account, container)
  const settings = changedSettings(known ?? { metadata: {} }, headers)
  const counted = known && (await containers.counted(known))
  if (!counted) accounts.touch(account)
  const there = counted ? counted.record : await containers.make(account, container, settings)
  if (!there)
    return new Response(null, {
      status: 201,
      headers: { 'content-type': 'text/html; charset=UTF-8', 'content-length': '0' },
    })
  containers.change(there, (before) => changedSettings(before, headers))
  return new Response(page('Accepted', 'The request is accepted for processing.'), {
    status: 202,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
  })
}

const showContainer = async (
  context: SwiftContext,
  request: SwiftRequest,
  target: ContainerTarget,
): Promise<Response> => {
  const found = await context.containers.find(target.account, target.container)
  const access = authorize(request, found?.read ?? '')
  const format = listingFormat(request)
  const asked = listingRequest(request, limits.container_listing_limit)
  const counted = await needContainer(context, target)
  const headers = containerHeaders(counted, access)
  if (request.method === 'HEAD') {
    headers.set('content-type', `${format}; charset=utf-8`)
    headers.set('content-length', '0')
    return new Response(null, { status: 204, headers })
  }
  const items = await listObjects(context.containers, counted.record, asked)
  return listingAnswer(items, { kind: 'container', name: target.container }, format, headers)
}

const containerHeaders = ({ record, objectCount, sizeBytes }: CountedContainer, access: Access): Headers => {
  const headers = new Headers({
    'x-container-object-count': String(objectCount),
    'x-container-bytes-used': String(sizeBytes),
    'x-timestamp': swiftTimestamp(record.createdAt),
    'last-modified': httpDate(record.changedAt),
    'x-storage-policy': storagePolicy,
    'accept-ranges': 'bytes',
    vary: 'Accept',
  })
  setMetadata(headers, containerMetadataPrefix, ownersMetadata(record.metadata, access))
  if (access.isOwner) setLists(headers, record)
  if (record.versioning) {
    const { mode, container } = record.versioning
    headers.set(mode === 'stack' ? 'x-versions-location' : 'x-history-location', encodeURIComponent(container))
  }
  return headers
}

const setLists = (headers: Headers, { read, write }: ContainerRecord): void => {
  if (read !== undefined) headers.set('x-container-read', headerOf(read))
  if (write !== undefined) headers.set('x-container-write', headerOf(write))
}
