import { z } from 'zod'

/** Bodies of Keystone's creates and updates (openstack/keystone `keystone/resource/schema.py`, `identity/schema.py`, `application_credential/schema.py`). */
const name = (longest: number) => z.string().trim().min(1).max(longest)
const text = z.string().max(65_535).nullable().optional()

/** Keystone's updates want at least one property. */
const something = [(changes: object) => Object.keys(changes).length > 0, 'does not have enough properties'] as const

/** What one may say of a project; more is kept as it is. */
export const project = z.looseObject({
  name: name(64),
  description: text,
  domain_id: z.string().nullable().optional(),
  parent_id: z.string().nullable().optional(),
  is_domain: z.literal(false).optional(),
  enabled: z.boolean().optional(),
  tags: z.array(name(255)).max(80).optional(),
  options: z.strictObject({}).optional(),
})

export const projectCreate = z.strictObject({ project })

export const projectUpdate = z.strictObject({ project: project.partial({ name: true }).refine(...something) })

/** What one may say of a user; more is kept as it is. */
export const user = z.looseObject({
  name: name(255),
  password: z.string().min(1).max(4096),
  domain_id: z.string().optional(),
  description: text,
  email: z.string().max(255).nullable().optional(),
  default_project_id: z.string().nullable().optional(),
  enabled: z.boolean().optional(),
  options: z.strictObject({}).optional(),
  /** Federation is not offered: only "none" can be said. */
  federated: z.array(z.never()).optional(),
})

export const userCreate = z.strictObject({ user })

export const userUpdate = z.strictObject({ user: user.partial({ name: true, password: true }).refine(...something) })

export const passwordChange = z.strictObject({
  user: z.strictObject({ original_password: z.string().max(4096), password: z.string().min(1).max(4096) }),
})

export const roleCreate = z.strictObject({
  role: z.strictObject({ name: name(255), description: text, options: z.strictObject({}).optional() }),
})

export const applicationCredentialCreate = z.strictObject({
  application_credential: z.strictObject({
    name: name(255),
    description: text,
    secret: z.string().min(1).max(4096).nullable().optional(),
    expires_at: z.string().nullable().optional(),
    unrestricted: z.boolean().nullable().optional(),
    roles: z.array(z.union([z.object({ id: z.string() }), z.object({ name: z.string() })])).optional(),
    project_id: z.string().nullable().optional(),
    /** Access rules are not offered: only "none" can be said. */
    access_rules: z.array(z.never()).nullable().optional(),
  }),
})
