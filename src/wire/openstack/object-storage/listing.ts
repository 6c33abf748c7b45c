import { z } from 'zod'

/** One container of an account's JSON listing (openstack/swift `swift/account/utils.py`). */
const listedContainer = z.looseObject({
  name: z.string(),
  count: z.number(),
  bytes: z.number(),
  /** Without a zone, in UTC, with microseconds. */
  last_modified: z.string(),
})
export type ListedContainer = z.infer<typeof listedContainer>

/** One object of a container's JSON listing (openstack/swift `swift/container/server.py`, `swift/common/middleware/slo.py`). */
const listedObject = z.looseObject({
  name: z.string(),
  /** The MD5 digest of what is stored, which for a static large object is its manifest. */
  hash: z.string(),
  bytes: z.number(),
  content_type: z.string(),
  last_modified: z.string(),
  /** In quotes; only static large objects have it. */
  slo_etag: z.string().optional(),
})
export type ListedObject = z.infer<typeof listedObject>

/** What names alike up to a delimiter are listed as. */
const listedSubdirectory = z.looseObject({ subdir: z.string() })
export type ListedSubdirectory = z.infer<typeof listedSubdirectory>

export const isSubdirectory = (item: ListedContainer | ListedObject | ListedSubdirectory): item is ListedSubdirectory =>
  'subdir' in item

/** The answer to `GET /v1/{account}?format=json`. */
export const accountListing = z.array(z.union([listedContainer, listedSubdirectory]))

/** The answer to `GET /v1/{account}/{container}?format=json`. */
export const containerListing = z.array(z.union([listedObject, listedSubdirectory]))
