import type { Route } from '../../model/network.ts'
import type { RoutesSeen } from '../../wire/openstack/network/answers.ts'

/** Static routes in the model's words. */
export const routesOf = (routes: RoutesSeen): readonly Route[] =>
  (routes ?? []).map(({ destination, nexthop }) => ({ destination, nextHop: nexthop }))

/** The same in Neutron's. */
export const routesRequest = (routes: readonly Route[]): Array<{ destination: string; nexthop: string }> =>
  routes.map(({ destination, nextHop }) => ({ destination, nexthop: nextHop }))
