import { z } from 'zod'
import { looseBoolean, metadata, optionalText, uuid } from './fields.ts'

/** The body of `POST /snapshots` (openstack/cinder `cinder/api/schemas/snapshots.py`). */
export const snapshotCreate = z.strictObject({
  snapshot: z.strictObject({
    volume_id: uuid.nullable(),
    name: optionalText.optional(),
    display_name: optionalText.optional(),
    description: optionalText.optional(),
    force: looseBoolean.optional(),
    metadata: metadata.nullish(),
  }),
})

/** The body of `PUT /snapshots/{id}`. */
export const snapshotUpdate = z.strictObject({
  snapshot: z
    .strictObject({
      name: optionalText.optional(),
      description: optionalText.optional(),
      display_name: optionalText.optional(),
      display_description: optionalText.optional(),
    })
    .refine((fields) => Object.keys(fields).length > 0, { message: 'one of name and description is required' }),
})

export const snapshotActions = {
  'os-reset_status': z.strictObject({
    status: z.enum(['available', 'creating', 'deleting', 'error', 'error_deleting']),
  }),
  'os-force_delete': z.unknown(),
} as const
