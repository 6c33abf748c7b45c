import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import { openSimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import { defaultFrontProfile } from '../../../embedded/default-front-profile.ts'
import { collect } from '../../../lib/async-iterable.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'
import { type OpenStackFront, openOpenStackFront } from '../front.ts'
import { openMemoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'

const world = { clock: systemClock, random: systemRandom }
const latency = { serverBuild: 60, serverStop: 60, serverResize: 60 }
let driver: SimulatedDriver
let store: Store
let front: OpenStackFront
let token: string

const open = () =>
  openOpenStackFront({
    driver,
    store,
    ...world,
    profile: { ...defaultFrontProfile, name: 'test' },
    users: { adminPassword: 'a', demo: { projectName: 'demo', userName: 'demo', password: 'd' } },
    onUnexpected: (error) => expect.fail(String(error)),
  })

const ask = async (method: string, path: string, body?: unknown) => {
  const headers = { 'x-auth-token': token, 'content-type': 'application/json', 'openstack-api-version': 'compute 2.90' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await front.fetch(new Request(`http://cloud.test${path}`, { method, headers, ...sent }))
  const text = await answer.text()
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  return { headers: answer.headers, status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as any }
}

const restart = async () => {
  await front[Symbol.asyncDispose]()
  front = await open()
}

const untilStatus = async (id: string, status: string) => {
  for (let look = 0; look < 400; look += 1) {
    const { body } = await ask('GET', `/compute/v2.1/servers/${id}`)
    if (body.server?.status === status && body.server['OS-EXT-STS:task_state'] === null) return body.server
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`never ${status}`)
}

const newServer = async () => {
  const flavors = (await ask('GET', '/compute/v2.1/flavors?sort_key=memory_mb')).body.flavors
  const [image] = (await ask('GET', '/image/v2/images?name=debian-12')).body.images
  const server = { name: 'a', imageRef: image.id, flavorRef: flavors[0].id, networks: 'none' }
  const { body } = await ask('POST', '/compute/v2.1/servers', { server })
  return { id: body.server.id as string, larger: flavors[1].id as string }
}

beforeEach(async () => {
  driver = openSimulatedDriver({ latency }, world)
  store = openMemoryStore()
  front = await open()
  token = ''
  const domain = { id: 'default' }
  const { headers } = await ask('POST', '/identity/v3/auth/tokens', {
    auth: {
      identity: { methods: ['password'], password: { user: { name: 'demo', domain, password: 'd' } } },
      scope: { project: { name: 'demo', domain } },
    },
  })
  token = headers.get('x-subject-token') ?? ''
})
afterEach(async () => {
  await front[Symbol.asyncDispose]()
  await driver[Symbol.asyncDispose]()
})

it('a build that a restart interrupts goes on, and makes one server', async () => {
  const { id } = await newServer()
  await restart()
  await untilStatus(id, 'ACTIVE')
  const { signal } = new AbortController()
  expect(await collect(driver.servers.list({ signal }))).toHaveLength(1)
})

it('a resize that a restart interrupts ends in VERIFY_RESIZE', async () => {
  const { id, larger } = await newServer()
  await untilStatus(id, 'ACTIVE')
  await ask('POST', `/compute/v2.1/servers/${id}/action`, { resize: { flavorRef: larger } })
  await restart()
  await untilStatus(id, 'VERIFY_RESIZE')
})

it('a delete that a restart interrupts is done', async () => {
  const { id } = await newServer()
  await ask('DELETE', `/compute/v2.1/servers/${id}`)
  await restart()
  for (let look = 0; look < 400 && (await ask('GET', `/compute/v2.1/servers/${id}`)).status !== 404; look += 1)
    await new Promise((resolve) => setTimeout(resolve, 5))
  const { signal } = new AbortController()
  expect((await ask('GET', '/compute/v2.1/servers')).body.servers).toEqual([])
  for await (const server of driver.servers.list({ signal })) expect(server.status).toBe('deleting')
})
