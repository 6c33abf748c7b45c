import type { Context } from 'hono'
import { collect } from '../../../lib/async-iterable.ts'
import { overlap } from '../../../model/address-range.ts'
import type { CloudError } from '../../../model/cloud-error.ts'
import type { Port } from '../../../model/network.ts'
import type { RouterInterfaceAnswer } from '../../../wire/openstack/network/router.ts'
import { routerInterface } from '../../../wire/openstack/network/router.ts'
import type { Authorization, ServiceApp, ServiceEnv } from '../kernel/service.ts'
import { holderOf } from './fixed-ips.ts'
import type { IpRange } from './ip-range.ts'
import { parseRange } from './ip-range.ts'
import type { Present } from './make.ts'
import { presentOne } from './make.ts'
import { changeable } from './mount-resource.ts'
import type { NetworkContext } from './network-context.ts'
import { isShared } from './networks.ts'
import { badRequest, neutronError, notOffered, renamed } from './neutron-error.ts'
import type { PortRecord } from './port-records.ts'
import { portRecord, portRecords } from './port-records.ts'
import { holderOfPort } from './port-view.ts'
import { portMissing } from './ports.ts'
import { checkAttributes, readBody } from './read-body.ts'
import type { Resource } from './resource.ts'
import { routerMissing } from './routers.ts'
import { subnetMissing } from './subnets.ts'

interface Asked {
  readonly subnet_id?: string | undefined
  readonly port_id?: string | undefined
}

/** Adds `add_router_interface` and `remove_router_interface` (openstack/neutron `neutron/db/l3_db.py`). */
export const mountRouterInterfaces = (
  app: ServiceApp,
  context: NetworkContext,
  routers: Resource,
  base: string,
): void => {
  const answer =
    (work: (router: Present<'router'>, asked: Asked, authorization: Authorization) => Promise<RouterInterfaceAnswer>) =>
    async (request: Context<ServiceEnv, '/:id'>) => {
      const authorization = request.get('authorization')
      const id = request.req.param('id')
      changeable(routers, id, authorization, 'update')
      const router = presentOne(context, 'router', id)
      if (!router) throw routerMissing(id)
      const known = new Set(Object.keys(routerInterface.shape))
      const asked = checkAttributes(routerInterface, await readBody(request), { known, creating: true }) as Asked
      if (asked.subnet_id === undefined && asked.port_id === undefined)
        throw badRequest('router', 'Either subnet_id or port_id must be specified')
      return request.json(await work(router, asked, authorization))
    }
  app.put(
    `${base}/routers/:id/add_router_interface`,
    answer((router, asked, authorization) => {
      if (asked.subnet_id !== undefined && asked.port_id !== undefined)
        throw badRequest('router', 'Cannot specify both subnet-id and port-id')
      return asked.port_id === undefined
        ? addSubnet(context, router, asked.subnet_id ?? '', authorization)
        : addPort(context, router, asked.port_id, authorization)
    }),
  )
  app.put(
    `${base}/routers/:id/remove_router_interface`,
    answer((router, asked) => remove(context, router, asked)),
  )
}

const addSubnet = async (
  context: NetworkContext,
  router: Present<'router'>,
  subnetId: string,
  authorization: Authorization,
): Promise<RouterInterfaceAnswer> => {
  const subnet = presentOne(context, 'subnet', subnetId)
  if (!subnet || !maySee(context, subnet, authorization)) throw subnetMissing(subnetId)
  refuseSubnet(context, router, subnet)
  const { gatewayIp } = subnet.native
  if (gatewayIp === undefined) throw badRequest('router', 'Subnet for router interface must have a gateway IP')
  if (holderOf(context, subnet, gatewayIp))
    throw neutronError(
      'conflict',
      'IpAddressAlreadyAllocated',
      `IP address ${gatewayIp} already allocated in subnet ${subnetId}`,
    )
  const { mirror } = context.front
  const changed = await mirror.act(async ({ routers }, call) =>
    routers?.attachSubnet(router.native.id, subnet.native.id, call),
  )
  if (changed) mirror.apply({ kind: 'router', id: router.native.id, resource: changed })
  return answerFor(context, router, subnet, await sideOn(context, router, subnet))
}

const addPort = async (
  context: NetworkContext,
  router: Present<'router'>,
  portId: string,
  authorization: Authorization,
): Promise<RouterInterfaceAnswer> => {
  const port = portRecord(context, portId)
  if (!port || !(authorization.isAdmin || port.projectId === authorization.projectId)) throw portMissing(portId)
  const { deviceId } = holderOfPort(context, port)
  const { mirror, driver } = context.front
  if (deviceId !== '' && deviceId !== router.id)
    throw neutronError(
      'conflict',
      'PortInUse',
      `Unable to complete operation on port ${portId} for network ${mirror.idOf('network', port.native.networkId)}. Port already has an attached device ${deviceId}.`,
    )
  if (port.native.fixedIps.length === 0) throw badRequest('router', 'Router port must have at least one fixed IP')
  const subnets = port.native.fixedIps.flatMap(({ subnetId }) => {
    const id = mirror.idOf('subnet', subnetId)
    return (id === undefined ? undefined : presentOne(context, 'subnet', id)) ?? []
  })
  if (subnets.filter(({ native }) => native.ipVersion === 4).length > 1)
    throw badRequest('router', 'Cannot have multiple IPv4 subnets on router port')
  const [subnet] = subnets
  if (!subnet) throw portMissing(portId)
  for (const one of subnets) refuseSubnet(context, router, one)
  if (!driver.routers?.attachPort) throw notOffered('router interfaces made from ports')
  const changed = await mirror.act(async ({ routers }, call) =>
    routers?.attachPort?.(router.native.id, port.native.id, call),
  )
  if (changed) mirror.apply({ kind: 'router', id: router.native.id, resource: changed })
  await mirror.refresh('port', port.id)
  return answerFor(context, router, subnet, port)
}

const remove = async (
  context: NetworkContext,
  router: Present<'router'>,
  { subnet_id: subnetId, port_id: portId }: Asked,
): Promise<RouterInterfaceAnswer> => {
  const { mirror } = context.front
  const port = portId === undefined ? undefined : portRecord(context, portId)
  if (portId !== undefined && (!port || holderOfPort(context, port).deviceId !== router.id))
    throw neutronError(
      'not_found',
      'RouterInterfaceNotFound',
      `Router ${router.id} does not have an interface with id ${portId}`,
    )
  const nativeSubnet = port?.native.fixedIps[0]?.subnetId
  const id = subnetId ?? (nativeSubnet === undefined ? '' : (mirror.idOf('subnet', nativeSubnet) ?? ''))
  const subnet = presentOne(context, 'subnet', id)
  if (!subnet) throw subnetMissing(id)
  if (port && !port.native.fixedIps.some(({ subnetId: one }) => one === subnet.native.id))
    throw neutronError(
      'invalid',
      'SubnetMismatchForPort',
      `Subnet on port ${portId} does not match the requested subnet ${id}.`,
    )
  if (!router.native.subnetIds.includes(subnet.native.id))
    throw neutronError(
      'not_found',
      'RouterInterfaceNotFoundForSubnet',
      `Router ${router.id} has no interface on subnet ${id}`,
    )
  refuseRouted(router, subnet)
  const side = port ?? (await sideOn(context, router, subnet))
  try {
    const changed = await mirror.act(async ({ routers }, call) =>
      routers?.detachSubnet(router.native.id, subnet.native.id, call),
    )
    if (changed) mirror.apply({ kind: 'router', id: router.native.id, resource: changed })
  } catch (error) {
    throw renamed(error, { conflict: () => neededByFloatingIps(router.id, id) })
  }
  await mirror.refresh('port', side.id)
  return answerFor(context, router, subnet, side)
}

const neededByFloatingIps = (routerId: string, subnetId: string): CloudError =>
  neutronError(
    'conflict',
    'RouterInterfaceInUseByFloatingIP',
    `Router interface for subnet ${subnetId} on router ${routerId} cannot be deleted, as it is required by one or more floating IPs.`,
  )

const refuseRouted = (router: Present<'router'>, subnet: Present<'subnet'>): void => {
  const range = parseRange(subnet.native.cidr)
  const needs = router.native.routes?.some(({ nextHop }) => {
    const hop = parseRange(`${nextHop}/${nextHop.includes(':') ? 128 : 32}`)
    return range && hop && overlap(range, hop)
  })
  if (needs)
    throw neutronError(
      'conflict',
      'RouterInterfaceInUseByRoute',
      `Router interface for subnet ${subnet.id} on router ${router.id} cannot be deleted, as it is required by one or more routes.`,
    )
}

const refuseSubnet = (context: NetworkContext, router: Present<'router'>, subnet: Present<'subnet'>): void => {
  if (router.native.subnetIds.includes(subnet.native.id))
    throw badRequest('router', `Router already has a port on subnet ${subnet.id}`)
  const range = parseRange(subnet.native.cidr)
  for (const nativeId of router.native.subnetIds) {
    const other = context.front.mirror.byNative('subnet', nativeId)
    const taken = parseRange(other?.native?.cidr ?? '')
    if (range && taken && overlap(range, taken)) throw overlaps(range, subnet.id, taken, other?.id ?? nativeId)
  }
}

const overlaps = (range: IpRange, id: string, taken: IpRange, other: string): CloudError =>
  badRequest('router', `Cidr ${range.cidr} of subnet ${id} overlaps with cidr ${taken.cidr} of subnet ${other}`)

const maySee = (context: NetworkContext, subnet: Present<'subnet'>, { isAdmin, projectId }: Authorization): boolean => {
  if (isAdmin || subnet.projectId === projectId) return true
  const id = context.front.mirror.idOf('network', subnet.native.networkId)
  const network = id === undefined ? undefined : presentOne(context, 'network', id)
  return network !== undefined && isShared(context, network)
}

/**
 * The router's port on that subnet. The cloud made it by itself, so the mirror may have to look for it, and may have put it aside as one of the ports
 * that are being created at this moment.
 */
const sideOn = async (
  context: NetworkContext,
  router: Present<'router'>,
  subnet: Present<'subnet'>,
): Promise<PortRecord> => {
  const fits = ({ owner, routerId, fixedIps }: Port) =>
    owner === 'router' &&
    (routerId === undefined || routerId === router.native.id) &&
    fixedIps.some(({ subnetId }) => subnetId === subnet.native.id)
  const find = () => portRecords(context).find(({ native }) => fits(native))
  const known = find()
  if (known) return known
  const { mirror } = context.front
  const listed = await mirror.act(async ({ ports }, call) => (ports ? collect(ports.list(call)) : []))
  for (const port of listed)
    if (fits(port)) mirror.adopt({ kind: 'port', id: port.id, resource: port })
    else mirror.apply({ kind: 'port', id: port.id, resource: port })
  const found = find()
  if (found) return found
  throw neutronError(
    'internal',
    'RouterInterfaceAttachmentConflict',
    `Error cannot perform router interface attachment: the cloud shows no port of router ${router.id} on subnet ${subnet.id} while attempting the operation.`,
  )
}

const answerFor = (
  { front: { mirror } }: NetworkContext,
  router: Present<'router'>,
  subnet: Present<'subnet'>,
  port: PortRecord,
): RouterInterfaceAnswer => {
  const projectId = router.projectId ?? ''
  return {
    id: router.id,
    port_id: port.id,
    network_id: mirror.idOf('network', subnet.native.networkId) ?? subnet.native.networkId,
    subnet_id: subnet.id,
    subnet_ids: [subnet.id],
    project_id: projectId,
    tenant_id: projectId,
  }
}
