import { overlap } from '../../../model/address-range.ts'
import type { CloudError } from '../../../model/cloud-error.ts'
import type { SubnetChanges, SubnetSpec } from '../../../model/network.ts'
import type { SubnetAnswer, SubnetCreate, SubnetUpdate } from '../../../wire/openstack/network/subnet.ts'
import { subnet, subnetCreate, subnetUpdate } from '../../../wire/openstack/network/subnet.ts'
import type { Authorization } from '../kernel/service.ts'
import type { IpRange } from './ip-range.ts'
import { parseRange } from './ip-range.ts'
import type { Present } from './make.ts'
import { make, present, presentOne } from './make.ts'
import type { NetworkContext } from './network-context.ts'
import { requireQuota } from './network-quota.ts'
import { isShared, networkMissing } from './networks.ts'
import { badRequest, invalidInput, neutronError, notOffered, policyForbids, renamed } from './neutron-error.ts'
import { portRecords } from './port-records.ts'
import type { Resource, View } from './resource.ts'
import { resource } from './resource.ts'
import { sentAttributes, standardAttributes, withOwner } from './standard-attributes.ts'
import { checkedRange, checkIpv6Modes, checkPools, plannedGateway } from './subnet-plan.ts'
import { takeFromPool } from './subnet-pool-allocation.ts'

export const subnetMissing = (id: string): CloudError =>
  neutronError('not_found', 'SubnetNotFound', `Subnet ${id} could not be found.`)

const subnetInUse = (id: string): CloudError =>
  neutronError(
    'conflict',
    'SubnetInUse',
    `Unable to complete operation on subnet ${id}: One or more ports have an IP allocation from this subnet.`,
  )

/** How many there may be (openstack/neutron `neutron/conf/common.py`: `max_dns_nameservers`, `max_subnet_host_routes`). */
const most = { dnsServers: 5, hostRoutes: 20 }

/** `/v2.0/subnets`. Those of shared networks everyone sees; those of networks that are only external nobody but their owner. */
export const subnets = (context: NetworkContext): Resource => {
  const { front } = context
  return resource({
    name: 'subnet',
    collection: 'subnets',
    path: 'subnets',
    attributes: new Set(Object.keys(subnet.shape)),
    tagged: true,
    missing: subnetMissing,
    views: () => context.cached('subnets', () => present(context, 'subnet').map((record) => viewOf(context, record))),
    view: (id) => {
      const record = presentOne(context, 'subnet', id)
      return record && viewOf(context, record)
    },
    create: {
      schema: subnetCreate,
      run: async (body, projectId, authorization) => {
        if (!front.driver.subnets.create) throw policyForbids('create_subnet')
        const network = ownNetwork(context, body.network_id, authorization)
        requireQuota(context, projectId, 'subnet')
        const owner = network.projectId ?? projectId
        const { spec, hostRoutes, subnetPoolId } = planned(context, body, network, owner)
        const zone = await zoneFor(context, network)
        const record = await make(context, 'subnet', { ...spec, ...zone }, owner, {
          ...sentAttributes(body),
          ...(body.ipv6_ra_mode ? { ipv6RaMode: body.ipv6_ra_mode } : {}),
          ...(body.ipv6_address_mode ? { ipv6AddressMode: body.ipv6_address_mode } : {}),
          ...(subnetPoolId === undefined ? {} : { subnetPoolId }),
        })
        if (hostRoutes.length > 0) await change(context, record.id, { hostRoutes })
        return record.id
      },
    },
    update: {
      schema: subnetUpdate,
      run: async (id, body) => {
        const record = presentOne(context, 'subnet', id)
        if (!record) throw subnetMissing(id)
        const changes = changesOf(context, record, body)
        if (Object.keys(changes).length > 0) await change(context, id, changes)
        context.amend('subnet', id, sentAttributes(body))
      },
    },
    delete: async (id) => {
      const record = presentOne(context, 'subnet', id)
      const inUse = portRecords(context).some(
        ({ native }) =>
          native.owner !== 'service' && native.fixedIps.some(({ subnetId }) => subnetId === record?.native.id),
      )
      if (inUse) throw subnetInUse(id)
      try {
        await front.mirror.delete('subnet', id)
      } catch (error) {
        throw renamed(error, { conflict: () => subnetInUse(id) })
      }
    },
    setTags: (id, tags) => context.amend('subnet', id, { tags }),
  })
}

/** The network, when the caller may put subnets on it. */
const ownNetwork = (context: NetworkContext, id: string, authorization: Authorization): Present<'network'> => {
  const network = presentOne(context, 'network', id)
  const owns = network?.projectId !== undefined && network.projectId === authorization.projectId
  if (!network || !(authorization.isAdmin || owns || isShared(context, network) || network.native.external))
    throw networkMissing(id)
  if (!authorization.isAdmin && !owns) throw policyForbids('create_subnet')
  return network
}

interface Plan {
  readonly spec: SubnetSpec
  readonly hostRoutes: NonNullable<SubnetChanges['hostRoutes']>
  readonly subnetPoolId?: string
}

const planned = (context: NetworkContext, body: SubnetCreate, network: Present<'network'>, owner: string): Plan => {
  const dhcp = body.enable_dhcp ?? true
  const { range, subnetPoolId } = rangeFor(context, body, owner, dhcp)
  refuseOverlap(context, network, range)
  checkIpv6Modes(body, range, dhcp)
  const gatewayIp = plannedGateway(range, body.gateway_ip)
  if (body.allocation_pools) checkPools(range, body.allocation_pools, gatewayIp)
  const { dnsServers = [], hostRoutes = [] } = namesAndRoutes('new subnet', body)
  if (hostRoutes.length > 0 && !context.front.driver.subnets.update) throw notOffered('host routes')
  return {
    spec: {
      name: body.name ?? '',
      networkId: network.native.id,
      cidr: range.cidr,
      gatewayIp,
      dhcp,
      dnsServers,
      ...(body.allocation_pools ? { allocationPools: body.allocation_pools } : {}),
    },
    hostRoutes,
    ...(subnetPoolId === undefined ? {} : { subnetPoolId }),
  }
}

const rangeFor = (
  context: NetworkContext,
  body: SubnetCreate,
  owner: string,
  dhcp: boolean,
): { readonly range: IpRange; readonly subnetPoolId?: string } => {
  if (body.subnetpool_id != null && body.use_default_subnetpool)
    throw badRequest('subnets', 'subnetpool_id and use_default_subnetpool cannot both be specified')
  if (body.cidr != null && body.prefixlen != null)
    throw badRequest('subnets', 'cidr and prefixlen must not be supplied together')
  if (body.subnetpool_id != null || body.use_default_subnetpool) {
    const { cidr, poolId } = takeFromPool(context, body, owner)
    const range = checkedRange(cidr, parseRange(cidr)?.version ?? 4, dhcp)
    return { range, subnetPoolId: poolId }
  }
  if (body.ip_version === undefined)
    throw badRequest('subnets', 'ip_version must be specified in the absence of cidr and subnetpool_id')
  if (body.ip_version !== 4 && body.ip_version !== 6)
    throw neutronError(
      'invalid',
      'HTTPBadRequest',
      `Invalid input for ip_version. Reason: '${body.ip_version}' is not in [4, 6].`,
    )
  if (body.cidr == null) throw badRequest('subnets', 'a subnetpool must be specified in the absence of a cidr')
  return { range: checkedRange(body.cidr, body.ip_version, dhcp) }
}

const refuseOverlap = (context: NetworkContext, network: Present<'network'>, range: IpRange): void => {
  for (const { native } of present(context, 'subnet')) {
    const other = native.networkId === network.native.id ? parseRange(native.cidr) : undefined
    if (other && overlap(range, other))
      throw invalidInput(
        `Requested subnet with cidr: ${range.cidr} for network: ${network.id} overlaps with another subnet`,
      )
  }
}

const namesAndRoutes = (
  id: string,
  { dns_nameservers: dns, host_routes: routes }: Pick<SubnetUpdate, 'dns_nameservers' | 'host_routes'>,
): Pick<SubnetChanges, 'dnsServers' | 'hostRoutes'> => {
  if (dns && dns.length > most.dnsServers)
    throw neutronError(
      'invalid',
      'DNSNameServersExhausted',
      `Unable to complete operation for ${id}. The number of DNS nameservers exceeds the limit ${most.dnsServers}.`,
    )
  if (routes && routes.length > most.hostRoutes)
    throw neutronError(
      'invalid',
      'HostRoutesExhausted',
      `Unable to complete operation for ${id}. The number of host routes exceeds the limit ${most.hostRoutes}.`,
    )
  return {
    ...(dns === undefined ? {} : { dnsServers: dns ?? [] }),
    ...(routes === undefined
      ? {}
      : { hostRoutes: (routes ?? []).map(({ destination, nexthop }) => ({ destination, nextHop: nexthop })) }),
  }
}

const changesOf = (context: NetworkContext, record: Present<'subnet'>, body: SubnetUpdate): SubnetChanges => {
  const { native, id } = record
  const range = parseRange(native.cidr)
  if (!range) throw subnetMissing(id)
  const dhcp = body.enable_dhcp ?? native.dhcp
  const { ipv6RaMode, ipv6AddressMode } = context.extra('subnet', id) ?? {}
  if (!dhcp && (ipv6RaMode || ipv6AddressMode))
    throw invalidInput('Cannot disable enable_dhcp with ipv6 attributes set')
  const gateway = body.gateway_ip === undefined ? (native.gatewayIp ?? null) : plannedGateway(range, body.gateway_ip)
  if (gateway !== (native.gatewayIp ?? null)) refuseGatewayInUse(context, record)
  if (body.allocation_pools || body.gateway_ip !== undefined)
    checkPools(range, body.allocation_pools ?? native.allocationPools, gateway)
  return {
    ...(gateway === (native.gatewayIp ?? null) ? {} : { gatewayIp: gateway }),
    ...(dhcp === native.dhcp ? {} : { dhcp }),
    ...namesAndRoutes(id, body),
    ...(body.allocation_pools ? { allocationPools: body.allocation_pools } : {}),
  }
}

const refuseGatewayInUse = (context: NetworkContext, { native }: Present<'subnet'>): void => {
  const holder = portRecords(context).find(
    (port) =>
      port.native.owner === 'router' &&
      port.native.fixedIps.some(({ subnetId, address }) => subnetId === native.id && address === native.gatewayIp),
  )
  if (holder)
    throw neutronError(
      'conflict',
      'GatewayIpInUse',
      `Current gateway ip ${native.gatewayIp} already in use by port ${holder.id}. Unable to update.`,
    )
}

/** Changes the subnet below; refused by name where the cloud's subnets stay as they were made. */
const change = async ({ front }: NetworkContext, id: string, changes: SubnetChanges): Promise<void> => {
  const { mirror } = front
  const nativeId = mirror.nativeId('subnet', id)
  const changed = await mirror.act(async (driver, call) => {
    if (!driver.subnets.update) throw notOffered('changes of subnets')
    return driver.subnets.update(nativeId, changes, call)
  })
  mirror.apply({ kind: 'subnet', id: nativeId, resource: changed })
}

/** On clouds whose subnets live in zones: the one that the network hints at, else the first. */
const zoneFor = async (context: NetworkContext, network: Present<'network'>): Promise<Pick<SubnetSpec, 'zoneId'>> => {
  const [hint] = context.extra('network', network.id)?.zoneHints ?? []
  if (hint === undefined && !context.front.driver.traits.zoneRequired) return {}
  const zones = await context.networkZones()
  const zone = zones.find(({ name }) => name === hint) ?? zones[0]
  return zone ? { zoneId: zone.id } : {}
}

const viewOf = (context: NetworkContext, record: Present<'subnet'>): View => {
  const { native, id } = record
  const { mirror } = context.front
  const extra = context.extra('subnet', id)
  const networkId = mirror.idOf('network', native.networkId) ?? native.networkId
  const network = presentOne(context, 'network', networkId)
  const value: SubnetAnswer = {
    ...standardAttributes(withOwner(context, record), extra, { name: native.name }),
    network_id: networkId,
    ip_version: native.ipVersion,
    cidr: native.cidr,
    gateway_ip: native.gatewayIp ?? null,
    enable_dhcp: native.dhcp,
    allocation_pools: native.allocationPools.map(({ start, end }) => ({ start, end })),
    dns_nameservers: [...native.dnsServers],
    host_routes: (native.hostRoutes ?? []).map(({ destination, nextHop }) => ({ destination, nexthop: nextHop })),
    ipv6_ra_mode: extra?.ipv6RaMode ?? null,
    ipv6_address_mode: extra?.ipv6AddressMode ?? null,
    subnetpool_id: extra?.subnetPoolId ?? null,
    service_types: [],
  }
  return { id, projectId: record.projectId, everyones: network !== undefined && isShared(context, network), value }
}
