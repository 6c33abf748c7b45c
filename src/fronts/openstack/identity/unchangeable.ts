import { CloudError } from '../../../model/cloud-error.ts'

/**
 * Throws `invalid` for a change of what never changes; clients may send it back as it is (openstack/keystone `keystone/server/flask/common.py`,
 * `_require_matching_id`, `keystone/resource/core.py` and `keystone/identity/core.py`, `_require_matching_domain_id`).
 */
export const refuseOtherIds = (
  sent: { readonly id?: unknown; readonly domain_id?: string | null | undefined },
  { id, domainId }: { readonly id: string; readonly domainId: string },
): void => {
  if (sent.id != null && sent.id !== id) throw new CloudError('invalid', 'Cannot change ID')
  if (sent.domain_id !== undefined && sent.domain_id !== domainId)
    throw new CloudError('invalid', 'Cannot change Domain ID')
}
