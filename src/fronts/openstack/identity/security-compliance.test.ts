import { afterEach, beforeEach, expect, it } from 'vitest'
import { type EmbeddedFront, openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { ManualClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'

// openstack/keystone keystone/identity/backends/sql.py: authenticate, _is_account_locked, _validate_password_history
const root = 'http://cloud.test/identity/v3'
let clock: ManualClock
let cloud: EmbeddedFront

beforeEach(async () => {
  clock = new ManualClock()
  cloud = await openEmbeddedFront({
    profile: {
      ...classic,
      front: {
        ...classic.front,
        securityCompliance: { lockoutAttempts: 3, lockoutSeconds: 60, uniqueLastPasswords: 2 },
      },
    },
    clock,
    random: systemRandom,
    onUnexpected: (error) => expect.fail(String(error)),
  })
})
afterEach(() => cloud[Symbol.asyncDispose]())

const post = (path: string, body: unknown): Promise<Response> =>
  Promise.resolve(cloud.front.fetch(new Request(`${root}${path}`, { method: 'POST', body: JSON.stringify(body) })))

const logIn = (password: string): Promise<Response> =>
  post('/auth/tokens', {
    auth: {
      identity: { methods: ['password'], password: { user: { name: 'demo', domain: { id: 'default' }, password } } },
    },
  })

const userId = async (password: string): Promise<string> => {
  const { token } = (await (await logIn(password)).json()) as { token: { user: { id: string } } }
  return token.user.id
}

it('locks an account after so many wrong passwords, for as long as the operator says after the last one', async () => {
  const { password } = cloud.users.member
  const id = await userId(password)
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await clock.advance(1000)
    expect((await logIn('wrong')).status).toBe(401)
  }
  const locked = await logIn(password)
  expect(locked.status).toBe(401)
  expect(await locked.json()).toMatchObject({ error: { message: `The account is locked for user: ${id}.` } })
  await clock.advance(59_000)
  expect((await logIn(password)).status).toBe(401)
  await clock.advance(1000)
  expect((await logIn(password)).status).toBe(201)
})

it('counts only wrong passwords in a row, and begins anew after a lock', async () => {
  const { password } = cloud.users.member
  for (const [given, status] of [
    ['wrong', 401],
    ['wrong', 401],
    [password, 201],
    ['wrong', 401],
    ['wrong', 401],
    [password, 201],
  ] as const)
    expect((await logIn(given)).status).toBe(status)
  for (let attempt = 0; attempt < 3; attempt += 1) await logIn('wrong')
  await clock.advance(60_000)
  expect((await logIn('wrong')).status).toBe(401)
  expect((await logIn(password)).status).toBe(201)
})

it('refuses a user one of their latest passwords, and takes one from before those', async () => {
  const first = cloud.users.member.password
  const path = `/users/${await userId(first)}/password`
  const change = async (from: string, to: string) =>
    (await post(path, { user: { original_password: from, password: to } })).status
  expect(await change(first, 'second')).toBe(204)
  expect(await change('second', 'second')).toBe(400)
  expect(await change('second', first)).toBe(400)
  expect(await change('second', 'third')).toBe(204)
  expect(await change('third', first)).toBe(204)
  expect((await logIn(first)).status).toBe(201)
})
