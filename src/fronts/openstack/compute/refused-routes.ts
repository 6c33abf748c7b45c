import { CloudError } from '../../../model/cloud-error.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes, RouteRule } from './compute-routes.ts'
import { until } from './proxy-routes.ts'

/** Nova's older proxies, each with the service that has it now. */
const goneProxies: Readonly<Record<string, string>> = {
  'os-networks': 'network',
  'os-tenant-networks': 'network',
  'os-floating-ips': 'network',
  'os-floating-ip-pools': 'network',
  'os-fixed-ips': 'network',
  'os-security-group-rules': 'network',
  'os-volumes': 'block storage',
  'os-snapshots': 'block storage',
}

/** Paths that Nova has and the contract of the clouds below has nothing for: each is refused by its name. */
export const mountRefusedRoutes = (routes: ComputeRoutes, { servers }: Compute): void => {
  const refuseServers = (path: string, rule: Omit<RouteRule, 'policy'>, methods: ReadonlyArray<'get' | 'post'>) => {
    for (const method of methods)
      routes[method](`/servers/:id/${path}`, { ...rule, policy: `os_compute_api:${path}` }, (call) => {
        servers.need(call.caller, call.param('id'))
        throw new CloudError('unsupported', `The requested functionality is not supported: ${path}.`)
      })
  }
  routes.post(
    '/servers/:id/remote-consoles',
    { role: 'member', policy: 'os_compute_api:os-remote-consoles', since: '2.6' },
    (call: ComputeCall) => {
      servers.need(call.caller, call.param('id'))
      throw new CloudError('invalid', 'Unavailable console type: this cloud has no remote consoles.', {
        reason: 'ConsoleTypeUnavailable',
      })
    },
  )
  refuseServers('diagnostics', { role: 'admin' }, ['get'])
  refuseServers('topology', { since: '2.78' }, ['get'])
  refuseServers('os-server-password', {}, ['get'])
  refuseServers('os-virtual-interfaces', { until: '2.44' }, ['get'])
  refuseServers('migrations', { role: 'admin', since: '2.23' }, ['get'])

  for (const [path, service] of Object.entries(goneProxies)) {
    const refuse = (): never => {
      throw new CloudError('not_found', `Nova's proxy ${path} is not served here: use the ${service} service.`)
    }
    const rule = { policy: `os_compute_api:${path}`, until }
    routes.get(`/${path}`, rule, refuse)
    routes.post(`/${path}`, rule, refuse)
    routes.get(`/${path}/:id`, rule, refuse)
    routes.delete(`/${path}/:id`, rule, refuse)
  }
}
