import { z } from 'zod'

const limit = z.union([
  z.int().min(-1),
  z
    .string()
    .regex(/^(-1|[0-9]{1,9})$/)
    .transform(Number),
])

/** The body of `PUT /os-quota-sets/{project_id}`: limits by resource, -1 for none (openstack/cinder `cinder/api/schemas/quotas.py`). */
export const quotaSetUpdate = z.strictObject({
  quota_set: z
    .object({ tenant_id: z.string().optional(), id: z.string().optional() })
    .catchall(limit)
    .refine((limits) => Object.keys(limits).length > 0, 'does not have enough properties'),
})
