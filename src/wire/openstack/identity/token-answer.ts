import { z } from 'zod'

const named = z.looseObject({ id: z.string(), name: z.string() })

const endpoint = z.looseObject({
  interface: z.string(),
  url: z.string(),
  region: z.string().nullish(),
  region_id: z.string().nullish(),
})

const catalogEntry = z.looseObject({ type: z.string(), name: z.string().nullish(), endpoints: z.array(endpoint) })

/** The body of the answer to `POST /v3/auth/tokens`: the token itself is in the header `X-Subject-Token` (openstack/keystone `keystone/api/auth.py`). */
export const tokenAnswer = z.looseObject({
  token: z.looseObject({
    expires_at: z.string(),
    issued_at: z.string().optional(),
    methods: z.array(z.string()).optional(),
    user: z.looseObject({ id: z.string(), name: z.string().optional(), domain: named.optional() }),
    project: z.looseObject({ id: z.string(), name: z.string(), domain: named.optional() }).optional(),
    roles: z.array(z.looseObject({ id: z.string().optional(), name: z.string() })).optional(),
    catalog: z.array(catalogEntry).optional(),
  }),
})

export type CatalogEntry = z.infer<typeof catalogEntry>
