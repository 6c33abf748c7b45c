import { CloudError } from '../../../model/cloud-error.ts'
import { requireRole } from '../kernel/policy.ts'
import type { ServiceApp } from '../kernel/service.ts'
import type { Identity } from './identity.ts'
import { listing } from './listing.ts'

const root = '/identity/v3'

/**
 * `/v3/groups`: a Keystone whose directory has no groups and takes none, as one over a directory that it may only read
 * (openstack/keystone `keystone/identity/backends/ldap/core.py`, `_disallow_write`).
 */
export const mountGroupRoutes = (app: ServiceApp, identity: Identity): void => {
  app.get(`${root}/groups`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:list_groups')
    return listing(context, 'groups', [], [])
  })

  app.post(`${root}/groups`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:create_group')
    throw new CloudError('forbidden', 'This cloud takes no groups of users.')
  })

  for (const path of [`${root}/groups/:id`, `${root}/groups/:id/*`])
    app.all(path, (context) => {
      requireRole(context.get('authorization'), 'admin', 'identity:get_group')
      throw new CloudError('not_found', `Could not find group: ${context.req.param('id')}.`)
    })

  app.get(`${root}/users/:id/groups`, (context) => {
    const { id } = identity.need(identity.users, 'user', context.req.param('id'))
    const caller = context.get('authorization')
    if (caller.userId !== id) requireRole(caller, 'admin', 'identity:list_groups_for_user')
    return listing(context, 'groups', [], [])
  })
}
