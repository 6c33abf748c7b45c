import type { Context } from 'hono'
import { CloudError } from '../../../model/cloud-error.ts'
import { roleCreate } from '../../../wire/openstack/identity/resources.ts'
import type { Front } from '../kernel/front.ts'
import { requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { ServiceApp, ServiceEnv } from '../kernel/service.ts'
import type { Identity } from './identity.ts'
import { listing } from './listing.ts'
import { roleView } from './views.ts'

/** `/v3/roles`, the grants of roles on projects and domains, and `/v3/role_assignments`. */
export const mountRoleRoutes = (app: ServiceApp, front: Front, identity: Identity): void => {
  const root = '/identity/v3'

  app.get(`${root}/roles`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:list_roles')
    return listing(
      context,
      'roles',
      [...identity.roles].map((role) => roleView(role, context.req.url)),
      ['name'],
    )
  })

  app.post(`${root}/roles`, async (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:create_role')
    const { role } = await readJson(context, roleCreate)
    for (const _taken of identity.roles.by('name', role.name))
      throw new CloudError(
        'already_exists',
        `Conflict occurred attempting to store role - Duplicate entry found with name ${role.name}.`,
      )
    const record = { id: front.newId().replaceAll('-', ''), name: role.name, description: role.description ?? '' }
    identity.roles.put(record)
    return context.json({ role: roleView(record, context.req.url) }, 201)
  })

  app.get(`${root}/roles/:id`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:get_role')
    return context.json({
      role: roleView(identity.need(identity.roles, 'role', context.req.param('id')), context.req.url),
    })
  })

  app.delete(`${root}/roles/:id`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:delete_role')
    const { id } = identity.need(identity.roles, 'role', context.req.param('id'))
    for (const { userId, roleId, target } of [...identity.assignments])
      if (roleId === id) identity.revokeGrant(userId, roleId, target)
    identity.roles.delete(id)
    return context.body(null, 204)
  })

  for (const kind of ['project', 'domain'] as const) {
    const path = `${root}/${kind}s/:target/users/:user/roles`
    const grantOf = (context: Context<ServiceEnv>, action: string) => {
      requireRole(context.get('authorization'), 'admin', action)
      const [target, user, role] = ['target', 'user', 'role'].map((name) => context.req.param(name) ?? '')
      if (kind === 'project') identity.need(identity.projects, 'project', target ?? '')
      else identity.need(identity.domains, 'domain', target ?? '')
      identity.need(identity.users, 'user', user ?? '')
      return { target: { kind, id: target ?? '' }, userId: user ?? '', roleId: role ?? '' }
    }

    app.get(path, (context) => {
      const { userId, target } = grantOf(context, 'identity:list_grants')
      const held = [...identity.assignments.by('target', target.id)].filter((grant) => grant.userId === userId)
      const views = held.map(({ roleId }) => roleView(identity.need(identity.roles, 'role', roleId), context.req.url))
      return listing(context, 'roles', views, ['name'])
    })

    app.put(`${path}/:role`, (context) => {
      const { userId, roleId, target } = grantOf(context, 'identity:create_grant')
      identity.need(identity.roles, 'role', roleId)
      identity.grant(userId, roleId, target)
      return context.body(null, 204)
    })

    app.get(`${path}/:role`, (context) => {
      const { userId, roleId, target } = grantOf(context, 'identity:check_grant')
      if (!identity.assignments.get(`${userId}/${kind}/${target.id}/${roleId}`))
        throw new CloudError('not_found', `Could not find role assignment with role: ${roleId}.`)
      return context.body(null, 204)
    })

    app.delete(`${path}/:role`, (context) => {
      const { userId, roleId, target } = grantOf(context, 'identity:revoke_grant')
      if (!identity.revokeGrant(userId, roleId, target))
        throw new CloudError('not_found', `Could not find role assignment with role: ${roleId}.`)
      return context.body(null, 204)
    })
  }

  app.get(`${root}/role_assignments`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:list_role_assignments')
    const {
      'user.id': user,
      'role.id': role,
      'scope.project.id': project,
      'scope.domain.id': domain,
    } = context.req.query()
    const names = context.req.query('include_names') !== undefined
    const named = (id: string, name: string | undefined) => (names ? { id, name: name ?? '' } : { id })
    const assignments = [...identity.assignments].filter(
      ({ userId, roleId, target }) =>
        (user === undefined || userId === user) &&
        (role === undefined || roleId === role) &&
        (project === undefined || (target.kind === 'project' && target.id === project)) &&
        (domain === undefined || (target.kind === 'domain' && target.id === domain)),
    )
    return context.json({
      role_assignments: assignments.map(({ userId, roleId, target }) => ({
        user: named(userId, identity.users.get(userId)?.name),
        role: named(roleId, identity.roles.get(roleId)?.name),
        scope: {
          [target.kind]: named(
            target.id,
            (target.kind === 'project' ? identity.projects : identity.domains).get(target.id)?.name,
          ),
        },
        links: {
          assignment: `${new URL(context.req.url).origin}${root}/${target.kind}s/${target.id}/users/${userId}/roles/${roleId}`,
        },
      })),
      links: { self: context.req.url, previous: null, next: null },
    })
  })
}
