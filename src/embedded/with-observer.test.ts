import { expect, test } from 'vitest'
import { listen } from '../fronts/listen.ts'
import { systemClock } from '../lib/clock.ts'
import { seededRandom } from '../lib/random.ts'
import { startEmbeddedCloud } from './embedded-cloud.ts'
import type { ObservedExchange } from './observed-exchange.ts'
import { classic } from './profiles/classic.ts'
import { withObserver } from './with-observer.ts'

test('every exchange is told with its bodies, and none of its secrets', async () => {
  const told: ObservedExchange[] = []
  await using cloud = await startEmbeddedCloud({
    profile: classic,
    clock: systemClock,
    random: seededRandom(1),
    onUnexpected: (error) => expect.unreachable(String(error)),
    observe: (exchange) => told.push(exchange),
  })
  const { username, password } = cloud.entry.auth
  const domain = { name: cloud.entry.auth.user_domain_name }
  const login = await fetch(`${cloud.origin}/identity/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: { identity: { methods: ['password'], password: { user: { name: username, domain, password } } } },
    }),
  })
  const token = login.headers.get('x-subject-token') ?? ''
  const lists = { headers: { 'x-auth-token': token } }
  const networks = await (await fetch(`${cloud.origin}/network/v2.0/networks?limit=1`, lists)).json()

  expect(told.map(({ method, path, answer }) => [method, path, answer.status])).toEqual([
    ['POST', '/identity/v3/auth/tokens', 201],
    ['GET', '/network/v2.0/networks?limit=1', 200],
  ])
  expect(told[0]?.request.body).toMatchObject({ auth: { identity: { password: { user: { name: username } } } } })
  expect(told[0]?.answer.headers['x-subject-token']).toBe('redacted')
  expect(told[1]?.answer.body).toEqual(networks)
  const written = JSON.stringify(told)
  expect(written).not.toContain(token)
  expect(written).not.toContain(password)
})

test('what is no JSON is told without its body, which arrives whole', async () => {
  const told: ObservedExchange[] = []
  await using cloud = await startEmbeddedCloud({
    profile: classic,
    clock: systemClock,
    random: seededRandom(1),
    onUnexpected: (error) => expect.unreachable(String(error)),
    observe: (exchange) => told.push(exchange),
  })
  const answer = await fetch(`${cloud.origin}/image/v2/images/1/file`, { method: 'PUT', body: 'bytes' })
  expect(answer.status).toBe(401)
  expect(await answer.text()).not.toBe('')
  expect(told.map(({ request }) => request.omitted)).toEqual(['not JSON'])
})

test('data that only calls itself JSON arrives byte for byte', async () => {
  const data = new Uint8Array([0xff, 0x00, 0xfe, 0x7b])
  const answer = new Response(data, { headers: { 'content-type': 'application/json' } })
  const told: ObservedExchange[] = []
  await using front = await listen(
    withObserver(
      () => answer,
      (exchange) => told.push(exchange),
    ),
    { host: '127.0.0.1', port: 0 },
  )
  const arrived = await fetch(`${front.origin}/v1/AUTH_1/box/thing`)
  expect(new Uint8Array(await arrived.arrayBuffer())).toEqual(data)
  expect(told[0]?.answer.omitted).toBe('not JSON')
})
