import type { Ask } from './judged-front.ts'

/** Every route of Keystone's API that the front has. */
export const identitySession = async (ask: Ask, password: string): Promise<void> => {
  const admin = { as: 'admin' } as const
  for (const path of ['', '/', '/v3', '/v3/']) await ask(`GET /identity${path}`, undefined, { as: 'nobody' })
  const root = '/identity/v3'
  const get = (path: string) => ask(`GET ${root}${path}`, undefined, admin)

  const domains = (await get('/domains')).body.domains
  await get(`/domains/${domains[0].id}`)
  const { project } = (
    await ask(`POST ${root}/projects`, { project: { name: 'judged', description: 'a project', tags: ['one'] } }, admin)
  ).body
  await get('/projects')
  await get(`/projects/${project.id}`)
  await ask(`PATCH ${root}/projects/${project.id}`, { project: { name: 'judged again', enabled: true } }, admin)
  const { user } = (
    await ask(
      `POST ${root}/users`,
      { user: { name: 'grace', password: 'a long enough one', default_project_id: project.id, enabled: true } },
      admin,
    )
  ).body
  await get('/users')
  await get(`/users/${user.id}`)
  await ask(`PATCH ${root}/users/${user.id}`, { user: { email: 'grace@cloud.test', description: 'a user' } }, admin)
  await ask(
    `POST ${root}/users/${user.id}/password`,
    { user: { original_password: 'a long enough one', password: 'another one' } },
    admin,
  )
  const { role } = (await ask(`POST ${root}/roles`, { role: { name: 'judge', description: 'a role' } }, admin)).body
  await get('/roles')
  await get(`/roles/${role.id}`)
  for (const target of [`/projects/${project.id}`, `/domains/${domains[0].id}`]) {
    const roles = `${target}/users/${user.id}/roles`
    await ask(`PUT ${root}${roles}/${role.id}`, undefined, admin)
    await get(roles)
    await ask(`GET ${root}${roles}/${role.id}`, undefined, admin)
  }
  await get('/role_assignments')
  await get('/role_assignments?include_names=true')
  await get(`/users/${user.id}/projects`)

  const scope = { project: { id: project.id } }
  const identity = {
    methods: ['password'],
    password: { user: { id: user.id, password: 'another one' } },
  }
  const login = await ask(`POST ${root}/auth/tokens`, { auth: { identity, scope } }, { as: 'nobody' })
  const token = login.headers.get('x-subject-token') ?? ''
  await ask(`POST ${root}/auth/tokens`, { auth: { identity } }, { as: 'nobody' })
  await ask(
    `POST ${root}/auth/tokens`,
    { auth: { identity: { methods: ['token'], token: { id: token } }, scope } },
    { as: 'nobody' },
  )
  await ask(`GET ${root}/auth/tokens`, undefined, { ...admin, headers: { 'x-subject-token': token } })
  await ask(`HEAD ${root}/auth/tokens`, undefined, { ...admin, headers: { 'x-subject-token': token } })
  for (const path of ['catalog', 'projects', 'domains', 'system']) await get(`/auth/${path}`)

  const own = { as: 'nobody', headers: { 'x-auth-token': token } } as const
  const credentials = `${root}/users/${user.id}/application_credentials`
  const { application_credential: credential } = (
    await ask(
      `POST ${credentials}`,
      { application_credential: { name: 'robot', description: 'for a robot', unrestricted: false } },
      own,
    )
  ).body
  await ask(
    `POST ${root}/auth/tokens`,
    {
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: credential.id, secret: credential.secret },
        },
      },
    },
    { as: 'nobody' },
  )
  await ask(`GET ${credentials}`, undefined, own)
  await ask(`GET ${credentials}/${credential.id}`, undefined, own)
  await ask(`DELETE ${credentials}/${credential.id}`, undefined, own)
  for (const kind of ['services', 'endpoints', 'regions']) {
    const [first] = (await get(`/${kind}`)).body[kind]
    await get(`/${kind}/${first.id}`)
  }
  await ask(`DELETE ${root}/auth/tokens`, undefined, { ...admin, headers: { 'x-subject-token': token } })
  for (const target of [`/projects/${project.id}`, `/domains/${domains[0].id}`])
    await ask(`DELETE ${root}${target}/users/${user.id}/roles/${role.id}`, undefined, admin)
  await ask(`DELETE ${root}/users/${user.id}`, undefined, admin)
  await ask(`DELETE ${root}/projects/${project.id}`, undefined, admin)
  await ask(`DELETE ${root}/roles/${role.id}`, undefined, admin)

  await ask(`GET ${root}/users`, undefined, { as: 'member', expect: 403 })
  await ask(`GET ${root}/users/nobody`, undefined, { ...admin, expect: 404 })
  await ask(`GET ${root}/projects`, undefined, { as: 'nobody', expect: 401 })
  await ask(
    `POST ${root}/auth/tokens`,
    {
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'demo', domain: { id: 'default' }, password: `not ${password}` } },
        },
      },
    },
    { as: 'nobody', expect: 401 },
  )
  await ask(`PUT ${root}/users`, {}, { ...admin, expect: 405 })
}
