import { z } from 'zod'

/** Bodies of Keystone's creates and updates (openstack/keystone `keystone/resource/schema.py`, `identity/schema.py`, `application_credential/schema.py`). */
const name = (longest: number) => z.string().trim().min(1).max(longest)
const text = z.string().max(65_535).nullable().optional()

/** Keystone's updates want at least one property. */
const something = [(changes: object) => Object.keys(changes).length > 0, 'does not have enough properties'] as const

const project = {
  description: text,
  enabled: z.boolean().optional(),
  tags: z.array(name(255)).max(80).optional(),
  options: z.strictObject({}).optional(),
}

/** What one may say of a new project; more is kept as it is. */
export const newProject = z.looseObject({
  ...project,
  name: name(64),
  domain_id: z.string().nullable().optional(),
  parent_id: z.string().nullable().optional(),
  is_domain: z.literal(false).optional(),
})

export const projectCreate = z.strictObject({ project: newProject })

export const changedProject = z.looseObject({
  ...project,
  name: name(64).optional(),
  domain_id: z.string().nullable().optional(),
  parent_id: z.string().nullable().optional(),
  is_domain: z.literal(false).optional(),
})

export const projectUpdate = z.strictObject({ project: changedProject.refine(...something) })

const user = {
  description: text,
  email: z.string().max(255).nullable().optional(),
  default_project_id: z.string().nullable().optional(),
  enabled: z.boolean().optional(),
  options: z.strictObject({}).optional(),
  /** Federation is not offered: only "none" can be said. */
  federated: z.array(z.never()).optional(),
}

/** What one may say of a new user; more is kept as it is. */
export const newUser = z.looseObject({
  ...user,
  name: name(255),
  domain_id: z.string().optional(),
  password: z.string().min(1).max(4096),
})

export const userCreate = z.strictObject({ user: newUser })

export const changedUser = z.looseObject({
  ...user,
  name: name(255).optional(),
  domain_id: z.string().optional(),
  password: z.string().min(1).max(4096).optional(),
})

export const userUpdate = z.strictObject({ user: changedUser.refine(...something) })

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
