import { z } from 'zod'

/** A project as Keystone shows it (openstack/keystone `keystone/resource/schema.py`). */
export const projectAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string().nullish(),
  enabled: z.boolean().optional(),
  description: z.string().nullish(),
})
