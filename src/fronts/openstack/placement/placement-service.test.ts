import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import { systemClock } from '../../../lib/clock.ts'
import { newUuid, systemRandom } from '../../../lib/random.ts'
import { createApp } from '../kernel/create-app.ts'
import type { Front } from '../kernel/front.ts'
import { Mirror } from '../kernel/mirror.ts'
import type { Authorization, ServiceApp } from '../kernel/service.ts'
import { Tasks } from '../kernel/tasks.ts'
import { openMemoryStore } from '../store/memory-store.ts'
import { placementService } from './placement-service.ts'

let tasks: Tasks
let app: ServiceApp
let serverId: string

const caller = (role: string): Authorization => ({
  tokenId: role,
  userId: role,
  userName: role,
  domainId: 'default',
  projectId: 'p',
  roles: new Set([role]),
  isAdmin: role === 'admin',
})

beforeEach(async () => {
  const [clock, random, store] = [systemClock, systemRandom, openMemoryStore()]
  const driver = openSimulatedDriver({ zones: ['north', 'south'], latency: {} })
  tasks = new Tasks((_name, error) => expect.fail(String(error)))
  const mirror = new Mirror({ driver, store, clock, random, tasks, adoptInto: 'p' })
  const front: Front = {
    driver,
    mirror,
    store,
    clock,
    random,
    tasks,
    operatorProjectId: 'operator',
    profile: {
      name: 'test',
      region: 'R',
      domain: { id: 'default', name: 'Default' },
      tokenSeconds: 60,
      pageLimit: 1000,
      quotas: { compute: {}, network: {}, volume: {} },
      imageFormats: [],
      withoutExtensions: [],
      maxMicroversions: {},
    },
    newId: () => newUuid(random),
    timestamp: () => new Date(clock.now()).toISOString(),
    onUnexpected: (error) => expect.fail(String(error)),
  }
  await mirror.start()
  const [flavor] = mirror.list('flavor')
  const [image] = mirror.list('image')
  const spec = {
    name: 'a',
    flavorId: mirror.nativeId('flavor', flavor?.id ?? ''),
    boot: { imageId: mirror.nativeId('image', image?.id ?? '') },
    interfaces: [],
  }
  serverId = (await mirror.create('server', spec, { projectId: 'p' })).id
  app = createApp(front, [placementService(front)], {
    authenticate: caller,
    site: { origin: () => 'http://cloud.test' },
  })
})
afterEach(() => tasks[Symbol.asyncDispose]())

const ask = async (path: string, version = '1.39', role = 'admin') => {
  const headers = { 'x-auth-token': role, 'openstack-api-version': `placement ${version}` }
  const answer = await app.fetch(new Request(`http://cloud.test/placement${path}`, { headers }))
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  return { status: answer.status, body: (await answer.json()) as any }
}

it('tells its range of microversions', async () => {
  const { body } = await ask('/')
  expect(body.versions).toMatchObject([{ id: 'v1.0', min_version: '1.0', max_version: '1.39' }])
})

it('shows each zone as a provider, with what runs there', async () => {
  const { resource_providers: providers } = (await ask('/resource_providers')).body
  expect(providers.map(({ name }: { name: string }) => name)).toEqual(['simulated-north', 'simulated-south'])
  const [{ uuid }] = providers
  expect((await ask(`/resource_providers/${uuid}/usages`)).body.usages).toMatchObject({ VCPU: 1, MEMORY_MB: 512 })
  expect((await ask(`/resource_providers/${uuid}/inventories`)).body.inventories.VCPU).toMatchObject({ total: 1 })
  expect(Object.keys((await ask(`/resource_providers/${uuid}/allocations`)).body.allocations)).toEqual([serverId])
  expect((await ask(`/allocations/${serverId}`)).body.allocations[uuid].resources.VCPU).toBe(1)
  expect((await ask('/usages?project_id=p', '1.37')).body.usages.VCPU).toBe(1)
})

it('offers each zone for what zones have', async () => {
  const { body } = await ask('/allocation_candidates?resources=VCPU:1,MEMORY_MB:512')
  expect(body.allocation_requests).toHaveLength(2)
  expect((await ask('/allocation_candidates?resources=VGPU:1')).body.allocation_requests).toEqual([])
  expect((await ask('/allocation_candidates')).status).toBe(400)
})

it('leaves out what a microversion did not have', async () => {
  expect((await ask('/traits', '1.5')).status).toBe(404)
  const [provider] = (await ask('/resource_providers', '1.0')).body.resource_providers
  expect(provider).not.toHaveProperty('root_provider_uuid')
})

it('refuses in its own shape', async () => {
  const missing = await ask('/resource_providers/none')
  expect(missing.status).toBe(404)
  expect(missing.body.errors[0]).toMatchObject({ status: 404, title: 'Not Found', code: 'placement.undefined_code' })
  expect((await ask('/resource_providers', '1.39', 'member')).status).toBe(403)
  expect((await ask('/resource_providers/none', '1.22')).body.errors[0]).not.toHaveProperty('code')
  const unmet = await ask('/resource_providers', '1.99')
  expect(unmet.status).toBe(406)
  expect(unmet.body.errors[0]).toMatchObject({ min_version: '1.0', max_version: '1.39' })
})
