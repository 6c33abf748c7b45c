import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EmbeddedFront, openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'

let cloud: EmbeddedFront
let token: string
beforeAll(async () => {
  const onUnexpected = (error: unknown) => expect.fail(String(error))
  cloud = await openEmbeddedFront({ profile: classic, clock: systemClock, random: systemRandom, onUnexpected })
  token = (await logIn()).headers.get('x-subject-token') ?? ''
})
afterAll(() => cloud[Symbol.asyncDispose]())

const ask = async (method: string, path: string, { headers = {}, body }: { headers?: object; body?: object } = {}) =>
  cloud.front.fetch(
    new Request(`http://cloud.test${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  )
const logIn = () => {
  const { userName, password, projectName } = cloud.users.member
  const domain = { id: 'default' }
  const auth = {
    identity: { methods: ['password'], password: { user: { name: userName, domain, password } } },
    scope: { project: { name: projectName, domain } },
  }
  return ask('POST', '/identity/v3/auth/tokens', { body: { auth } })
}

const nova = 'OpenStack-API-Version, X-OpenStack-Nova-API-Version'

it.each<{ what: string; path: string; method?: string; status: number; vary: string | null; version?: string }>([
  { what: 'a list', path: '/compute/v2.1/servers/detail', status: 200, vary: nova, version: '2.40' },
  { what: 'an object', path: '/compute/v2.1/limits', status: 200, vary: nova, version: '2.40' },
  { what: 'a refusal', path: '/compute/v2.1/servers/none', status: 404, vary: nova, version: '2.40' },
  { what: 'a path that is none', path: '/compute/v2.1/nothing', status: 404, vary: nova, version: '2.40' },
  { what: 'a wrong method', path: '/compute/v2.1/servers', method: 'PATCH', status: 405, vary: nova, version: '2.40' },
  { what: 'a service without microversions', path: '/network/v2.0/networks', status: 200, vary: null },
  { what: 'a token', path: '/identity/v3/auth/tokens', status: 200, vary: 'X-Auth-Token' },
  { what: 'no service', path: '/nothing', status: 404, vary: null },
])(
  '$what has a request id, its microversion and each name once in Vary',
  async ({ path, method, status, vary, version }) => {
    const headers = {
      'x-auth-token': token,
      'x-subject-token': token,
      ...(version === undefined ? {} : { 'openstack-api-version': `compute ${version}` }),
    }
    const answer = await ask(method ?? 'GET', path, { headers })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('x-openstack-request-id')).toMatch(/^req-[0-9a-f-]{36}$/)
    expect(answer.headers.get('vary')?.toLowerCase() ?? null).toBe(vary?.toLowerCase() ?? null)
    expect(answer.headers.get('openstack-api-version')).toBe(version === undefined ? null : `compute ${version}`)
    expect(answer.headers.get('x-openstack-nova-api-version')).toBe(version ?? null)
  },
)

it('a refusal of the microversion itself has a request id and no microversion', async () => {
  const headers = { 'x-auth-token': token, 'openstack-api-version': 'compute 2.999' }
  const answer = await ask('GET', '/compute/v2.1/servers', { headers })
  expect(answer.status).toBe(406)
  expect(answer.headers.get('x-compute-request-id')).toBe(answer.headers.get('x-openstack-request-id'))
  expect(answer.headers.get('openstack-api-version')).toBeNull()
})
