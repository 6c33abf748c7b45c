import { CloudError } from '../../../model/cloud-error.ts'
import type { Compute } from './compute.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { addressesView } from './server-view.ts'

/** `/servers/{id}/ips`. */
export const mountAddressRoutes = (routes: ComputeRoutes, { servers, views }: Compute): void => {
  routes.get('/servers/:id/ips', { policy: 'os_compute_api:ips:index' }, (call) => {
    const record = servers.need(call.caller, call.param('id'))
    return call.json({ addresses: addressesView(views.addresses(record), false) })
  })
  routes.get('/servers/:id/ips/:network', { policy: 'os_compute_api:ips:show' }, (call) => {
    const addresses = views.addresses(servers.need(call.caller, call.param('id')))
    const name = call.param('network')
    const found = addresses.get(name)
    if (!found) throw new CloudError('not_found', 'Instance is not a member of specified network')
    return call.json(addressesView(new Map([[name, found]]), false))
  })
}
