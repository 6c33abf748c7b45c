import { isAtLeast, type Microversion } from '../../../src/wire/openstack/microversion.ts'
import type { Ask } from './judged-front.ts'

/** Every route of Placement's API that the front has and that this microversion knows. */
export const placementSession = async (
  ask: Ask,
  { projectId, serverId }: { readonly projectId: string; readonly serverId: string },
  microversion: Microversion,
): Promise<void> => {
  const get = async (path: string, since = '1.0') => {
    const known = isAtLeast(microversion, since)
    return (await ask(`GET /placement${path}`, undefined, { as: 'admin', ...(known ? {} : { expect: 404 }) })).body
  }
  for (const path of ['', '/']) await ask(`GET /placement${path}`, undefined, { as: 'nobody' })
  const { resource_providers: providers } = await get('/resource_providers')
  const provider = `/resource_providers/${providers[0].uuid}`
  for (const path of ['', '/inventories', '/inventories/VCPU', '/usages', '/allocations'])
    await get(`${provider}${path}`)
  await get(`${provider}/aggregates`, '1.1')
  await get(`${provider}/traits`, '1.6')
  await get(`/allocations/${serverId}`)
  await get(`/usages?project_id=${projectId}`, '1.9')
  const { traits } = await get('/traits', '1.6')
  if (traits) await get(`/traits/${traits[0]}`)
  await get('/resource_classes', '1.2')
  await get('/resource_classes/VCPU', '1.2')
  await get('/allocation_candidates?resources=VCPU:1,MEMORY_MB:64', '1.10')
  await ask('GET /placement/resource_providers/nothing', undefined, { as: 'admin', expect: 404 })
  await ask('GET /placement/resource_providers', undefined, { expect: 403 })
}
