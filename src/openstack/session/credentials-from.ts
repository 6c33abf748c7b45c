import { CloudError } from '../../model/cloud-error.ts'
import type { Credentials, DomainReference, Identity, Scope } from '../identity/credentials.ts'

/**
 * The credentials in a cloud's `auth` section. `auth_type` decides, but a section that has only a token or an application credential is taken for that, as
 * openstacksdk does. Where only the user's or only the project's domain is named, both are in it. Throws `invalid` for what is missing and `unsupported` for other ways to log in, by name.
 */
export const credentialsFrom = (authType: string | undefined, auth: Readonly<Record<string, unknown>>): Credentials => {
  const field = (name: string): string | undefined => {
    const value = auth[name]
    return value === undefined || value === null || value === '' ? undefined : String(value)
  }
  const need = (name: string): string => {
    const value = field(name)
    if (value !== undefined) return value
    throw new CloudError('invalid', `the configuration has no ${name}`, {
      hint: `set auth.${name} in clouds.yaml or secure.yaml, or OS_${name.toUpperCase()}`,
    })
  }
  const domain = (prefix: string): DomainReference | undefined => {
    const [id, name] = [field(`${prefix}domain_id`), field(`${prefix}domain_name`)]
    if (id !== undefined) return { id }
    return name === undefined ? undefined : { name }
  }
  const defaultId = field('default_domain_id') ?? field('default_domain')
  const defaultName = field('default_domain_name')
  const defaultDomain: DomainReference | undefined =
    defaultId !== undefined ? { id: defaultId } : defaultName !== undefined ? { name: defaultName } : undefined

  const user = () => {
    const userDomain = domain('user_') ?? domain('project_') ?? defaultDomain
    const [userId, userName] = [field('user_id'), field('username') ?? field('user_name')]
    return {
      ...(userId === undefined ? {} : { userId }),
      ...(userName === undefined ? {} : { userName }),
      ...(userDomain === undefined ? {} : { userDomain }),
    }
  }

  const identity = (): Identity => {
    switch (methodOf(authType, field)) {
      case 'password':
        return { method: 'password', ...user(), password: need('password') }
      case 'token':
        return { method: 'token', token: need('token') }
      case 'application_credential': {
        const [id, name] = [field('application_credential_id'), field('application_credential_name')]
        if (id === undefined && name === undefined) need('application_credential_id')
        return {
          method: 'application_credential',
          ...(id === undefined ? {} : { id }),
          ...(name === undefined ? {} : { name }),
          secret: need('application_credential_secret'),
          ...user(),
        }
      }
    }
  }

  const scope = (): Scope => {
    const projectDomain = domain('project_') ?? domain('user_') ?? defaultDomain
    const id = field('project_id') ?? field('tenant_id')
    if (id !== undefined) return { kind: 'project', id }
    const name = field('project_name') ?? field('tenant_name')
    if (name !== undefined)
      return { kind: 'project', name, ...(projectDomain === undefined ? {} : { domain: projectDomain }) }
    if (field('system_scope') !== undefined) return { kind: 'system' }
    const [domainId, domainName] = [field('domain_id'), field('domain_name')]
    if (domainId !== undefined) return { kind: 'domain', domain: { id: domainId } }
    if (domainName !== undefined) return { kind: 'domain', domain: { name: domainName } }
    return field('unscoped') === 'true' ? { kind: 'unscoped' } : { kind: 'default' }
  }
  return { identity: identity(), scope: scope() }
}

const methodOf = (authType: string | undefined, field: (name: string) => string | undefined): Identity['method'] => {
  switch (authType) {
    case 'v3token':
      return 'token'
    case 'v3applicationcredential':
      return 'application_credential'
    case undefined:
    case 'password':
    case 'v3password':
    case 'token': {
      if (field('password') !== undefined && authType !== 'token') return 'password'
      if (field('application_credential_secret') !== undefined) return 'application_credential'
      return authType === 'token' || field('token') !== undefined ? 'token' : 'password'
    }
    default:
      throw new CloudError('unsupported', `auth_type ${authType} is not offered`, {
        hint: 'use v3password, v3token or v3applicationcredential',
      })
  }
}
