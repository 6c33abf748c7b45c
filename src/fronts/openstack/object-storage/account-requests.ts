import { compareUtf8 } from '../../../lib/utf8-order.ts'
import type { ListedContainer, ListedSubdirectory } from '../../../wire/openstack/object-storage/listing.ts'
import { accountMetadataPrefix } from '../../../wire/openstack/object-storage/object-headers.ts'
import { listingTime, swiftTimestamp } from '../../../wire/openstack/object-storage/swift-time.ts'
import { type Access, authorize } from './access.ts'
import type { AccountRecord } from './account-store.ts'
import type { CountedContainer } from './container-store.ts'
import { limits } from './limits.ts'
import { listingAnswer, listingFormat } from './listing-format.ts'
import { type ListingRequest, listingRequest } from './listing-request.ts'
import { mergedMetadata, setMetadata } from './metadata-headers.ts'
import { ownersMetadata } from './owners-headers.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'
import type { SwiftRequest } from './swift-request.ts'

/** `GET`, `HEAD` and `POST` on an account (openstack/swift `swift/proxy/controllers/account.py`). Accounts come and go with their projects, so nobody makes or deletes them here. */
export const handleAccount = async (context: SwiftContext, request: SwiftRequest): Promise<Response> => {
  const access = authorize(request)
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return showAccount(context, request, access)
    case 'POST':
      return changeAccount(context, request, access)
    default:
      throw swiftRefusal(405)
  }
}

const showAccount = async (
  { accounts, containers }: SwiftContext,
  request: SwiftRequest,
  access: Access,
): Promise<Response> => {
  const { account } = request.target
  const format = listingFormat(request)
  const asked = listingRequest(request, limits.account_listing_limit)
  const all = await containers.list(account)
  const headers = accountHeaders(accounts.get(account), all, access)
  if (request.method === 'HEAD') {
    headers.set('content-type', `${format}; charset=utf-8`)
    headers.set('content-length', '0')
    return new Response(null, { status: 204, headers })
  }
  return listingAnswer(listed(all, asked), { kind: 'account', name: account }, format, headers)
}

const accountHeaders = (
  { metadata, quotaBytes, quotaCount, createdAt }: AccountRecord,
  all: readonly CountedContainer[],
  access: Access,
): Headers => {
  const objectCount = all.reduce((sum, each) => sum + each.objectCount, 0)
  const sizeBytes = all.reduce((sum, each) => sum + each.sizeBytes, 0)
  const headers = new Headers({
    'x-account-container-count': String(all.length),
    'x-account-object-count': String(objectCount),
    'x-account-bytes-used': String(sizeBytes),
    'x-account-storage-policy-policy-0-container-count': String(all.length),
    'x-account-storage-policy-policy-0-object-count': String(objectCount),
    'x-account-storage-policy-policy-0-bytes-used': String(sizeBytes),
    'x-timestamp': swiftTimestamp(createdAt),
    'accept-ranges': 'bytes',
    vary: 'Accept',
  })
  if (quotaBytes !== undefined) headers.set('x-account-quota-bytes', String(quotaBytes))
  if (quotaBytes !== undefined) headers.set('x-account-meta-quota-bytes', String(quotaBytes))
  if (quotaCount !== undefined) headers.set('x-account-quota-count', String(quotaCount))
  setMetadata(headers, accountMetadataPrefix, ownersMetadata(metadata, access))
  return headers
}

const listed = (
  all: readonly CountedContainer[],
  { limit, marker, endMarker, prefix, delimiter, reverse }: ListingRequest,
): ReadonlyArray<ListedContainer | ListedSubdirectory> => {
  const [after, before] = reverse ? [endMarker, marker] : [marker, endMarker]
  const found: Array<ListedContainer | ListedSubdirectory> = []
  let subdirectory: string | undefined
  for (const container of all) {
    const { name } = container.record
    if (!name.startsWith(prefix) || (after !== '' && compareUtf8(name, after) <= 0)) continue
    if (before !== '' && compareUtf8(name, before) >= 0) break
    const end = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length)
    const common = end < 0 ? undefined : name.slice(0, end + delimiter.length)
    if (common === undefined) found.push(shown(container))
    else if (common !== subdirectory && common !== marker) found.push({ subdir: common })
    subdirectory = common
  }
  return (reverse ? found.reverse() : found).slice(0, limit)
}

const shown = ({ record, objectCount, sizeBytes }: CountedContainer): ListedContainer => ({
  name: record.name,
  count: objectCount,
  bytes: sizeBytes,
  last_modified: listingTime(record.changedAt),
})

const changeAccount = ({ accounts }: SwiftContext, { target, headers }: SwiftRequest, access: Access): Response => {
  const { quotaBytes, quotaCount, ...before } = accounts.get(target.account)
  const bytes = changedQuota(quotaBytes, headers, ['quota-bytes', 'meta-quota-bytes'], access)
  const count = changedQuota(quotaCount, headers, ['quota-count'], access)
  // The older spelling of the quota is no metadata (openstack/swift `swift/common/middleware/account_quotas.py`).
  const { 'quota-bytes': _quota, ...metadata } = mergedMetadata(before.metadata, headers, accountMetadataPrefix)
  accounts.put({
    ...before,
    metadata,
    ...(bytes === undefined ? {} : { quotaBytes: bytes }),
    ...(count === undefined ? {} : { quotaCount: count }),
  })
  return new Response(null, { status: 204, headers: { 'content-type': 'text/html; charset=UTF-8' } })
}

/** The quota after the request; only the cloud's own people may name it. */
const changedQuota = (
  before: number | undefined,
  headers: Headers,
  names: readonly string[],
  { isReseller }: Access,
): number | undefined => {
  const removed = names.some((name) => headers.get(`x-remove-account-${name}`))
  const named = removed ? '' : names.map((name) => headers.get(`x-account-${name}`)).find((value) => value !== null)
  if (named === undefined || named === null) return before
  if (!isReseller) throw swiftRefusal(403)
  if (named === '') return undefined
  if (!/^\d+$/.test(named)) throw swiftRefusal(400)
  return Number(named)
}
