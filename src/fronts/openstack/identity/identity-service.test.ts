import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedFront, openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { ManualClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'

const root = 'http://cloud.test/identity/v3'
let clock: ManualClock
let cloud: EmbeddedFront

beforeEach(async () => {
  clock = new ManualClock()
  cloud = await openEmbeddedFront({
    profile: classic,
    clock,
    random: systemRandom,
    onUnexpected: (error) => expect.fail(String(error)),
  })
})
afterEach(() => cloud[Symbol.asyncDispose]())

interface Answer {
  readonly status: number
  readonly token: string
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  readonly body: any
}

const ask = async (
  method: string,
  path: string,
  { token, subject, body }: { token?: string; subject?: string; body?: unknown } = {},
): Promise<Answer> => {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (token) headers.set('x-auth-token', token)
  if (subject) headers.set('x-subject-token', subject)
  const response = await cloud.front.fetch(
    new Request(`${root}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
  )
  const text = await response.text()
  return {
    status: response.status,
    token: response.headers.get('x-subject-token') ?? '',
    body: text === '' ? undefined : JSON.parse(text),
  }
}

const passwordOf = (who: 'admin' | 'member', password = cloud.users[who].password) => ({
  methods: ['password'],
  password: { user: { name: cloud.users[who].userName, domain: { name: 'Default' }, password } },
})
const scopeOf = (who: 'admin' | 'member') => ({
  project: { name: cloud.users[who].projectName, domain: { id: 'default' } },
})
const login = (identity: unknown, scope?: unknown) =>
  ask('POST', '/auth/tokens', { body: { auth: { identity, ...(scope === undefined ? {} : { scope }) } } })
const tokenOf = async (who: 'admin' | 'member') => (await login(passwordOf(who), scopeOf(who))).token

describe('authentication', () => {
  it('gives a project-scoped token with roles and a catalog for a right password', async () => {
    const { status, token, body } = await login(passwordOf('member'), scopeOf('member'))
    expect(status).toBe(201)
    expect(token).not.toBe('')
    expect(body.token.project.name).toBe('demo')
    expect(body.token.roles.map(({ name }: { name: string }) => name).sort()).toEqual(['member', 'reader'])
    const identity = body.token.catalog.find(({ type }: { type: string }) => type === 'identity')
    expect(identity.endpoints.map(({ url }: { url: string }) => url)).toEqual(Array(3).fill(root))
  })

  it('says the same for a wrong password, an unknown user and a project without a role', async () => {
    const wrong = await login(passwordOf('member', 'wrong'))
    const unknown = await login({
      methods: ['password'],
      password: { user: { name: 'nobody', domain: { id: 'default' }, password: 'x' } },
    })
    const foreign = await login(passwordOf('member'), scopeOf('admin'))
    for (const answer of [wrong, unknown, foreign]) {
      expect(answer.status).toBe(401)
      expect(answer.body).toEqual(wrong.body)
    }
    expect(JSON.stringify(wrong.body)).not.toContain('wrong')
  })

  it('gives an unscoped token when asked, which has neither roles nor catalog and is good for nothing but another', async () => {
    const { token, body } = await login(passwordOf('member'), 'unscoped')
    expect(body.token).not.toHaveProperty('catalog')
    expect(body.token).not.toHaveProperty('roles')
    const scoped = await login({ methods: ['token'], token: { id: token } }, scopeOf('member'))
    expect(scoped.status).toBe(201)
    expect(scoped.body.token.methods).toEqual(['token', 'password'])
    expect(scoped.body.token.expires_at).toBe(body.token.expires_at)
    expect(scoped.body.token.audit_ids[1]).toBe(body.token.audit_ids[0])
  })

  it('lets an application credential in with its own roles, and no longer once it is deleted', async () => {
    const token = await tokenOf('member')
    const { body: self } = await ask('GET', '/auth/tokens', { token, subject: token })
    const path = `/users/${self.token.user.id}/application_credentials`
    const made = await ask('POST', path, {
      token,
      body: { application_credential: { name: 'ci', roles: [{ name: 'reader' }] } },
    })
    const { id, secret } = made.body.application_credential
    const identity = { methods: ['application_credential'], application_credential: { id, secret } }
    const used = await login(identity)
    expect(used.body.token.roles.map(({ name }: { name: string }) => name)).toEqual(['reader'])
    const shown = await ask('GET', `${path}/${id}`, { token })
    expect(shown.body.application_credential).not.toHaveProperty('secret')
    expect((await ask('DELETE', `${path}/${id}`, { token })).status).toBe(204)
    expect((await login(identity)).status).toBe(401)
    expect((await ask('GET', '/auth/projects', { token: used.token })).status).toBe(401)
  })
})

describe('an application credential', () => {
  const made = async (fields: object) => {
    const token = await tokenOf('member')
    const { body: self } = await ask('GET', '/auth/tokens', { token, subject: token })
    const path = `/users/${self.token.user.id}/application_credentials`
    const body = { application_credential: { name: 'first', roles: [{ name: 'reader' }], ...fields } }
    const { id, secret } = (await ask('POST', path, { token, body })).body.application_credential
    const identity = { methods: ['application_credential'], application_credential: { id, secret } }
    return { path, id, identity, token: (await login(identity)).token }
  }
  const second = (fields: object = {}) => ({ application_credential: { name: 'second', ...fields } })

  it('that is restricted makes no other and deletes none', async () => {
    const { path, id, token } = await made({})
    const refused = await ask('POST', path, { token, body: second() })
    expect(refused.status).toBe(403)
    expect(refused.body.error.message).toMatch(/not allowed for managing additional application credentials/)
    expect((await ask('DELETE', `${path}/${id}`, { token })).status).toBe(403)
  })

  it('that is unrestricted passes on no role that it does not have itself', async () => {
    const { path, token } = await made({ unrestricted: true })
    const more = await ask('POST', path, { token, body: second({ roles: [{ name: 'member' }] }) })
    expect(more.status).toBe(400)
    const { roles } = (await ask('POST', path, { token, body: second() })).body.application_credential
    expect(roles.map(({ name }: { name: string }) => name)).toEqual(['reader'])
  })

  it('asks for no scope', async () => {
    const { identity } = await made({})
    const answer = await login(identity, scopeOf('member'))
    expect(answer).toMatchObject({
      status: 401,
      body: { error: { message: expect.stringContaining('cannot request a scope') } },
    })
  })
})

describe('tokens', () => {
  it('end when their time is over', async () => {
    const token = await tokenOf('member')
    await clock.advance(3_599_000)
    expect((await ask('GET', '/auth/projects', { token })).status).toBe(200)
    await clock.advance(2_000)
    expect((await ask('GET', '/auth/projects', { token })).status).toBe(401)
  })

  it('end when they are revoked, and their holder may revoke them', async () => {
    const token = await tokenOf('member')
    expect((await ask('DELETE', '/auth/tokens', { token, subject: token })).status).toBe(204)
    expect((await ask('GET', '/auth/projects', { token })).status).toBe(401)
  })

  it('are shown as things are now, with the catalog of the address that they are asked at', async () => {
    const admin = await tokenOf('admin')
    const shown = async (path = '/auth/tokens') => (await ask('GET', path, { token: admin, subject: admin })).body.token
    const before = await shown()
    expect(await shown()).toEqual(before)
    expect((await shown('/auth/tokens?nocatalog')).catalog).toBeUndefined()
    const renamed = { token: admin, body: { user: { name: 'chief' } } }
    expect((await ask('PATCH', `/users/${before.user.id}`, renamed)).status).toBe(200)
    expect(await shown()).toEqual({ ...before, user: { ...before.user, name: 'chief' } })
    const elsewhere = await cloud.front.fetch(
      new Request('http://elsewhere.test/identity/v3/auth/tokens', {
        headers: { 'x-auth-token': admin, 'x-subject-token': admin },
      }),
    )
    const body = (await elsewhere.json()) as Answer['body']
    expect(body.token.catalog[0].endpoints[0].url).toContain('http://elsewhere.test/')
  })

  it('are not shown to another member, and are to an admin', async () => {
    const [member, admin] = [await tokenOf('member'), await tokenOf('admin')]
    expect((await ask('GET', '/auth/tokens', { token: member, subject: admin })).status).toBe(403)
    expect((await ask('GET', '/auth/tokens', { token: admin, subject: member })).body.token.user.name).toBe('demo')
    expect((await ask('GET', '/auth/tokens', { token: admin, subject: 'no-such-token' })).status).toBe(404)
  })

  it('end with the role that they rest on, with a new password and with the user', async () => {
    const admin = await tokenOf('admin')
    const { body } = await ask('POST', '/users', {
      token: admin,
      body: { user: { name: 'eve', password: 'first', domain_id: 'default' } },
    })
    const { body: projects } = await ask('GET', '/projects?name=demo', { token: admin })
    const { body: roles } = await ask('GET', '/roles?name=reader', { token: admin })
    const grant = `/projects/${projects.projects[0].id}/users/${body.user.id}/roles/${roles.roles[0].id}`
    const eve = (password: string) =>
      login({ methods: ['password'], password: { user: { id: body.user.id, password } } }, scopeOf('member'))
    expect((await eve('first')).status).toBe(401)
    await ask('PUT', grant, { token: admin })
    const first = (await eve('first')).token
    await ask('DELETE', grant, { token: admin })
    expect((await ask('GET', '/auth/catalog', { token: first })).status).toBe(401)
    await ask('PUT', grant, { token: admin })
    const second = (await eve('first')).token
    await ask('PATCH', `/users/${body.user.id}`, { token: admin, body: { user: { password: 'second' } } })
    expect((await ask('GET', '/auth/catalog', { token: second })).status).toBe(401)
    expect((await eve('first')).status).toBe(401)
    const third = (await eve('second')).token
    await ask('DELETE', `/users/${body.user.id}`, { token: admin })
    expect((await ask('GET', '/auth/catalog', { token: third })).status).toBe(401)
  })
})

describe('the front', () => {
  it('answers 404 for an unknown path and 405 for a known one with another method, in Keystone’s words', async () => {
    const token = await tokenOf('admin')
    expect((await ask('GET', '/fleets', { token })).body.error).toMatchObject({ code: 404, title: 'Not Found' })
    expect((await ask('PUT', '/projects', { token })).body.error).toMatchObject({ code: 405 })
  })

  it('refuses what no body of Keystone’s has, broken JSON and a body that is too large', async () => {
    const token = await tokenOf('admin')
    const extra = await ask('POST', '/projects', { token, body: { project: { name: 'x' }, colour: 'red' } })
    expect(extra.status).toBe(400)
    expect(extra.body.error.message).toContain('colour')
    const response = await cloud.front.fetch(new Request(`${root}/auth/tokens`, { method: 'POST', body: '{"auth":' }))
    expect(response.status).toBe(400)
    const huge = '['.repeat(200_000)
    expect((await cloud.front.fetch(new Request(`${root}/auth/tokens`, { method: 'POST', body: huge }))).status).toBe(
      413,
    )
  })

  it.each(['project', 'user'])('keeps what means nothing to it of a %s, and gives it back', async (what) => {
    const token = await tokenOf('admin')
    const password = what === 'user' ? { password: 'a secret' } : {}
    const sent = { name: 'x', colour: 'red', 'the-size': { in: 'cm' }, links: 'none', extra: 1, ...password }
    const { body } = await ask('POST', `/${what}s`, { token, body: { [what]: sent } })
    const made = body[what]
    expect(made).toMatchObject({
      name: 'x',
      colour: 'red',
      the_size: { in: 'cm' },
      links: { self: expect.any(String) },
    })
    for (const name of ['password', 'extra', 'the-size']) expect(made).not.toHaveProperty(name)
    const path = `/${what}s/${made.id}`
    const change = (changes: object) => ask('PATCH', path, { token, body: { [what]: changes } })
    await change({ colour: 'blue', id: made.id, domain_id: made.domain_id })
    const shown = (await ask('GET', path, { token })).body[what]
    expect(shown).toEqual({ ...made, colour: 'blue' })
    for (const other of [{ id: 'other' }, { domain_id: 'other' }]) expect((await change(other)).status).toBe(400)
    if (what === 'project') expect((await change({ parent_id: 'other' })).status).toBe(403)
  })

  it('never repeats a password or secret in a refusal', async () => {
    const { status, body } = await login({
      methods: ['password'],
      password: { user: { name: 'demo', password: ['hunter2'] } },
    })
    expect(status).toBe(400)
    expect(JSON.stringify(body)).not.toContain('hunter2')
  })

  it('lets members see only what is theirs', async () => {
    const token = await tokenOf('member')
    for (const path of ['/users', '/projects', '/roles', '/groups', '/role_assignments', '/services', '/endpoints'])
      expect((await ask('GET', path, { token })).status, path).toBe(403)
  })

  it('has no groups of users and takes none', async () => {
    const token = await tokenOf('admin')
    const { body } = await ask('GET', '/groups', { token })
    expect(body).toEqual({ groups: [], links: { self: `${root}/groups`, previous: null, next: null } })
    expect((await ask('POST', '/groups', { token, body: { group: { name: 'crew' } } })).status).toBe(403)
    expect((await ask('GET', '/groups/crew', { token })).body.error.message).toBe('Could not find group: crew.')
  })

  it('shows its versions without a token, and gives each answer a request id', async () => {
    const response = await cloud.front.fetch(new Request('http://cloud.test/identity/'))
    expect(response.status).toBe(300)
    expect(response.headers.get('x-openstack-request-id')).toMatch(/^req-[0-9a-f-]{36}$/)
    const { versions } = (await response.json()) as { versions: { values: { links: { href: string }[] }[] } }
    expect(versions.values[0]?.links[0]?.href).toBe(`${root}/`)
  })
})
