import { authOf } from './aliases.ts'
import { type Entries, type Traced, textOf } from './traced.ts'

const scope = [
  'auth_url',
  'system_scope',
  'domain_id',
  'domain_name',
  'project_id',
  'project_name',
  'project_domain_id',
  'project_domain_name',
  'trust_id',
]
const user = ['user_id', 'username', 'user_domain_id', 'user_domain_name']
const anyVersion = ['default_domain_id', 'default_domain_name']
const secondVersion = ['auth_url', 'tenant_id', 'tenant_name', 'trust_id']

/** The settings that each kind of authentication takes, of those that are offered or that older files name. Source: keystoneauth1's plugins, `get_options()`, version 5.18. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  password: [...scope, ...anyVersion, ...user, 'password'],
  token: [...scope, ...anyVersion, 'token'],
  v3password: [...scope, ...user, 'password'],
  v3token: [...scope, 'token'],
  v3applicationcredential: [
    ...scope,
    ...user,
    'application_credential_secret',
    'application_credential_id',
    'application_credential_name',
  ],
  v2password: [...secondVersion, 'username', 'user_id', 'password'],
  v2token: [...secondVersion, 'token'],
  none: ['endpoint'],
  admin_token: ['endpoint', 'token'],
  http_basic: ['username', 'password', 'endpoint'],
}

const oldSpellings: Readonly<Record<string, string>> = {
  username: 'user_name',
  project_id: 'tenant_id',
  project_name: 'tenant_name',
  endpoint: 'url',
}

/**
 * Gathers in `auth` what its kind of authentication takes, wherever it was written. Of two values the one in `auth` wins for a `library`, the one
 * outside, which may be an option, for a `command`. Settings of kinds that are not known here stay where they are.
 * Source: openstack/openstacksdk openstack/config/loader.py, `_get_auth_loader`, `_validate_auth` and `_validate_auth_correctly`.
 */
export const authGathered = (entries: Entries, precedence: 'library' | 'command'): Map<string, Traced> => {
  const result = new Map(entries)
  const type = authType(textOf(entries.get('auth_type')))
  const written = entries.get('auth_type')
  result.set('auth_type', { origin: written?.origin ?? { kind: 'default' }, scalar: type })
  const auth = new Map(authOf(entries).entries)
  for (const option of optionsOf[type] ?? []) {
    const spellings = [option, oldSpellings[option]].filter((name) => name !== undefined)
    const value = (place: Entries) => spellings.map((name) => place.get(name)).find((found) => found !== undefined)
    const places = precedence === 'library' ? [auth, result] : [result, auth]
    const winner = places.map(value).find((found) => found && textOf(found))
    for (const name of spellings) for (const place of [auth, result]) place.delete(name)
    if (winner) auth.set(option, winner)
  }
  return result.set('auth', { ...authOf(entries), entries: auth })
}

const authType = (written: string | undefined): string => {
  if (!written || written === 'None') return 'none'
  return written === 'token_endpoint' ? 'admin_token' : written
}
