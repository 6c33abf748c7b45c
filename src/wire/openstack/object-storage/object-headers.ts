/** What every header of an object's own metadata begins with; the name follows. */
export const objectMetadataPrefix = 'x-object-meta-'
export const containerMetadataPrefix = 'x-container-meta-'
export const accountMetadataPrefix = 'x-account-meta-'

/** Headers of an object beside its metadata that are kept with it (openstack/swift `swift/obj/server.py`, `allowed_headers`). */
export const keptObjectHeaders = [
  'content-disposition',
  'content-encoding',
  'x-delete-at',
  'x-object-manifest',
  'cache-control',
  'content-language',
  'expires',
  'x-robots-tag',
] as const
export type KeptObjectHeader = (typeof keptObjectHeaders)[number]
