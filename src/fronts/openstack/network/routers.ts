import type { CloudError } from '../../../model/cloud-error.ts'
import type { NetworkId } from '../../../model/id.ts'
import type { RouterAnswer, RouterUpdate } from '../../../wire/openstack/network/router.ts'
import { router, routerCreate, routerUpdate } from '../../../wire/openstack/network/router.ts'
import type { Authorization } from '../kernel/service.ts'
import { agentZone, knowZones } from './agent-zone.ts'
import { isWithin, parseIp, parseRange } from './ip-range.ts'
import type { Present } from './make.ts'
import { make, present, presentOne } from './make.ts'
import type { NetworkContext } from './network-context.ts'
import { requireQuota } from './network-quota.ts'
import { isShared, networkMissing, networkStatus } from './networks.ts'
import { badRequest, neutronError, notOffered, policyForbids, renamed } from './neutron-error.ts'
import type { Resource, View } from './resource.ts'
import { resource } from './resource.ts'
import { sentAttributes, standardAttributes } from './standard-attributes.ts'

export const routerMissing = (id: string): CloudError =>
  neutronError('not_found', 'RouterNotFound', `Router ${id} could not be found`)

/** `/v2.0/routers`. Their sides are in `router-interfaces.ts`. */
export const routers = (context: NetworkContext): Resource => {
  const { front } = context
  return resource({
    name: 'router',
    collection: 'routers',
    path: 'routers',
    attributes: new Set(Object.keys(router.shape)),
    tagged: true,
    missing: routerMissing,
    prepare: () => knowZones(context),
    // An agent is looked for when the answer is put together already (openstack/neutron `neutron/db/l3_db.py`, `create_router` and `update_router`).
    answer: (view, before) => ({
      ...view,
      value: { ...view.value, availability_zones: before?.value.availability_zones ?? [] },
    }),
    views: () => context.cached('routers', () => present(context, 'router').map((record) => viewOf(context, record))),
    view: (id) => {
      const record = presentOne(context, 'router', id)
      return record && viewOf(context, record)
    },
    create: {
      schema: routerCreate,
      run: async (body, projectId, authorization) => {
        requireQuota(context, projectId, 'router')
        if ((body.availability_zone_hints ?? []).length > 0) throw notOffered('routers in availability zones')
        const gateway = gatewayOf(context, body, authorization, 'create_router')
        try {
          const { id } = await make(
            context,
            'router',
            { name: body.name ?? '', ...(gateway ? { externalNetworkId: gateway } : {}) },
            projectId,
            sentAttributes(body),
          )
          return id
        } catch (error) {
          throw renamed(error, { no_capacity: () => exhausted(body.external_gateway_info?.network_id ?? '') })
        }
      },
    },
    update: {
      schema: routerUpdate,
      run: async (id, body, authorization) => {
        const record = presentOne(context, 'router', id)
        if (!record) throw routerMissing(id)
        const gateway = gatewayOf(context, body, authorization, 'update_router')
        if (body.routes !== undefined) await setRoutes(context, record, body.routes ?? [])
        if (gateway !== undefined) await setGateway(context, record, gateway)
        context.amend('router', id, sentAttributes(body))
      },
    },
    delete: async (id) => {
      const inUse = () => neutronError('conflict', 'RouterInUse', `Router ${id} still has ports`)
      if ((presentOne(context, 'router', id)?.native.subnetIds.length ?? 0) > 0) throw inUse()
      try {
        await front.mirror.delete('router', id)
      } catch (error) {
        throw renamed(error, { conflict: inUse })
      }
    },
    setTags: (id, tags) => context.amend('router', id, { tags }),
  })
}

const exhausted = (networkId: string): CloudError =>
  neutronError('conflict', 'IpAddressGenerationFailure', `No more IP addresses available on network ${networkId}.`)

/** The external network that the body names; `null` for none, `undefined` when it says nothing of it. */
const gatewayOf = (
  context: NetworkContext,
  { external_gateway_info: info }: Pick<RouterUpdate, 'external_gateway_info'>,
  { isAdmin, projectId }: Authorization,
  rule: string,
): NetworkId | null | undefined => {
  if (!info) return info
  if (info.enable_snat === false) {
    if (!isAdmin) throw policyForbids(`${rule}:external_gateway_info:enable_snat`)
    throw notOffered('gateways without source NAT')
  }
  if (info.external_fixed_ips && info.external_fixed_ips.length > 0) {
    if (!isAdmin) throw policyForbids(`${rule}:external_gateway_info:external_fixed_ips`)
    throw notOffered("a choice of a gateway's addresses")
  }
  const network = presentOne(context, 'network', info.network_id)
  const sees =
    network && (isAdmin || network.projectId === projectId || network.native.external || isShared(context, network))
  if (!network || !sees) throw networkMissing(info.network_id)
  if (!network.native.external) throw badRequest('router', `Network ${network.id} is not an external network`)
  return network.native.id
}

const setGateway = async (
  context: NetworkContext,
  { id, native }: Present<'router'>,
  gateway: NetworkId | null,
): Promise<void> => {
  if ((native.externalNetworkId ?? null) === gateway) return
  const { mirror } = context.front
  const before = native.externalNetworkId === undefined ? '' : (mirror.idOf('network', native.externalNetworkId) ?? '')
  try {
    const changed = await mirror.act(async (driver, call) =>
      driver.routers?.setGateway(native.id, gateway ?? undefined, call),
    )
    if (changed) mirror.apply({ kind: 'router', id: native.id, resource: changed })
  } catch (error) {
    throw renamed(error, {
      no_capacity: () => exhausted(gateway === null ? '' : (mirror.idOf('network', gateway) ?? '')),
      conflict: () =>
        neutronError(
          'conflict',
          'RouterExternalGatewayInUseByFloatingIp',
          `Gateway cannot be updated for router ${id}, since a gateway to external network ${before} is required by one or more floating IPs.`,
        ),
    })
  }
}

/** openstack/neutron `neutron/db/extraroute_db.py`: a next hop is on one of the router's subnets and none of its own addresses. */
const setRoutes = async (
  context: NetworkContext,
  { native }: Present<'router'>,
  routes: ReadonlyArray<{ readonly destination: string; readonly nexthop: string }>,
): Promise<void> => {
  const { mirror, driver } = context.front
  const { withoutExtensions } = context.front.profile
  if (!driver.routers?.setRoutes || withoutExtensions.includes('extraroute')) {
    if (routes.length > 0) throw notOffered('static routes')
    return
  }
  const ranges = native.subnetIds.flatMap((id) => parseRange(mirror.byNative('subnet', id)?.native?.cidr ?? '') ?? [])
  for (const route of routes) {
    const hop = parseIp(route.nexthop)
    if (hop && ranges.some((range) => isWithin(hop, range))) continue
    throw neutronError(
      'invalid',
      'InvalidRoutes',
      `Invalid format for routes: ${JSON.stringify(routes)}, the nexthop is not connected with router`,
    )
  }
  const wanted = routes.map(({ destination, nexthop }) => ({ destination, nextHop: nexthop }))
  const changed = await mirror.act(async ({ routers }, call) => routers?.setRoutes?.(native.id, wanted, call))
  if (changed) mirror.apply({ kind: 'router', id: native.id, resource: changed })
}

const viewOf = (context: NetworkContext, record: Present<'router'>): View => {
  const { native, id } = record
  const extra = context.extra('router', id)
  const value: RouterAnswer = {
    ...standardAttributes(record, extra, { name: native.name }),
    admin_state_up: extra?.adminStateUp ?? true,
    status: networkStatus[native.status],
    external_gateway_info: gatewayAnswer(context, native),
    routes: (native.routes ?? []).map(({ destination, nextHop }) => ({ destination, nexthop: nextHop })),
    availability_zone_hints: [],
    availability_zones: native.externalNetworkId !== undefined || native.subnetIds.length > 0 ? agentZone(context) : [],
  }
  return { id, projectId: record.projectId, everyones: false, value }
}

const gatewayAnswer = (
  context: NetworkContext,
  { externalNetworkId, externalAddresses }: Present<'router'>['native'],
): RouterAnswer['external_gateway_info'] => {
  if (externalNetworkId === undefined) return null
  const { mirror } = context.front
  const homes = present(context, 'subnet').filter(({ native }) => native.networkId === externalNetworkId)
  return {
    network_id: mirror.idOf('network', externalNetworkId) ?? externalNetworkId,
    enable_snat: true,
    external_fixed_ips: externalAddresses.flatMap((text) => {
      const address = parseIp(text)
      const home = homes.find(({ native }) => {
        const range = parseRange(native.cidr)
        return address && range && isWithin(address, range)
      })
      return home ? [{ subnet_id: home.id, ip_address: text }] : []
    }),
  }
}
