import { z } from 'zod'

/** `GET /limits`, the same shape for Nova and Cinder: numbers by name, -1 for unlimited (openstack/nova `nova/api/openstack/compute/views/limits.py`). */
export const limitsAnswer = z.looseObject({
  limits: z.looseObject({ absolute: z.record(z.string(), z.number().nullish()) }),
})
