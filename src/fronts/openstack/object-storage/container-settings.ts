import { containerMetadataPrefix } from '../../../wire/openstack/object-storage/object-headers.ts'
import { cleanAcl } from './acl.ts'
import type { ContainerSettings, Versioning } from './container-store.ts'
import { mergedMetadata } from './metadata-headers.ts'
import { swiftRefusal } from './swift-refusal.ts'
import { textOf } from './swift-request.ts'
import { decoded } from './target.ts'

/** The one storage policy that there is. */
export const storagePolicy = 'Policy-0'

/** A container's settings after a PUT or POST with these headers. Throws 400 for what is malformed and for what is not offered, by name. */
export const changedSettings = (before: ContainerSettings, headers: Headers): ContainerSettings => {
  refuseUnoffered(headers)
  for (const quota of ['bytes', 'count'])
    if (!/^\d*$/.test(headers.get(`x-container-meta-quota-${quota}`) ?? ''))
      throw swiftRefusal(400, `Invalid ${quota} quota.`)
  const read = changedAcl('read', before.read, headers)
  const write = changedAcl('write', before.write, headers)
  const versioning = changedVersioning(before.versioning, headers)
  return {
    metadata: mergedMetadata(before.metadata, headers, containerMetadataPrefix),
    ...(read === undefined ? {} : { read }),
    ...(write === undefined ? {} : { write }),
    ...(versioning === undefined ? {} : { versioning }),
  }
}

const changedAcl = (kind: 'read' | 'write', before: string | undefined, headers: Headers): string | undefined => {
  const given = headers.get(`x-container-${kind}`)
  if (given !== null) return cleanAcl(kind, textOf(given)) || undefined
  return headers.get(`x-remove-container-${kind}`) ? undefined : before
}

/** The order of precedence is that of openstack/swift `swift/common/middleware/versioned_writes/legacy.py`, `container_request`. */
const changedVersioning = (before: Versioning | undefined, headers: Headers): Versioning | undefined => {
  const stack = headers.get('x-versions-location')
  const history = headers.get('x-history-location')
  if (stack && history)
    throw swiftRefusal(400, 'Only one of x-versions-location or x-history-location may be specified')
  const location = stack || history
  if (location) {
    const container = decoded(textOf(location))
    if (container.includes('/')) throw swiftRefusal(412, 'Container name cannot contain slashes')
    return { container, mode: stack ? 'stack' : 'history' }
  }
  const isRemoved =
    stack === '' ||
    history === '' ||
    headers.get('x-remove-versions-location') ||
    headers.get('x-remove-history-location')
  return isRemoved ? undefined : before
}

/** What `/info` does not tell of is refused, not kept and forgotten. */
const refuseUnoffered = (headers: Headers): void => {
  const policy = headers.get('x-storage-policy')
  if (policy && policy.toLowerCase() !== storagePolicy.toLowerCase())
    throw swiftRefusal(400, `Invalid X-Storage-Policy '${policy}'`)
  if (headers.get('x-container-sync-to') || headers.get('x-container-sync-key'))
    throw swiftRefusal(400, 'Container sync is not offered here')
  if (headers.get('x-versions-enabled')) throw swiftRefusal(400, 'Object versioning is disabled')
}
