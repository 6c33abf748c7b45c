import { z } from 'zod'

/** The body of `POST /v2/images/{id}/import` (openstack/glance `glance/api/v2/images.py`, `_validate_import_body`). */
export const imageImport = z.looseObject({
  method: z.looseObject({ name: z.string() }),
  all_stores: z.boolean().optional(),
  all_stores_must_succeed: z.boolean().optional(),
  stores: z.array(z.string()).optional(),
})
