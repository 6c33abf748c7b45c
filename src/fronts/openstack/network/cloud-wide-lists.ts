import type { Context } from 'hono'
import type { ServiceApp, ServiceEnv } from '../kernel/service.ts'
import { filtersOf } from './list-query.ts'
import type { NetworkContext } from './network-context.ts'
import { neutronError, policyForbids } from './neutron-error.ts'
import type { Resource } from './resource.ts'

const zoneAttributes: Pick<Resource, 'attributes' | 'tagged'> = {
  attributes: new Set(['name', 'resource', 'state']),
  tagged: false,
}

/** Adds the lists that describe the cloud itself: its zones for networks, and the agents and service providers that it does not show. */
export const mountCloudWideLists = (app: ServiceApp, context: NetworkContext, base: string): void => {
  const has = (alias: string) => !context.front.profile.withoutExtensions.includes(alias)
  if (has('availability_zone'))
    app.get(`${base}/availability_zones`, async (request) => {
      const tests = filtersOf(new URL(request.req.url).searchParams, zoneAttributes as Resource)
      const zones = (await context.networkZones()).map(({ name, available }) => ({
        name,
        resource: 'network',
        state: available ? 'available' : 'unavailable',
      }))
      return request.json({ availability_zones: zones.filter((zone) => tests.every((test) => test(zone))) })
    })
  const adminsOnly = (request: Context<ServiceEnv>): void => {
    if (!request.get('authorization').isAdmin) throw policyForbids('get_agent')
  }
  if (has('agent')) {
    app.get(`${base}/agents`, (request) => request.json({ agents: [] }))
    app.get(`${base}/agents/:id`, (request) => {
      adminsOnly(request)
      throw neutronError('not_found', 'AgentNotFound', `Agent ${request.req.param('id')} could not be found.`)
    })
  }
  if (has('service-type')) app.get(`${base}/service-providers`, (request) => request.json({ service_providers: [] }))
}
