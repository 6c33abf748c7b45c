import { CloudError } from '../../../model/cloud-error.ts'
import type { AuthRequest } from '../../../wire/openstack/identity/auth-request.ts'
import type { Identity, TokenRequest } from './identity.ts'
import type { ApplicationCredentialRecord, DomainRecord, ProjectRecord, TokenRecord, UserRecord } from './records.ts'

/** One sentence for every failure, so that nobody learns which half was wrong. */
const refused = (): CloudError =>
  new CloudError('unauthenticated', 'The request you have made requires authentication.')

interface Proof {
  readonly user: UserRecord
  readonly methods: readonly string[]
  readonly from?: TokenRecord
  readonly credential?: ApplicationCredentialRecord
}

/** Who asks and for what scope, by a password, a token or an application credential. Throws `unauthenticated` when it cannot be proved. */
export const authenticate = async (identity: Identity, { auth }: AuthRequest): Promise<TokenRequest> => {
  const proof = await prove(identity, auth.identity)
  const base = {
    userId: proof.user.id,
    methods: proof.methods,
    ...(proof.from ? { from: proof.from } : {}),
  }
  if (proof.credential) {
    if (auth.scope !== undefined && auth.scope !== 'unscoped')
      throw new CloudError('unauthenticated', 'Application credentials cannot request a scope.')
    return { ...base, projectId: proof.credential.projectId, applicationCredentialId: proof.credential.id }
  }
  const scope = chooseScope(identity, auth.scope, proof.user)
  if (scope.projectId !== undefined && identity.rolesOn(proof.user.id, scope.projectId).size === 0) throw refused()
  if (scope.domainId !== undefined && identity.rolesOn(proof.user.id, scope.domainId).size === 0) throw refused()
  return { ...base, ...scope }
}

const prove = async (identity: Identity, request: AuthRequest['auth']['identity']): Promise<Proof> => {
  const [method, ...more] = request.methods
  if (more.length > 0) throw new CloudError('invalid', 'One authentication method at a time is offered here.')
  if (method === 'password' && request.password) {
    const user = findUser(identity, request.password.user)
    if (!user || !(await identity.verifyPassword(user, request.password.user.password)) || !user.enabled)
      throw refused()
    return { user, methods: ['password'] }
  }
  if (method === 'token' && request.token) {
    const from = identity.token(request.token.id)
    const user = from && identity.users.get(from.userId)
    if (!from || !user?.enabled || from.applicationCredentialId !== undefined) throw refused()
    return { user, methods: [...new Set(['token', ...from.methods])], from }
  }
  if (method === 'application_credential' && request.application_credential) {
    const { id, name, secret, user: owner } = request.application_credential
    const credential =
      id === undefined
        ? [...identity.applicationCredentials.by('user', findUser(identity, owner ?? {})?.id ?? '')].find(
            (candidate) => candidate.name === name,
          )
        : identity.applicationCredentials.get(id)
    if (!credential || !(await identity.verifySecret(secret, credential.secretHash))) throw refused()
    const user = identity.users.get(credential.userId)
    if (!user?.enabled || identity.hasEnded(credential)) throw refused()
    return { user, methods: ['application_credential'], credential }
  }
  if (!['password', 'token', 'application_credential'].includes(method ?? '')) throw refused()
  throw new CloudError('invalid', `The identity of the method ${method} is missing.`)
}

type DomainReference = { readonly id?: string | undefined; readonly name?: string | undefined }

const findDomain = (identity: Identity, reference: DomainReference | undefined): DomainRecord | undefined =>
  reference?.id === undefined
    ? [...identity.domains].find(({ name }) => name === reference?.name)
    : identity.domains.get(reference.id)

const findUser = (
  identity: Identity,
  { id, name, domain }: { id?: string | undefined; name?: string | undefined; domain?: DomainReference | undefined },
): UserRecord | undefined => {
  if (id !== undefined) return identity.users.get(id)
  const domainId = findDomain(identity, domain)?.id
  return [...identity.users.by('name', name ?? '')].find((user) => user.domainId === domainId)
}

const findProject = (
  identity: Identity,
  { id, name, domain }: { id?: string | undefined; name?: string | undefined; domain?: DomainReference | undefined },
): ProjectRecord | undefined => {
  if (id !== undefined) return identity.projects.get(id)
  const domainId = findDomain(identity, domain)?.id
  return [...identity.projects.by('name', name ?? '')].find((project) => project.domainId === domainId)
}

/** The scope that was asked for; without one the user's default project, where they still have a role on it (keystone `keystone/auth/core.py`). */
const chooseScope = (
  identity: Identity,
  scope: AuthRequest['auth']['scope'],
  user: UserRecord,
): { readonly projectId?: string; readonly domainId?: string } => {
  if (scope === 'unscoped') return {}
  if (scope === undefined) {
    const project = identity.projects.get(user.defaultProjectId ?? '')
    return project?.enabled && identity.rolesOn(user.id, project.id).size > 0 ? { projectId: project.id } : {}
  }
  if (scope.project) {
    const project = findProject(identity, scope.project)
    if (!project?.enabled) throw refused()
    return { projectId: project.id }
  }
  if (scope.domain) {
    const domain = findDomain(identity, scope.domain)
    if (!domain?.enabled) throw refused()
    return { domainId: domain.id }
  }
  if (scope.system)
    throw new CloudError('unauthenticated', 'This cloud has no system scope: ask for a project or a domain.')
  return {}
}
