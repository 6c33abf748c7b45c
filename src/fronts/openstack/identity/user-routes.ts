import { CloudError } from '../../../model/cloud-error.ts'
import { passwordChange, user as schema, userCreate, userUpdate } from '../../../wire/openstack/identity/resources.ts'
import type { Front } from '../kernel/front.ts'
import { requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { Authorization, ServiceApp } from '../kernel/service.ts'
import { extraAttributes, newExtraAttributes } from './extra-attributes.ts'
import type { Identity } from './identity.ts'
import { listing } from './listing.ts'
import { refuseOtherIds } from './unchangeable.ts'
import { projectView, userView } from './views.ts'

/** `/v3/users`: users see themselves and change their own password; the rest is the admin's. */
export const mountUserRoutes = (app: ServiceApp, front: Front, identity: Identity): void => {
  const root = '/identity/v3/users'

  app.get(root, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:list_users')
    const views = [...identity.users].map((user) => userView(user, context.req.url))
    return listing(context, 'users', views, ['name', 'domain_id', 'enabled'])
  })

  app.post(root, async (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:create_user')
    const { user } = await readJson(context, userCreate)
    const domainId = user.domain_id ?? context.get('authorization').domainId
    identity.need(identity.domains, 'domain', domainId)
    refuseTaken(identity, user.name, domainId)
    const record = await identity.setPassword(
      {
        id: front.newId().replaceAll('-', ''),
        name: user.name,
        domainId,
        description: user.description ?? '',
        enabled: user.enabled ?? true,
        extra: newExtraAttributes(user, schema),
        ...(user.email ? { email: user.email } : {}),
        ...(user.default_project_id ? { defaultProjectId: user.default_project_id } : {}),
      },
      user.password,
    )
    return context.json({ user: userView(record, context.req.url) }, 201)
  })

  app.get(`${root}/:id`, (context) => {
    const id = context.req.param('id')
    requireSelfOrAdmin(context.get('authorization'), id, 'identity:get_user')
    return context.json({ user: userView(identity.need(identity.users, 'user', id), context.req.url) })
  })

  app.patch(`${root}/:id`, async (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:update_user')
    const before = identity.need(identity.users, 'user', context.req.param('id'))
    const { user } = await readJson(context, userUpdate)
    refuseOtherIds(user, before)
    if (user.name !== undefined && user.name !== before.name) refuseTaken(identity, user.name, before.domainId)
    const record = {
      ...before,
      name: user.name ?? before.name,
      description: user.description ?? before.description,
      enabled: user.enabled ?? before.enabled,
      extra: { ...before.extra, ...extraAttributes(user, schema) },
      ...(user.email ? { email: user.email } : {}),
      ...(user.default_project_id ? { defaultProjectId: user.default_project_id } : {}),
    }
    identity.users.put(record)
    const changed = user.password === undefined ? record : await identity.setPassword(record, user.password)
    if (!changed.enabled || user.password !== undefined) identity.endTokens(changed.id)
    return context.json({ user: userView(changed, context.req.url) })
  })

  app.post(`${root}/:id/password`, async (context) => {
    const user = identity.need(identity.users, 'user', context.req.param('id'))
    const change = await readJson(context, passwordChange)
    if (!(await identity.verifyPassword(user, change.user.original_password)))
      throw new CloudError('unauthenticated', 'The request you have made requires authentication.')
    await identity.refuseRepeated(user, change.user.password)
    await identity.setPassword(identity.need(identity.users, 'user', user.id), change.user.password)
    identity.endTokens(user.id)
    return context.body(null, 204)
  })

  app.delete(`${root}/:id`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:delete_user')
    const { id } = identity.need(identity.users, 'user', context.req.param('id'))
    identity.endTokens(id)
    for (const { id: assignment } of [...identity.assignments.by('user', id)]) identity.assignments.delete(assignment)
    for (const { id: credential } of [...identity.applicationCredentials.by('user', id)])
      identity.applicationCredentials.delete(credential)
    identity.users.delete(id)
    return context.body(null, 204)
  })

  app.get(`${root}/:id/projects`, (context) => {
    const id = context.req.param('id')
    requireSelfOrAdmin(context.get('authorization'), id, 'identity:list_user_projects')
    const projects = [...identity.projects].filter((project) => identity.rolesOn(id, project.id).size > 0)
    const views = projects.map((project) => projectView(project, context.req.url))
    return listing(context, 'projects', views, ['name', 'domain_id', 'enabled'])
  })
}

/** Throws `forbidden` unless the caller asks about themselves or is an admin. */
export const requireSelfOrAdmin = (authorization: Authorization, userId: string, action: string): void => {
  if (authorization.userId !== userId) requireRole(authorization, 'admin', action)
}

const refuseTaken = (identity: Identity, name: string, domainId: string): void => {
  if ([...identity.users.by('name', name)].some((user) => user.domainId === domainId))
    throw new CloudError(
      'already_exists',
      `Conflict occurred attempting to store user - Duplicate entry found with name ${name} at domain ID ${domainId}.`,
    )
}
