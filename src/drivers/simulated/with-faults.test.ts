import { expect, test } from 'vitest'
import { collect } from '../../lib/async-iterable.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { parseFaultPlan } from './fault-plan.ts'
import { simulatedFixture } from './simulated-fixture.ts'
import { withFaults } from './with-faults.ts'

const volume = { name: 'data', sizeGiB: 1 }
const failure = (code: string, more: object = {}) => expect.objectContaining({ code, ...more })

test('an error comes at the call that the plan names and at no other', async () => {
  const { driver, create, there, call } = await simulatedFixture()
  const plan = parseFaultPlan([{ operation: 'volumes.create', call: 2, kind: 'error', code: 'no_capacity' }])
  const volumes = there(withFaults(driver, plan).volumes)
  await volumes.create(volume, create())
  await expect(volumes.create(volume, create())).rejects.toEqual(failure('no_capacity'))
  await volumes.create(volume, create())
  expect(await collect(driver.volumes.list(call))).toHaveLength(2)
})

test('a lost answer comes after the work was done, so that its token finds what was made', async () => {
  const { driver, create, there, call } = await simulatedFixture()
  const volumes = there(withFaults(driver, [{ operation: 'volumes.create', call: 1, kind: 'lost_answer' }]).volumes)
  const again = create()
  await expect(volumes.create(volume, again)).rejects.toEqual(failure('timeout'))
  const [made] = await collect(driver.volumes.list(call))
  expect((await volumes.create(volume, again)).id).toBe(made?.id)
})

test('a time-out does nothing', async () => {
  const { driver, create, there, call } = await simulatedFixture()
  const volumes = there(withFaults(driver, [{ operation: 'volumes.create', call: 1, kind: 'timeout' }]).volumes)
  await expect(volumes.create(volume, create())).rejects.toEqual(failure('timeout'))
  expect(await collect(driver.volumes.list(call))).toEqual([])
})

test('a rate limit says when to come back, in a list too', async () => {
  const { driver, call } = await simulatedFixture()
  const spoilt = withFaults(driver, [{ operation: 'servers.list', call: 1, kind: 'rate_limit', retryAfterMs: 1500 }])
  await expect(collect(spoilt.servers.list(call))).rejects.toEqual(failure('rate_limited', { retryAfterMs: 1500 }))
  expect(await collect(spoilt.servers.list(call))).toEqual([])
})

test('methods inside inner groups are reached, and errors of the plan are classified as what they are', async () => {
  const { driver, create } = await simulatedFixture()
  const spoilt = withFaults(driver, [{ operation: 'images.content.create', call: 1, kind: 'error', code: 'forbidden' }])
  const error = await spoilt.images.content?.create({ name: 'x', format: 'raw' }, create()).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(CloudError)
  expect(spoilt.classify(error).code).toBe('forbidden')
  expect(spoilt.classify(new Error('something else')).code).toBe('internal')
})

test('what the driver lacks stays absent', async () => {
  const { driver } = await simulatedFixture({ tenantNetworks: false })
  const spoilt = withFaults(driver, [])
  expect(spoilt.routers).toBeUndefined()
  expect('floatingIps' in spoilt).toBe(false)
  expect(spoilt.networks.create).toBeUndefined()
  expect(spoilt.traits).toBe(driver.traits)
})

test.each([
  [[{ operation: 'servers.crate', call: 1, kind: 'timeout' }], /not a method of the contract/],
  [[{ operation: 'servers.create', call: 0, kind: 'timeout' }], /call/],
  [[{ operation: 'servers.create', call: 1, kind: 'error', code: 'bad' }], /code/],
  [[{ operation: 'servers.create', call: 1, kind: 'explosion' }], /kind/],
  [[{ operation: 'servers.create', call: 1, kind: 'timeout', extra: 1 }], /extra/],
  [{}, /array/],
])('a plan with a mistake is refused: %j', (plan, problem) => {
  expect(() => parseFaultPlan(plan)).toThrow(problem)
})
