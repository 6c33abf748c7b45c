import type { CloudError } from '../../../model/cloud-error.ts'
import type { FloatingIpAnswer } from '../../../wire/openstack/network/floating-ip.ts'
import { floatingIp, floatingIpCreate, floatingIpUpdate } from '../../../wire/openstack/network/floating-ip.ts'
import type { Authorization } from '../kernel/service.ts'
import { parseIp } from './ip-range.ts'
import type { Present } from './make.ts'
import { make, present, presentOne } from './make.ts'
import type { NetworkContext } from './network-context.ts'
import { requireQuota } from './network-quota.ts'
import { isShared, networkMissing } from './networks.ts'
import { badRequest, neutronError, notOffered, policyForbids, renamed } from './neutron-error.ts'
import type { PortRecord } from './port-records.ts'
import { portRecord } from './port-records.ts'
import { portView } from './port-view.ts'
import { portMissing } from './ports.ts'
import type { Resource, View } from './resource.ts'
import { resource } from './resource.ts'
import { standardAttributes } from './standard-attributes.ts'

const missing = (id: string): CloudError =>
  neutronError('not_found', 'FloatingIPNotFound', `Floating IP ${id} could not be found`)

type FixedIp = PortRecord['native']['fixedIps'][number]

/** `/v2.0/floatingips`. */
export const floatingIps = (context: NetworkContext): Resource => {
  const { front } = context
  return resource({
    name: 'floatingip',
    collection: 'floatingips',
    path: 'floatingips',
    attributes: new Set(Object.keys(floatingIp.shape)),
    tagged: true,
    missing,
    views: () =>
      context.cached('floating IPs', () => present(context, 'floating-ip').map((record) => viewOf(context, record))),
    view: (id) => {
      const record = presentOne(context, 'floating-ip', id)
      return record && viewOf(context, record)
    },
    create: {
      schema: floatingIpCreate,
      run: async (body, projectId, authorization) => {
        const network = poolOf(context, body.floating_network_id, authorization)
        if (body.floating_ip_address != null) {
          if (!authorization.isAdmin) throw policyForbids('create_floatingip:floating_ip_address')
          throw notOffered("a choice of a floating IP's address")
        }
        if (body.subnet_id != null) throw notOffered("a choice of a floating IP's subnet")
        const target = targetOf(context, body, authorization, network)
        requireQuota(context, projectId, 'floatingip')
        const { description = '' } = body
        const record = await make(
          context,
          'floating-ip',
          { poolId: network.native.id, ...(description === '' ? {} : { description }) },
          projectId,
          { description },
        ).catch((error) => {
          throw renamed(error, {
            no_capacity: () =>
              neutronError(
                'conflict',
                'IpAddressGenerationFailure',
                `No more IP addresses available on network ${network.id}.`,
              ),
          })
        })
        if (target)
          try {
            await associate(context, record.id, target)
          } catch (error) {
            await front.mirror.delete('floating-ip', record.id)
            throw error
          }
        return record.id
      },
    },
    update: {
      schema: floatingIpUpdate,
      run: async (id, body, authorization) => {
        const record = presentOne(context, 'floating-ip', id)
        const networkId = record && front.mirror.idOf('network', record.native.poolId)
        const network = networkId === undefined ? undefined : presentOne(context, 'network', networkId)
        if (!record || !network) throw missing(id)
        const target = targetOf(context, body, authorization, network, record)
        if (target !== undefined) await associate(context, id, target ?? undefined)
        context.amend('floating-ip', id, body.description === undefined ? {} : { description: body.description })
      },
    },
    delete: (id) => front.mirror.delete('floating-ip', id),
    setTags: (id, tags) => context.amend('floating-ip', id, { tags }),
  })
}

const poolOf = (context: NetworkContext, id: string, { isAdmin, projectId }: Authorization): Present<'network'> => {
  const network = presentOne(context, 'network', id)
  const sees =
    network && (isAdmin || network.projectId === projectId || network.native.external || isShared(context, network))
  if (!network || !sees) throw networkMissing(id)
  if (!network.native.external) throw badRequest('floatingip', `Network ${id} is not a valid external network`)
  return network
}

interface Target {
  readonly port: PortRecord
  readonly fixedIp: FixedIp
}

/** Where the floating IP shall lead; `null` for nowhere, `undefined` when the body does not say. Throws Neutron's refusal for where it cannot. */
const targetOf = (
  context: NetworkContext,
  body: { readonly port_id?: string | null | undefined; readonly fixed_ip_address?: string | null | undefined },
  authorization: Authorization,
  network: Present<'network'>,
  floating?: Present<'floating-ip'>,
): Target | null | undefined => {
  const portId =
    body.port_id === undefined && body.fixed_ip_address != null && floating?.native.portId !== undefined
      ? context.front.mirror.idOf('port', floating.native.portId)
      : body.port_id
  if (portId == null) {
    if (body.fixed_ip_address != null)
      throw badRequest('floatingip', 'fixed_ip_address cannot be specified without a port_id')
    return portId
  }
  const port = portRecord(context, portId)
  if (!port || !(authorization.isAdmin || port.projectId === authorization.projectId)) throw portMissing(portId)
  if (!context.front.driver.ports) throw notOffered('floating IPs on the ports of servers')
  const fixedIp = fixedIpOf(port, body.fixed_ip_address ?? undefined)
  refuseUnreachable(context, port, fixedIp, network)
  const rival = present(context, 'floating-ip').find(
    ({ id, native }) =>
      id !== floating?.id &&
      native.portId === port.native.id &&
      native.fixedAddress === fixedIp.address &&
      native.poolId === network.native.id,
  )
  if (rival)
    throw neutronError(
      'conflict',
      'FloatingIPPortAlreadyAssociated',
      `Cannot associate floating IP ${floating?.native.address ?? ''} (${floating?.id ?? ''}) with port ${portId} using fixed IP ${fixedIp.address}, as that fixed IP already has a floating IP on external network ${network.id}.`,
    )
  return { port, fixedIp }
}

const fixedIpOf = ({ id, native }: PortRecord, asked: string | undefined): FixedIp => {
  if (asked !== undefined) {
    const found = native.fixedIps.find(({ address }) => address === asked)
    if (found && parseIp(asked)?.version === 6)
      throw badRequest(
        'floatingip',
        `Cannot process floating IP association with ${asked}, since that is not an IPv4 address`,
      )
    if (found) return found
    throw badRequest('floatingip', `Port ${id} does not have fixed ip ${asked}`)
  }
  const [first, ...others] = native.fixedIps.filter(({ address }) => parseIp(address)?.version === 4)
  if (!first) throw badRequest('floatingip', `Cannot add floating IP to port ${id} that has no fixed IPv4 addresses`)
  if (others.length > 0)
    throw badRequest(
      'floatingip',
      `Port ${id} has multiple fixed IPv4 addresses.  Must provide a specific IPv4 address when assigning a floating IP`,
    )
  return first
}

/** On clouds with routers one of them must join the port's subnet with the floating IP's network. */
const refuseUnreachable = (
  context: NetworkContext,
  port: PortRecord,
  { subnetId }: FixedIp,
  network: Present<'network'>,
): void => {
  if (!context.front.driver.routers || routerBetween(context, subnetId, network.native.id)) return
  const subnet = context.front.mirror.idOf('subnet', subnetId) ?? subnetId
  throw neutronError(
    'not_found',
    'ExternalGatewayForFloatingIPNotFound',
    `External network ${network.id} is not reachable from subnet ${subnet}.  Therefore, cannot associate Port ${port.id} with a Floating IP.`,
  )
}

const routerBetween = (
  context: NetworkContext,
  subnetId: string,
  externalNetworkId: string,
): Present<'router'> | undefined =>
  present(context, 'router').find(
    ({ native }) => native.externalNetworkId === externalNetworkId && native.subnetIds.some((id) => id === subnetId),
  )

const associate = async ({ front: { mirror } }: NetworkContext, id: string, target?: Target): Promise<void> => {
  const nativeId = mirror.nativeId('floating-ip', id)
  const changed = await mirror.act(async (driver, call) =>
    driver.floatingIps?.associate(
      nativeId,
      target && { portId: target.port.native.id, fixedAddress: target.fixedIp.address },
      call,
    ),
  )
  if (changed) mirror.apply({ kind: 'floating-ip', id: nativeId, resource: changed })
}

const viewOf = (context: NetworkContext, record: Present<'floating-ip'>): View => {
  const { native, id } = record
  const { mirror } = context.front
  const { name: _nameless, ...standard } = standardAttributes(record, context.extra('floating-ip', id), {
    name: '',
    description: native.description,
  })
  const portId = native.portId === undefined ? undefined : mirror.idOf('port', native.portId)
  const port = portId === undefined ? undefined : portRecord(context, portId)
  const fixedIp = port?.native.fixedIps.find(({ address }) => address === native.fixedAddress)
  const router = fixedIp && routerBetween(context, fixedIp.subnetId, native.poolId)
  const value: FloatingIpAnswer = {
    ...standard,
    floating_network_id: mirror.idOf('network', native.poolId) ?? native.poolId,
    floating_ip_address: native.address,
    fixed_ip_address: native.fixedAddress ?? null,
    port_id: portId ?? null,
    router_id: router?.id ?? null,
    status: native.portId === undefined ? 'DOWN' : 'ACTIVE',
    port_details: port ? detailsOf(portView(context, port).value) : null,
  }
  return { id, projectId: record.projectId, everyones: false, value }
}

const details = ['name', 'network_id', 'mac_address', 'admin_state_up', 'status', 'device_id', 'device_owner'] as const

const detailsOf = (port: Readonly<Record<string, unknown>>): NonNullable<FloatingIpAnswer['port_details']> =>
  Object.fromEntries(details.map((name) => [name, port[name]])) as NonNullable<FloatingIpAnswer['port_details']>
