import { createHash } from 'node:crypto'

/** A UUID that the same text gives each time (RFC 9562 version 5, without a namespace). */
export const derivedUuid = (text: string): string => {
  const hash = createHash('sha1').update(text).digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
