import { z } from 'zod'

const domain = z.union([z.strictObject({ id: z.string() }), z.strictObject({ name: z.string() })])

/** A user in an authentication request: by id, or by name with a domain (openstack/keystone `keystone/auth/schema.py`). */
const passwordUser = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  domain: domain.optional(),
  password: z.string().max(4096),
})

const applicationCredential = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  secret: z.string().max(4096),
  user: z.object({ id: z.string().optional(), name: z.string().optional(), domain: domain.optional() }).optional(),
})

const scopedProject = z.object({ id: z.string().optional(), name: z.string().optional(), domain: domain.optional() })

/** The body of `POST /v3/auth/tokens`. */
export const authRequest = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()).min(1),
      password: z.object({ user: passwordUser }).optional(),
      token: z.object({ id: z.string() }).optional(),
      application_credential: applicationCredential.optional(),
    }),
    scope: z
      .union([
        z.literal('unscoped'),
        z.object({
          project: scopedProject.optional(),
          domain: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
          system: z.object({ all: z.boolean().optional() }).optional(),
          unscoped: z.object({}).optional(),
        }),
      ])
      .optional(),
  }),
})

export type AuthRequest = z.infer<typeof authRequest>
