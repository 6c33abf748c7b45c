import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedFront, openEmbeddedFront } from '../../../embedded/embedded-front.ts'
import { classic } from '../../../embedded/profiles/classic.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'

let cloud: EmbeddedFront
let token: string

const ask = async (method: string, path: string, version: string, body?: unknown): Promise<Response> =>
  cloud.front.fetch(
    new Request(`http://cloud.test${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        'openstack-api-version': `compute ${version}`,
        'x-auth-token': token,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )

beforeAll(async () => {
  const random = systemRandom
  const onUnexpected = (error: unknown) => expect.fail(String(error))
  cloud = await openEmbeddedFront({ profile: classic, clock: systemClock, random, latency: {}, onUnexpected })
  const { userName, password, projectName } = cloud.users.admin
  const domain = { id: 'default' }
  token = ''
  const login = await ask('POST', '/identity/v3/auth/tokens', '2.1', {
    auth: {
      identity: { methods: ['password'], password: { user: { name: userName, domain, password } } },
      scope: { project: { name: projectName, domain } },
    },
  })
  token = login.headers.get('x-subject-token') ?? ''
})
afterAll(() => cloud[Symbol.asyncDispose]())

// openstack/nova `nova/api/openstack/compute/quota_classes.py`, EXTENDED_QUOTAS and FILTERED_QUOTAS_v250
test.each([
  { version: '2.1', networks: true, groups: false, files: true },
  { version: '2.49', networks: true, groups: false, files: true },
  { version: '2.50', networks: false, groups: true, files: true },
  { version: '2.57', networks: false, groups: true, files: false },
])('a quota class at $version tells the quotas that it had then', async ({ version, networks, groups, files }) => {
  const answer = await ask('GET', '/compute/v2.1/os-quota-class-sets/default', version)
  const { quota_class_set: set } = (await answer.json()) as { quota_class_set: object }
  expect(['fixed_ips', 'server_groups', 'injected_files'].map((name) => name in set)).toEqual([networks, groups, files])
})
