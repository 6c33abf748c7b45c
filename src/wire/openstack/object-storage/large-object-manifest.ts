import { z } from 'zod'

/** One segment of a static large object as it is stored and told by `?multipart-manifest=get` (openstack/swift `swift/common/middleware/slo.py`). */
const storedSegment = z.union([
  z.object({ data: z.string() }),
  z.object({
    /** `/container/object`. */
    name: z.string(),
    /** The size of the whole object that the segment is of. */
    bytes: z.number(),
    hash: z.string(),
    content_type: z.string(),
    last_modified: z.string(),
    /** `first-last`, where it is only a part of that object. */
    range: z.string().optional(),
    /** True where that object is a static large object itself. */
    sub_slo: z.boolean().optional(),
  }),
])
export type StoredSegment = z.infer<typeof storedSegment>

/** What a static large object's data is: its segments in their order. */
export const storedManifest = z.array(storedSegment)
