import type { Access } from './access.ts'
import type { Metadata } from './metadata-headers.ts'

/** Metadata that is a secret between an account's owners (openstack/swift `swift/proxy/server.py`, `swift_owner_headers`). */
const secrets: ReadonlySet<string> = new Set(['temp-url-key', 'temp-url-key-2'])

/** The metadata that this caller may see. */
export const ownersMetadata = (metadata: Metadata, { isOwner }: Access): Metadata =>
  isOwner ? metadata : Object.fromEntries(Object.entries(metadata).filter(([name]) => !secrets.has(name)))
