import type { CloudsYamlEntry } from '#built/fronts/openstack/clouds-yaml-entry'

/** The request that asks a cloud's Keystone for a token; 201 is its answer. */
export interface LogIn {
  readonly method: 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** By password, for that entry's user and project. */
export const logIn = ({ auth }: CloudsYamlEntry): LogIn => {
  const user = { name: auth.username, password: auth.password, domain: { name: auth.user_domain_name } }
  const project = { name: auth.project_name, domain: { name: auth.project_domain_name } }
  return {
    method: 'POST',
    url: `${auth.auth_url}/auth/tokens`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity: { methods: ['password'], password: { user } }, scope: { project } } }),
  }
}
