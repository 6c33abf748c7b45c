import { z } from 'zod'
import type { AdminApi } from './admin-api.ts'
import { labApis } from './lab-addresses.ts'
import type { LabSecrets } from './lab-secrets.ts'

const named = z.object({ id: z.string(), name: z.string() })
const roles = ['service', 'heat_stack_owner', 'heat_stack_user', 'swiftoperator', 'ResellerAdmin'] as const

/** Makes roles, projects, users, services and endpoints, those that are missing. */
export const seedIdentity = async (api: AdminApi, secrets: LabSecrets): Promise<void> => {
  const ask = (path: string, method?: 'PUT') => api('keystone', `/v3${path}`, method ? { method } : {})
  const listOf = async (kind: string, query = '') =>
    z.record(z.string(), z.unknown()).parse(await ask(`/${kind}${query}`))[kind]
  /** The ids of one kind by name, with those that are missing made. */
  const ensure = async (
    kind: 'roles' | 'projects' | 'users' | 'domains',
    wanted: readonly Record<string, unknown>[],
  ) => {
    const known = new Map(
      z
        .array(named)
        .parse(await listOf(kind))
        .map(({ id, name }) => [name, id]),
    )
    for (const each of wanted) {
      const name = String(each.name)
      if (known.has(name)) continue
      const single = kind.slice(0, -1)
      const made = await api('keystone', `/v3/${kind}`, { method: 'POST', body: { [single]: each } })
      known.set(name, named.parse((made as Record<string, unknown>)[single]).id)
    }
    return (name: string) => {
      const id = known.get(name)
      if (id === undefined) throw new Error(`keystone has no ${kind} ${name}`)
      return id
    }
  }
  const role = await ensure(
    'roles',
    roles.map((name) => ({ name })),
  )
  const domain = await ensure('domains', [{ name: 'heat' }])
  const project = await ensure(
    'projects',
    ['service', 'demo'].map((name) => ({ name, domain_id: 'default' })),
  )
  const services = Object.entries(labApis).filter(([name]) => name !== 'keystone')
  const user = await ensure('users', [
    { name: 'demo', domain_id: 'default', password: secrets.demo },
    { name: 'heat-domain-admin', domain_id: domain('heat'), password: secrets.service },
    ...services.map(([name]) => ({ name, domain_id: 'default', password: secrets.service })),
  ])
  const grant = (target: string, who: string, what: string) =>
    ask(`/${target}/users/${user(who)}/roles/${role(what)}`, 'PUT')
  for (const [name] of services)
    for (const what of ['admin', 'service']) await grant(`projects/${project('service')}`, name, what)
  for (const what of ['member', 'heat_stack_owner']) await grant(`projects/${project('demo')}`, 'demo', what)
  await grant(`projects/${project('demo')}`, 'admin', 'admin')
  await grant(`domains/${domain('heat')}`, 'heat-domain-admin', 'admin')
  await seedCatalog(api)
}

const seedCatalog = async (api: AdminApi): Promise<void> => {
  const listed = z.object({ services: z.array(named) }).parse(await api('keystone', '/v3/services'))
  const endpoints = z
    .object({ endpoints: z.array(z.object({ service_id: z.string(), interface: z.string() })) })
    .parse(await api('keystone', '/v3/endpoints')).endpoints
  for (const [name, { type, url, path }] of Object.entries(labApis).map(
    ([name, api]) => [name, { path: '', ...api }] as const,
  )) {
    const service =
      listed.services.find((each) => each.name === name) ??
      z
        .object({ service: named })
        .parse(await api('keystone', '/v3/services', { method: 'POST', body: { service: { name, type } } })).service
    for (const kind of ['public', 'internal', 'admin']) {
      if (endpoints.some((each) => each.service_id === service.id && each.interface === kind)) continue
      const endpoint = { service_id: service.id, interface: kind, region_id: 'RegionOne', url: url + path }
      await api('keystone', '/v3/endpoints', { method: 'POST', body: { endpoint } })
    }
  }
}
