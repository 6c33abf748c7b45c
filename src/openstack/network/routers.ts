import { routerAnswer } from '../../wire/openstack/network/answers.ts'
import type { RouterCreate, RouterUpdate } from '../../wire/openstack/network/router.ts'
import { resource } from '../session/resource.ts'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

/** Neutron's routers: `/v2.0/routers`. */
export const routers = resource<typeof routerAnswer, RouterCreate, RouterUpdate>({
  collection: 'routers',
  member: 'router',
  answer: routerAnswer,
})

/** Gives the router the gateway address of a subnet. Fails with `invalid` when it has a port there already. */
export const addRouterInterface = async (
  network: ServiceClient,
  routerId: string,
  subnetId: string,
  { signal }: SessionCall,
): Promise<void> => {
  const at = path`/routers/${routerId}/add_router_interface`
  await network.request({ method: 'PUT', path: at, json: { subnet_id: subnetId }, signal })
}

/** Takes the router off a subnet. Fails with `not_found` when it has no port there. */
export const removeRouterInterface = async (
  network: ServiceClient,
  routerId: string,
  subnetId: string,
  { signal }: SessionCall,
): Promise<void> => {
  const at = path`/routers/${routerId}/remove_router_interface`
  await network.request({ method: 'PUT', path: at, json: { subnet_id: subnetId }, signal })
}
