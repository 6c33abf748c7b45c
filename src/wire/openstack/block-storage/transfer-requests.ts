import { z } from 'zod'
import { looseBoolean, nameOrNone, uuid } from './fields.ts'

/** The body of `POST /volume-transfers` before 3.55 (openstack/cinder `cinder/api/schemas/volume_transfer.py`). */
export const transferCreate = z.strictObject({
  transfer: z.strictObject({ volume_id: uuid, name: nameOrNone.optional() }),
})

/** The same since 3.55. */
export const transferCreateWithSnapshots = z.strictObject({
  transfer: z.strictObject({ volume_id: uuid, name: nameOrNone.optional(), no_snapshots: looseBoolean.optional() }),
})

export type TransferCreate = z.infer<typeof transferCreateWithSnapshots>

/** The body of `POST /volume-transfers/{id}/accept`. */
export const transferAccept = z.strictObject({
  accept: z.strictObject({ auth_key: z.union([z.string(), z.int().transform(String)]) }),
})
