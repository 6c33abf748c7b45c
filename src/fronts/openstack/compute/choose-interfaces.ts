import { CloudError } from '../../../model/cloud-error.ts'
import type { Zone } from '../../../model/place.ts'
import type { ServerInterfaceSpec } from '../../../model/server.ts'
import type { RequestedNetwork } from '../../../wire/openstack/compute/server-create.ts'
import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { maySee } from '../kernel/policy.ts'
import type { Authorization } from '../kernel/service.ts'
import { extrasOf } from '../network/extras.ts'

/** A new server's interfaces in the driver's ids, and the tags that were given to some, by OpenStack's ids. */
export interface ChosenInterfaces {
  readonly interfaces: readonly ServerInterfaceSpec[]
  readonly tags: Readonly<Record<string, string>>
}

export interface InterfaceRequest {
  readonly caller: Authorization
  readonly projectId: string
  /** What the request says of networks; absent before 2.37 when it says nothing. */
  readonly networks: readonly RequestedNetwork[] | 'auto' | 'none' | undefined
  /** How many servers at most are made from the request. */
  readonly count: number
  /** Where the server shall be, on clouds that bind subnets to zones. */
  readonly zone: Zone | undefined
}

/** Decides what a new server is connected to, with Nova's refusals (openstack/nova `nova/network/neutron.py`, `validate_networks`). */
export const chooseInterfaces = (front: Front, request: InterfaceRequest): ChosenInterfaces => {
  const { networks, count } = request
  if (networks === 'none') return { interfaces: [], tags: {} }
  if (networks === undefined || networks === 'auto' || networks.length === 0) {
    const network = onlyNetwork(front, request)
    return { interfaces: network ? [onNetwork(front, request, network, undefined)] : [], tags: {} }
  }
  const ports = new Set<string>()
  const tags: Record<string, string> = {}
  const interfaces = networks.map(({ uuid, port, fixed_ip, tag }) => {
    if (tag !== undefined) tags[port ?? uuid ?? ''] = tag
    if (port === undefined || port === null) {
      if (uuid === undefined) throw refusal('Bad network format: missing uuid')
      if (fixed_ip !== undefined && count > 1)
        throw refusal('Failed to launch instances: max_count cannot be greater than 1 if an fixed_ip is specified.')
      return onNetwork(front, request, needNetwork(front, request, uuid), fixed_ip)
    }
    if (ports.has(port))
      throw refusal(`Port ID '${port}' was specified twice: you cannot attach a port multiple times.`)
    if (fixed_ip !== undefined)
      throw refusal(
        `Specified Fixed IP '${fixed_ip}' cannot be used with port '${port}': the two cannot be specified together.`,
      )
    if (count > 1)
      throw refusal('Failed to launch instances: Unable to launch multiple instances with a single configured port ID.')
    ports.add(port)
    return throughPort(front, request, port)
  })
  return { interfaces, tags }
}

const refusal = (message: string): CloudError => new CloudError('invalid', message)

const uuidShape = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

const isShared = (front: Front, { id, native, projectId }: MirrorRecord<'network'>): boolean =>
  extrasOf(front, 'network').get(id)?.shared ??
  (native?.shared === true || (projectId === undefined && !native?.external))

const needNetwork = (front: Front, { caller, projectId }: InterfaceRequest, id: string): MirrorRecord<'network'> => {
  if (!uuidShape.test(id)) throw refusal(`Bad networks format: network uuid is not in proper format (${id})`)
  const network = front.mirror.get('network', id)
  if (!network || !(isShared(front, network) || maySee(caller, network.projectId)))
    throw refusal(`Network ${id} could not be found.`)
  if (network.native?.external && !isShared(front, network) && network.projectId !== projectId && !caller.isAdmin)
    throw new CloudError('forbidden', `It is not allowed to create an interface on external network ${id}`, {
      reason: 'ExternalNetworkAttachForbidden',
    })
  return network
}

/** The one network that the project can use, when the request names none. */
const onlyNetwork = (front: Front, request: InterfaceRequest): MirrorRecord<'network'> | undefined => {
  const { projectId, networks } = request
  const own = [...front.mirror.list('network', projectId)]
  const usable = own.length > 0 ? own : [...front.mirror.list('network')].filter((network) => isShared(front, network))
  const found = usable.filter(({ native, deleting }) => native !== undefined && !deleting)
  if (found.length > 1)
    throw new CloudError(
      'conflict',
      'More than one possible network found. Specify network ID(s) to select which one(s) to connect to.',
      { reason: 'NetworkAmbiguous' },
    )
  if (found.length === 0 && networks === 'auto')
    throw refusal(`Unable to automatically allocate a network for project ${projectId}`)
  return found[0]
}

const onNetwork = (
  front: Front,
  { zone }: InterfaceRequest,
  network: MirrorRecord<'network'>,
  address: string | undefined,
): ServerInterfaceSpec => {
  const networkId = front.mirror.nativeId('network', network.id)
  const subnets = [...front.mirror.list('subnet')].filter(({ native }) => native?.networkId === networkId)
  if (subnets.length === 0) throw refusal(`Network ${network.id} requires a subnet in order to boot instances on.`)
  const holder =
    address === undefined
      ? undefined
      : [...front.mirror.list('port')].find(
          ({ native }) => native?.networkId === networkId && native.fixedIps.some((fixed) => fixed.address === address),
        )
  if (holder)
    throw refusal(
      `Fixed IP address ${address} is already in use on instance ${extrasOf(front, 'port').get(holder.id)?.deviceId ?? holder.native?.serverId ?? holder.id}.`,
    )
  const inZone = zone && subnets.find(({ native }) => native?.zoneId === zone.id)?.native
  return {
    networkId,
    ...(inZone ? { subnetId: inZone.id } : {}),
    ...(address === undefined ? {} : { address }),
  }
}

const throughPort = (front: Front, { caller }: InterfaceRequest, id: string): ServerInterfaceSpec => {
  const port = front.mirror.get('port', id)
  if (!port || !maySee(caller, port.projectId)) throw refusal(`Port id ${id} could not be found.`)
  const holder = extrasOf(front, 'port').get(id)?.deviceId
  if (port.native?.serverId !== undefined || port.native?.owner !== 'none' || (holder !== undefined && holder !== ''))
    throw new CloudError('conflict', `Port ${id} is still in use.`, { reason: 'PortInUse' })
  if (port.native.fixedIps.length === 0) throw refusal(`Port ${id} requires a FixedIP in order to be used.`)
  return { portId: front.mirror.nativeId('port', id) }
}
