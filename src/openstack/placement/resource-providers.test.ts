import { expect, it } from 'vitest'
import { collect } from '../../lib/async-iterable.ts'
import { openSession } from '../session/session.ts'
import { smallCloud } from '../session/small-cloud-fixture.ts'
import { inventoriesOf, listResourceProviders, listTraits, traitsOf, usagesOf } from './resource-providers.ts'

const call = { signal: new AbortController().signal }

it('reads what hosts have and use, at the newest microversion that the cloud speaks', async () => {
  const { app, options } = smallCloud({ catalog: { placement: 'http://cloud.test/placement' } })
  const version = { id: 'v1.0', max_version: '1.20', min_version: '1.0', links: [] }
  const spoken = new Set<string | undefined>()
  app.use('/placement/*', async (context, next) => {
    spoken.add(context.req.header('openstack-api-version'))
    await next()
  })
  app.get('/placement/', (context) => context.json({ versions: [version] }))
  app.get('/placement/resource_providers', (context) =>
    context.json({ resource_providers: [{ uuid: 'rp', name: 'host-1', generation: 3 }] }),
  )
  app.get('/placement/resource_providers/rp/inventories', (context) =>
    context.json({ inventories: { VCPU: { total: 8, reserved: 0, allocation_ratio: 4 } } }),
  )
  app.get('/placement/resource_providers/rp/usages', (context) => context.json({ usages: { VCPU: 2 } }))
  app.get('/placement/resource_providers/rp/traits', (context) => context.json({ traits: ['HW_CPU_X86_AVX'] }))
  app.get('/placement/traits', (context) => context.json({ traits: ['HW_CPU_X86_AVX', 'COMPUTE_NODE'] }))

  const placement = await openSession(options).need('placement', call)
  expect((await collect(listResourceProviders(placement, {}, call))).map(({ name }) => name)).toEqual(['host-1'])
  expect((await inventoriesOf(placement, 'rp', call)).VCPU?.total).toBe(8)
  expect(await usagesOf(placement, 'rp', call)).toEqual({ VCPU: 2 })
  expect(await traitsOf(placement, 'rp', call)).toEqual(['HW_CPU_X86_AVX'])
  expect(await listTraits(placement, call)).toHaveLength(2)
  expect([...spoken]).toEqual([undefined, 'placement 1.20'])
})
