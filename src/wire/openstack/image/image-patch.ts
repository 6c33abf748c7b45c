import { z } from 'zod'

/** Content types of `PATCH /v2/images/{id}`, newest last (openstack/glance `glance/api/v2/images.py`, `RequestDeserializer.update`). */
export const imagePatchTypes = {
  older: 'application/openstack-images-v2.0-json-patch',
  newer: 'application/openstack-images-v2.1-json-patch',
} as const

/** RFC 6902 as far as Glance takes it: three operations on one level. */
export const imagePatch = z.array(
  z.looseObject({ op: z.enum(['add', 'replace', 'remove']), path: z.string(), value: z.unknown().optional() }),
)

/** Draft 4 of the same: the operation's name is the member that holds the path. */
export const imagePatchDraft4 = z.array(
  z.looseObject({
    add: z.string().optional(),
    replace: z.string().optional(),
    remove: z.string().optional(),
    value: z.unknown().optional(),
  }),
)

export interface ImageChange {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  readonly value: unknown
}
