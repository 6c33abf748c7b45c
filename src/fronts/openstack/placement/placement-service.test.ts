import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSimulatedDriver } from '../../../drivers/simulated/open-simulated-driver.ts'
import { systemClock } from '../../../lib/clock.ts'
import { systemRandom } from '../../../lib/random.ts'
import { type Caller, openServiceBench, type ServiceBench } from '../service-bench.ts'
import { placementService } from './placement-service.ts'

let bench: ServiceBench
let serverId: string

beforeEach(async () => {
  const driver = openSimulatedDriver({ zones: ['north', 'south'], latency: {} })
  bench = await openServiceBench(driver, placementService, { clock: systemClock, random: systemRandom })
  const { mirror } = bench.front
  const [flavor] = mirror.list('flavor')
  const [image] = mirror.list('image')
  const spec = {
    name: 'a',
    flavorId: mirror.nativeId('flavor', flavor?.id ?? ''),
    boot: { imageId: mirror.nativeId('image', image?.id ?? '') },
    interfaces: [],
  }
  serverId = (await mirror.create('server', spec, { projectId: 'one' })).id
})
afterEach(() => bench[Symbol.asyncDispose]())

const ask = async (path: string, version = '1.39', caller: Caller = 'admin') => {
  const headers = { 'openstack-api-version': `placement ${version}` }
  const answer = await bench.send(caller, 'GET', `/placement${path}`, { headers })
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
  expect((await ask('/usages?project_id=one', '1.37')).body.usages.VCPU).toBe(1)
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
