import { z } from 'zod'

/** One of `GET /resource_providers` (openstack/placement `placement/handlers/resource_provider.py`). */
export const resourceProviderAnswer = z.looseObject({
  uuid: z.string(),
  name: z.string(),
  generation: z.number(),
  parent_provider_uuid: z.string().nullish(),
})

/** `GET /resource_providers/{uuid}/inventories`. */
export const inventoriesAnswer = z.looseObject({
  inventories: z.record(
    z.string(),
    z.looseObject({ total: z.number(), reserved: z.number(), allocation_ratio: z.number() }),
  ),
})

/** `GET /resource_providers/{uuid}/usages`. */
export const usagesAnswer = z.looseObject({ usages: z.record(z.string(), z.number()) })

/** `GET /traits` and `GET /resource_providers/{uuid}/traits`. */
export const traitsAnswer = z.looseObject({ traits: z.array(z.string()) })
