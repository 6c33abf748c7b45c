import type { Identity } from './identity.ts'
import type { ApplicationCredentialRecord, DomainRecord, ProjectRecord, RoleRecord, UserRecord } from './records.ts'

const selfLink = (requestUrl: string, collection: string, id: string) => ({
  self: `${new URL(requestUrl).origin}/identity/v3/${collection}/${id}`,
})

/** Records as Keystone shows them. `requestUrl` is what their links start from. */
export const domainView = ({ id, name, description, enabled }: DomainRecord, requestUrl: string) => ({
  id,
  name,
  description,
  enabled,
  tags: [],
  options: {},
  links: selfLink(requestUrl, 'domains', id),
})

export const projectView = (project: ProjectRecord, requestUrl: string) => ({
  ...project.extra,
  id: project.id,
  name: project.name,
  domain_id: project.domainId,
  description: project.description,
  enabled: project.enabled,
  parent_id: project.parentId,
  is_domain: false,
  tags: project.tags,
  options: {},
  links: selfLink(requestUrl, 'projects', project.id),
})

export const userView = (user: UserRecord, requestUrl: string) => ({
  ...user.extra,
  id: user.id,
  name: user.name,
  domain_id: user.domainId,
  enabled: user.enabled,
  description: user.description,
  ...(user.email === undefined ? {} : { email: user.email }),
  ...(user.defaultProjectId === undefined ? {} : { default_project_id: user.defaultProjectId }),
  password_expires_at: null,
  options: {},
  links: selfLink(requestUrl, 'users', user.id),
})

export const roleView = ({ id, name, description }: RoleRecord, requestUrl: string) => ({
  id,
  name,
  description,
  domain_id: null,
  options: {},
  links: selfLink(requestUrl, 'roles', id),
})

export const applicationCredentialView = (
  identity: Identity,
  credential: ApplicationCredentialRecord,
  requestUrl: string,
) => ({
  id: credential.id,
  name: credential.name,
  description: credential.description,
  project_id: credential.projectId,
  user_id: credential.userId,
  system: null,
  expires_at: credential.expiresAt ?? null,
  unrestricted: credential.unrestricted,
  access_rules: [],
  roles: credential.roleIds.map((id) => ({ id, name: identity.roles.get(id)?.name ?? '', domain_id: null })),
  links: selfLink(requestUrl, `users/${credential.userId}/application_credentials`, credential.id),
})
