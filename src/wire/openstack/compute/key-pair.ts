import { z } from 'zod'
import * as field from './fields.ts'
import type { Introduced } from './introduced.ts'

/** `POST /os-keypairs` (openstack/nova `nova/api/openstack/compute/schemas/keypairs.py`). */
export const keyPairCreate = z.strictObject({
  keypair: z.strictObject({
    name: field.name.regex(/^[_\-@. a-zA-Z0-9]+$/),
    public_key: z.string().optional(),
    type: z.enum(['ssh', 'x509']).optional(),
    user_id: z
      .string()
      .min(1)
      .max(255)
      .regex(/^[a-zA-Z0-9-]*$/)
      .optional(),
  }),
})

export const keyPairFields: Introduced = { type: { since: '2.2' }, user_id: { since: '2.10' } }
