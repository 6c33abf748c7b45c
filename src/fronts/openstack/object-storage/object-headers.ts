import { objectMetadataPrefix } from '../../../wire/openstack/object-storage/object-headers.ts'
import { httpDate, swiftTimestamp } from '../../../wire/openstack/object-storage/swift-time.ts'
import { type Metadata, metadataIn, setMetadata } from './metadata-headers.ts'
import type { SwiftDetails, SwiftsOwn } from './object-details.ts'
import { swiftRefusal } from './swift-refusal.ts'
import { headerOf, textOf } from './swift-request.ts'

/** What a PUT or POST says of an object; a POST need not name the content type. */
export type GivenDetails = Omit<SwiftDetails, 'contentType' | 'sizeBytes' | 'largeObjectEtag'>

/** Reads it from a request's headers. `now` is in milliseconds. Throws 400 for what is malformed (openstack/swift `swift/common/constraints.py`). */
export const givenDetails = (headers: Headers, now: number): GivenDetails => {
  const own: Record<string, string> = {}
  const deleteAt = deletionTime(headers, now)
  if (deleteAt !== undefined) own['delete-at'] = String(deleteAt)
  const manifest = manifestIn(headers)
  if (manifest !== undefined) own['object-manifest'] = manifest
  for (const name of ['content-language', 'expires', 'x-robots-tag']) {
    const value = headers.get(name)
    if (value) own[name] = textOf(value)
  }
  if (headers.get('x-symlink-target')) throw swiftRefusal(400, 'Symlinks are not offered here')
  const [encoding, disposition, cacheControl] = ['content-encoding', 'content-disposition', 'cache-control'].map(
    (name) => headers.get(name),
  )
  return {
    metadata: metadataIn(headers, objectMetadataPrefix),
    own: own as SwiftsOwn,
    ...(encoding ? { contentEncoding: textOf(encoding) } : {}),
    ...(disposition ? { contentDisposition: textOf(disposition) } : {}),
    ...(cacheControl ? { cacheControl: textOf(cacheControl) } : {}),
  }
}

/** When the object shall go, in seconds since the Unix epoch. */
const deletionTime = (headers: Headers, now: number): number | undefined => {
  const after = headers.get('x-delete-after')
  if (after !== null) {
    if (!/^[+-]?\d+$/.test(after.trim())) throw swiftRefusal(400, 'Non-integer X-Delete-After')
    const time = Math.floor(now / 1000 + Number(after))
    if (time <= now / 1000) throw swiftRefusal(400, 'X-Delete-After in past')
    return time
  }
  const at = headers.get('x-delete-at')
  if (at === null || at === '') return undefined
  if (!/^[+-]?\d+$/.test(at.trim())) throw swiftRefusal(400, 'Non-integer X-Delete-At')
  if (Number(at) <= now / 1000) throw swiftRefusal(400, 'X-Delete-At in past')
  return Number(at)
}

/** `container/prefix` of a dynamic large object (openstack/swift `swift/common/middleware/dlo.py`, `_validate_x_object_manifest_header`). */
const manifestIn = (headers: Headers): string | undefined => {
  const value = headers.get('x-object-manifest')
  if (value === null || value === '') return undefined
  if (!/^[^/?&]+\/[^/?&][^?&]*$/.test(value))
    throw swiftRefusal(400, 'X-Object-Manifest must be in the format container/prefix')
  return textOf(value)
}

/** An object's own headers, without size and digest. */
export const objectHeaders = (details: SwiftDetails, modifiedAt: number): Headers => {
  const { contentType, contentEncoding, contentDisposition, cacheControl, metadata, own } = details
  const headers = new Headers({
    'content-type': headerOf(contentType),
    'last-modified': httpDate(modifiedAt),
    'x-timestamp': swiftTimestamp(modifiedAt),
    'accept-ranges': 'bytes',
  })
  const optional: Metadata = {
    ...(contentEncoding === undefined ? {} : { 'content-encoding': contentEncoding }),
    ...(contentDisposition === undefined ? {} : { 'content-disposition': contentDisposition }),
    ...(cacheControl === undefined ? {} : { 'cache-control': cacheControl }),
  }
  setMetadata(headers, '', optional)
  setMetadata(headers, objectMetadataPrefix, metadata)
  for (const [name, value] of Object.entries(own)) headers.set(shownNames[name] ?? name, headerOf(value))
  return headers
}

const shownNames: Readonly<Record<string, string>> = {
  'delete-at': 'x-delete-at',
  'object-manifest': 'x-object-manifest',
  'static-large-object': 'x-static-large-object',
}
