import type { Front } from '../kernel/front.ts'
import type { Identity } from './identity.ts'
import type { TokenRecord } from './records.ts'

/** A token as Keystone shows it, without its catalog (openstack/keystone `api-ref/source/v3/authenticate-v3.inc`). */
export const tokenView = (front: Front, identity: Identity, token: TokenRecord): unknown => {
  const domainOf = (domainId: string) => {
    const domain = identity.domains.get(domainId)
    return { id: domainId, name: domain?.name ?? front.profile.domain.name }
  }
  const user = identity.need(identity.users, 'user', token.userId)
  const project = token.projectId === undefined ? undefined : identity.projects.get(token.projectId)
  const credential =
    token.applicationCredentialId === undefined
      ? undefined
      : identity.applicationCredentials.get(token.applicationCredentialId)
  const roleNames = identity.tokenRoles(token)
  const roles = [...identity.roles].filter(({ name }) => roleNames.has(name)).map(({ id, name }) => ({ id, name }))
  const scoped = project !== undefined || token.domainId !== undefined
  return {
    token: {
      methods: token.methods,
      user: { id: user.id, name: user.name, domain: domainOf(user.domainId), password_expires_at: null },
      audit_ids: token.auditIds,
      expires_at: token.expiresAt,
      issued_at: token.issuedAt,
      ...(project
        ? {
            project: { id: project.id, name: project.name, domain: domainOf(project.domainId) },
            is_domain: false,
          }
        : {}),
      ...(token.domainId === undefined ? {} : { domain: domainOf(token.domainId) }),
      ...(scoped ? { roles } : {}),
      ...(credential
        ? { application_credential: { id: credential.id, name: credential.name, restricted: !credential.unrestricted } }
        : {}),
    },
  }
}
