import { CloudError } from '../../model/cloud-error.ts'
import type { ResourceKind } from '../../model/resource-kind.ts'

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

/**
 * The id, when it can be one. Neutron and Cinder answer "invalid" where a body refers to an id that is no UUID (openstack/neutron-lib
 * `neutron_lib/api/validators/__init__.py`); such a resource does not exist, and so this throws `not_found`.
 */
export const knownId = <Id extends string>(kind: ResourceKind, id: Id): Id => {
  if (uuid.test(id)) return id
  throw new CloudError('not_found', `there is no ${kind} ${id}`, { resource: { kind, id } })
}
