import { CloudError } from '../../../model/cloud-error.ts'
import { projectCreate, projectUpdate, project as schema } from '../../../wire/openstack/identity/resources.ts'
import type { Front } from '../kernel/front.ts'
import { requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { ServiceApp } from '../kernel/service.ts'
import { extraAttributes, newExtraAttributes } from './extra-attributes.ts'
import type { Identity } from './identity.ts'
import { listing } from './listing.ts'
import type { ProjectRecord } from './records.ts'
import { refuseOtherIds } from './unchangeable.ts'
import { domainView, projectView } from './views.ts'

/** `/v3/domains` and `/v3/projects`. Domains are the operator's: they are read here and not written. */
export const mountProjectRoutes = (app: ServiceApp, front: Front, identity: Identity): void => {
  const root = '/identity/v3'

  app.get(`${root}/domains`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:list_domains')
    const views = [...identity.domains].map((domain) => domainView(domain, context.req.url))
    return listing(context, 'domains', views, ['name', 'enabled'])
  })

  app.get(`${root}/domains/:id`, (context) => {
    const id = context.req.param('id')
    const { domainId } = context.get('authorization')
    if (id !== domainId) requireRole(context.get('authorization'), 'admin', 'identity:get_domain')
    return context.json({ domain: domainView(identity.need(identity.domains, 'domain', id), context.req.url) })
  })

  app.get(`${root}/projects`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:list_projects')
    const views = [...identity.projects].map((project) => projectView(project, context.req.url))
    return listing(context, 'projects', views, ['name', 'domain_id', 'enabled', 'parent_id'])
  })

  app.post(`${root}/projects`, async (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:create_project')
    const { project } = await readJson(context, projectCreate)
    const domainId = project.domain_id ?? project.parent_id ?? context.get('authorization').domainId
    identity.need(identity.domains, 'domain', domainId)
    refuseTaken(identity, project.name, domainId)
    const record: ProjectRecord = {
      id: front.newId().replaceAll('-', ''),
      name: project.name,
      domainId,
      description: project.description ?? '',
      enabled: project.enabled ?? true,
      parentId: domainId,
      tags: project.tags ?? [],
      extra: newExtraAttributes(project, schema),
    }
    identity.projects.put(record)
    return context.json({ project: projectView(record, context.req.url) }, 201)
  })

  app.get(`${root}/projects/:id`, (context) => {
    const id = context.req.param('id')
    const caller = context.get('authorization')
    if (caller.projectId !== id && identity.rolesOn(caller.userId, id).size === 0)
      requireRole(caller, 'admin', 'identity:get_project')
    return context.json({ project: projectView(identity.need(identity.projects, 'project', id), context.req.url) })
  })

  app.patch(`${root}/projects/:id`, async (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:update_project')
    const before = identity.need(identity.projects, 'project', context.req.param('id'))
    const { project } = await readJson(context, projectUpdate)
    refuseOtherIds(project, before)
    if (project.parent_id !== undefined && project.parent_id !== before.parentId)
      throw new CloudError('forbidden', 'Update of `parent_id` is not allowed.')
    if (project.name !== undefined && project.name !== before.name) refuseTaken(identity, project.name, before.domainId)
    const record: ProjectRecord = {
      ...before,
      name: project.name ?? before.name,
      description: project.description ?? before.description,
      enabled: project.enabled ?? before.enabled,
      tags: project.tags ?? before.tags,
      extra: { ...before.extra, ...extraAttributes(project, schema) },
    }
    identity.projects.put(record)
    if (!record.enabled) endTokensOf(identity, record.id)
    return context.json({ project: projectView(record, context.req.url) })
  })

  app.delete(`${root}/projects/:id`, (context) => {
    requireRole(context.get('authorization'), 'admin', 'identity:delete_project')
    const { id } = identity.need(identity.projects, 'project', context.req.param('id'))
    endTokensOf(identity, id)
    for (const { id: assignment } of [...identity.assignments.by('target', id)]) identity.assignments.delete(assignment)
    for (const credential of [...identity.applicationCredentials])
      if (credential.projectId === id) identity.applicationCredentials.delete(credential.id)
    identity.projects.delete(id)
    return context.body(null, 204)
  })
}

const refuseTaken = (identity: Identity, name: string, domainId: string): void => {
  if ([...identity.projects.by('name', name)].some((project) => project.domainId === domainId))
    throw new CloudError(
      'already_exists',
      `Conflict occurred attempting to store project - it is not permitted to have two projects with the same name in the same domain : ${name}.`,
    )
}

const endTokensOf = (identity: Identity, projectId: string): void => {
  for (const token of [...identity.tokens]) if (token.projectId === projectId) identity.tokens.delete(token.id)
}
