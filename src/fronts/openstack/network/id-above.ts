import { derivedUuid } from '../kernel/derived-uuid.ts'

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** OpenStack's id of something that the mirror keeps no record of: its own id where that is a UUID, else one that is the same each time. */
export const idAbove = (kind: 'security-group-rule' | 'port', nativeId: string): string =>
  uuidShape.test(nativeId) ? nativeId : derivedUuid(`portolan:${kind}:${nativeId}`)
