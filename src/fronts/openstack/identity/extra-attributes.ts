import type { ZodObject } from 'zod'

/** Attributes as somebody sent them that mean nothing to Keystone, which keeps them and gives them back (openstack/keystone `keystone/common/sql/core.py`, `extra`). */
export type ExtraAttributes = Readonly<Record<string, unknown>>

/** Keystone writes these itself, or never returns them (openstack/keystone `keystone/identity/backends/base.py`, `filter_user`). */
const notKept: ReadonlySet<string> = new Set(['id', 'links', 'extra', 'tenants', 'groups', 'domains'])

/** Those of a body, beside what its schema names. */
export const extraAttributes = (sent: object, schema: ZodObject): ExtraAttributes =>
  Object.fromEntries(Object.entries(sent).filter(([name]) => !Object.hasOwn(schema.shape, name) && !notKept.has(name)))

/** As a create takes them: names have no dashes and colons (openstack/keystone `keystone/server/flask/common.py`, `_normalize_dict`). */
export const newExtraAttributes = (sent: object, schema: ZodObject): ExtraAttributes =>
  Object.fromEntries(
    Object.entries(extraAttributes(sent, schema)).map(([name, value]) => [name.replaceAll(/[:-]/g, '_'), value]),
  )
