import type { ZodObject } from 'zod'
import { CloudError } from '../../../model/cloud-error.ts'

/** Attributes as somebody sent them that mean nothing to Keystone, which keeps them and gives them back (openstack/keystone `keystone/common/sql/core.py`, `extra`). */
export type ExtraAttributes = Readonly<Record<string, unknown>>

/** Those of a body, beside what its schema names and what only Keystone writes. */
export const extraAttributes = (sent: object, schema: ZodObject): ExtraAttributes =>
  Object.fromEntries(
    Object.entries(sent).filter(([name]) => !Object.hasOwn(schema.shape, name) && name !== 'id' && name !== 'links'),
  )

/** Throws `invalid` for a change of what never changes: clients may send it back as it is (openstack/keystone `keystone/resource/core.py`, `update_project`). */
export const refuseOtherDomain = (asked: string | null | undefined, domainId: string): void => {
  if (asked !== undefined && asked !== domainId) throw new CloudError('invalid', 'Cannot change Domain ID')
}
