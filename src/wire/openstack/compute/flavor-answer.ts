import { z } from 'zod'

/** A flavor (openstack/nova `nova/api/openstack/compute/views/flavors.py`); its extra specs are in it from 2.61 on. */
export const flavorAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  vcpus: z.number(),
  ram: z.number(),
  disk: z.number(),
  'OS-FLV-EXT-DATA:ephemeral': z.number().optional(),
  extra_specs: z.record(z.string(), z.string()).optional(),
})
export type FlavorAnswer = z.infer<typeof flavorAnswer>

/** `GET /flavors/{id}/os-extra_specs`. */
export const extraSpecsAnswer = z.looseObject({ extra_specs: z.record(z.string(), z.string()) })
