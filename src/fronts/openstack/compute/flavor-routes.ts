import { CloudError } from '../../../model/cloud-error.ts'
import type { Flavor } from '../../../model/flavor.ts'
import { pageOf, sortedBy } from '../kernel/page.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { extraSpecsOf } from './extra-specs.ts'

/** `/flavors` and what is below it. The cloud below alone makes flavors, and all of them are public. */
export const mountFlavorRoutes = (routes: ComputeRoutes, { front }: Compute): void => {
  const need = (call: ComputeCall): Flavor => {
    const id = call.param('id')
    const native = front.mirror.get('flavor', id)?.native
    if (native) return native
    throw new CloudError('not_found', `Flavor ${id} could not be found.`, { reason: 'FlavorNotFound' })
  }
  const list = (call: ComputeCall, collection: string, view: (flavor: Flavor) => object): Response => {
    const flavors = [...front.mirror.list('flavor')].flatMap(({ native }) => native ?? [])
    const atMost = front.profile.pageLimit
    const sorted = sortedBy(flavors.filter(fitsQuery(call)), [sortKeyOf(call)])
    const { items, limit } = pageOf(sorted, { marker: call.query('marker'), limit: call.query('limit'), atMost })
    const last = items.at(-1)
    const links = last && items.length === limit ? { flavors_links: call.nextLink(collection, last.id) } : {}
    return call.json({ flavors: items.map(view), ...links })
  }

  routes.get('/flavors', { policy: 'os_compute_api:flavors:index' }, (call) =>
    list(call, 'flavors', (flavor) => briefView(call, flavor)),
  )
  routes.get('/flavors/detail', { policy: 'os_compute_api:flavors:detail' }, (call) =>
    list(call, 'flavors/detail', (flavor) => wholeView(call, flavor)),
  )
  routes.get('/flavors/:id', { policy: 'os_compute_api:flavors:show' }, (call) =>
    call.json({ flavor: wholeView(call, need(call)) }),
  )
  routes.get('/flavors/:id/os-extra_specs', { policy: 'os_compute_api:os-flavor-extra-specs:index' }, (call) =>
    call.json({ extra_specs: extraSpecsOf(need(call)) }),
  )
  routes.get('/flavors/:id/os-extra_specs/:key', { policy: 'os_compute_api:os-flavor-extra-specs:show' }, (call) => {
    const [flavor, key] = [need(call), call.param('key')]
    const value = new Map(Object.entries(extraSpecsOf(flavor))).get(key)
    if (value === undefined)
      throw new CloudError('not_found', `Flavor ${flavor.id} has no extra specs with key ${key}.`)
    return call.json({ [key]: value })
  })
  routes.get('/flavors/:id/os-flavor-access', { role: 'admin', policy: 'os_compute_api:os-flavor-access' }, (call) => {
    need(call)
    throw new CloudError('not_found', 'Access list not available for public flavors.')
  })

  const refuse = (call: ComputeCall): never => {
    if (call.param('id') !== '') need(call)
    throw new CloudError('forbidden', 'The flavors of this cloud are fixed: they cannot be changed here.')
  }
  const manage = { role: 'admin', policy: 'os_compute_api:os-flavor-manage' } as const
  routes.post('/flavors', manage, refuse)
  routes.put('/flavors/:id', { ...manage, since: '2.55' }, refuse)
  routes.delete('/flavors/:id', manage, refuse)
  routes.post('/flavors/:id/action', manage, refuse)
  routes.post('/flavors/:id/os-extra_specs', manage, refuse)
  routes.put('/flavors/:id/os-extra_specs/:key', manage, refuse)
  routes.delete('/flavors/:id/os-extra_specs/:key', manage, refuse)
}

const readers: Readonly<Record<string, (flavor: Flavor) => string | number>> = {
  flavorid: ({ id }) => id,
  id: ({ id }) => id,
  name: ({ name }) => name,
  memory_mb: ({ memoryMiB }) => memoryMiB,
  vcpus: ({ vcpus }) => vcpus,
  root_gb: ({ diskGiB }) => diskGiB,
  ephemeral_gb: () => 0,
  swap: () => 0,
  rxtx_factor: () => 1,
  is_public: () => 1,
  disabled: () => 0,
  created_at: ({ id }) => id,
  updated_at: ({ id }) => id,
  description: () => '',
}

const sortKeyOf = (call: ComputeCall) => {
  const key = call.query('sort_key') ?? 'flavorid'
  const direction = call.query('sort_dir') ?? 'asc'
  const read = Object.hasOwn(readers, key) ? readers[key] : undefined
  if (!read) throw new CloudError('invalid', `Invalid input for query parameters sort_key. Value: ${key}.`)
  if (direction !== 'asc' && direction !== 'desc')
    throw new CloudError('invalid', `Invalid input for query parameters sort_dir. Value: ${direction}.`)
  return { read, descending: direction === 'desc' }
}

/** All flavors are public: an administrator who asks for the others gets none. */
const fitsQuery = (call: ComputeCall): ((flavor: Flavor) => boolean) => {
  const atLeast = (name: 'minRam' | 'minDisk'): number => {
    const value = call.query(name) ?? '0'
    if (/^\d{1,10}$/.test(value)) return Number(value)
    throw new CloudError('invalid', `Invalid ${name} filter [${value}]`)
  }
  const [ram, disk] = [atLeast('minRam'), atLeast('minDisk')]
  const wantsPrivate = call.caller.isAdmin && /^(f|false|0|no|off|n)$/i.test(call.query('is_public') ?? '')
  return ({ memoryMiB, diskGiB }) => !wantsPrivate && memoryMiB >= ram && diskGiB >= disk
}

const briefView = (call: ComputeCall, { id, name }: Flavor): object => ({
  id,
  name,
  links: call.links('flavors', id),
  ...(call.at('2.55') ? { description: null } : {}),
})

const wholeView = (call: ComputeCall, flavor: Flavor): object => ({
  ...briefView(call, flavor),
  ram: flavor.memoryMiB,
  disk: flavor.diskGiB,
  swap: call.at('2.75') ? 0 : '',
  vcpus: flavor.vcpus,
  'OS-FLV-EXT-DATA:ephemeral': 0,
  'OS-FLV-DISABLED:disabled': false,
  'os-flavor-access:is_public': true,
  rxtx_factor: 1.0,
  ...(call.at('2.61') ? { extra_specs: extraSpecsOf(flavor) } : {}),
})
