import { createHash } from 'node:crypto'
import type { ResourceKind } from '../../../model/resource-kind.ts'

/** A UUID that the same text gives each time (RFC 9562 version 5, without a namespace). */
export const derivedUuid = (text: string): string => {
  const hash = createHash('sha1').update(text).digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The native id itself where it is a UUID, else one derived from it that is the same each time. */
export const uuidFor = (kind: ResourceKind, nativeId: string): string =>
  uuidShape.test(nativeId) ? nativeId : derivedUuid(`portolan:${kind}:${nativeId}`)
