import { CloudError } from '../../model/cloud-error.ts'
import type { AuthRequest } from '../../wire/openstack/identity/auth-request.ts'

/** By id, or by name within a domain. */
export interface DomainReference {
  readonly id?: string
  readonly name?: string
}

export type Identity =
  | {
      readonly method: 'password'
      readonly userId?: string
      readonly userName?: string
      readonly userDomain?: DomainReference
      readonly password: string
    }
  | { readonly method: 'token'; readonly token: string }
  | {
      readonly method: 'application_credential'
      readonly id?: string
      readonly name?: string
      readonly secret: string
      /** Whose it is: needed when it is given by name. */
      readonly userId?: string
      readonly userName?: string
      readonly userDomain?: DomainReference
    }

/** What the token shall be good for. An application credential has its scope with it. */
export type Scope =
  | { readonly kind: 'default' }
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'project'; readonly id?: string; readonly name?: string; readonly domain?: DomainReference }
  | { readonly kind: 'domain'; readonly domain: DomainReference }
  | { readonly kind: 'system' }

export interface Credentials {
  readonly identity: Identity
  readonly scope: Scope
}

/** The body of `POST /v3/auth/tokens`. A name without a domain is taken to be in the domain `default`, the one that every Keystone starts with. */
export const authRequestFor = ({ identity, scope }: Credentials): AuthRequest => {
  const scoped = scopeBody(scope)
  return {
    auth: {
      identity: { methods: [identity.method], ...identityBody(identity) },
      ...(scoped === undefined || identity.method === 'application_credential' ? {} : { scope: scoped }),
    },
  }
}

type IdentityBody = Omit<AuthRequest['auth']['identity'], 'methods'>

const identityBody = (identity: Identity): IdentityBody => {
  switch (identity.method) {
    case 'password':
      return { password: { user: { ...userBody(identity), password: identity.password } } }
    case 'token':
      return { token: { id: identity.token } }
    case 'application_credential': {
      const { id, name, secret } = identity
      if (id !== undefined) return { application_credential: { id, secret } }
      return { application_credential: { ...(name === undefined ? {} : { name }), secret, user: userBody(identity) } }
    }
  }
}

const userBody = ({
  userId,
  userName,
  userDomain,
}: {
  readonly userId?: string
  readonly userName?: string
  readonly userDomain?: DomainReference
}) => {
  if (userId !== undefined) return { id: userId }
  if (userName === undefined)
    throw new CloudError('invalid', 'the credentials name no user', { hint: 'set auth.username or auth.user_id' })
  return { name: userName, domain: domainBody(userDomain) }
}

const domainBody = ({ id, name }: DomainReference = {}): { id: string } | { name: string } => {
  if (id !== undefined) return { id }
  return name === undefined ? { id: 'default' } : { name }
}

const scopeBody = (scope: Scope): AuthRequest['auth']['scope'] => {
  switch (scope.kind) {
    case 'default':
      return undefined
    case 'unscoped':
      return 'unscoped'
    case 'system':
      return { system: { all: true } }
    case 'domain':
      return { domain: domainBody(scope.domain) }
    case 'project':
      if (scope.id !== undefined) return { project: { id: scope.id } }
      return {
        project: { ...(scope.name === undefined ? {} : { name: scope.name }), domain: domainBody(scope.domain) },
      }
  }
}
