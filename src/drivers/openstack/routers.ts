import type { Call } from '../../cloud/call.ts'
import type { RouterDriver } from '../../cloud/driver.ts'
import type { RouterId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { Router } from '../../model/network.ts'
import { addRouterInterface, removeRouterInterface, routers } from '../../openstack/network/routers.ts'
import type { PortSeen, RouterSeen } from '../../wire/openstack/network/answers.ts'
import { unless } from './classify.ts'
import { knownId } from './known-id.ts'
import { networkStatus } from './network-status.ts'
import { createMarked } from './neutron-group.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { isRouterInterface } from './port-view.ts'
import { portsByDevice } from './ports-by-device.ts'
import { routesOf, routesRequest } from './route-view.ts'

/** Routers are Neutron's; the subnets of one are those of its ports. Absent on clouds without Neutron's extension `router`. */
export const routerGroup = (cloud: OpenStackCloud): RouterDriver => {
  const { network, projectId } = cloud
  const viewed = async (router: RouterSeen, call: Call): Promise<Router> =>
    routerOf(router, (await portsByDevice(cloud, [router.id], call)).get(router.id) ?? [])
  const get = async (id: RouterId, call: Call): Promise<Router> => {
    const [router, ports] = await Promise.all([routers.get(network, id, call), portsByDevice(cloud, [id], call)])
    return routerOf(router, ports.get(id) ?? [])
  }
  return {
    async create({ name, externalNetworkId }, call) {
      const gateway =
        externalNetworkId === undefined
          ? {}
          : { external_gateway_info: { network_id: knownId('network', externalNetworkId) } }
      const body = (description: string) => ({ name, description, admin_state_up: true, ...gateway })
      return viewed(await createMarked(cloud, 'router', routers, body, call), call)
    },
    async *list(call) {
      for await (const page of routers.pages(network, { project_id: projectId }, call)) {
        const ports = await portsByDevice(
          cloud,
          page.map(({ id }) => id),
          call,
        )
        for (const router of page) yield routerOf(router, ports.get(router.id) ?? [])
      }
    },
    get,
    async setGateway(id, externalNetworkId, call) {
      const gateway = externalNetworkId === undefined ? null : { network_id: knownId('network', externalNetworkId) }
      return viewed(await routers.update(network, id, { external_gateway_info: gateway }, call), call)
    },
    ...(cloud.extensions.has('extraroute')
      ? {
          setRoutes: async (id, routes, call) =>
            viewed(await routers.update(network, id, { routes: routesRequest(routes) }, call), call),
        }
      : {}),
    async attachSubnet(id, subnetId, call) {
      // Neutron answers 400 when the router is on the subnet already (openstack/neutron `neutron/db/l3_db.py`).
      const attach = async () => {
        await addRouterInterface(network, id, knownId('subnet', subnetId), call)
        return true
      }
      await unless(['invalid', 'conflict'], attach, async () =>
        (await get(id, call)).subnetIds.includes(subnetId) ? true : undefined,
      )
      return get(id, call)
    },
    async detachSubnet(id, subnetId, call) {
      const detach = async () => {
        await removeRouterInterface(network, id, subnetId, call)
        return true
      }
      // Not found is the router's port on that subnet, or the router: then the `get` says so.
      await unless('not_found', detach, async () => true)
      return get(id, call)
    },
    delete: (id, call) => routers.delete(network, id, call),
  }
}

const routerOf = (router: RouterSeen, ports: readonly PortSeen[]): Router => {
  const gateway = router.external_gateway_info
  const inner = ports.filter(({ device_owner }) => isRouterInterface(device_owner))
  const subnetIds = new Set(inner.flatMap(({ fixed_ips }) => fixed_ips.map(({ subnet_id }) => subnet_id)))
  return {
    id: asId(router.id),
    name: router.name,
    status: networkStatus(router.status),
    ...(gateway ? { externalNetworkId: asId<'network'>(gateway.network_id) } : {}),
    externalAddresses: (gateway?.external_fixed_ips ?? []).map(({ ip_address }) => ip_address),
    subnetIds: [...subnetIds].map((id) => asId<'subnet'>(id)),
    ...(router.routes?.length ? { routes: routesOf(router.routes) } : {}),
  }
}
