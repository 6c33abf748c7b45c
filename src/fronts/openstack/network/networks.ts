import type { CloudError } from '../../../model/cloud-error.ts'
import type { NetworkStatus } from '../../../model/network.ts'
import type { NetworkAnswer } from '../../../wire/openstack/network/network.ts'
import { network, networkCreate, networkUpdate } from '../../../wire/openstack/network/network.ts'
import type { Authorization } from '../kernel/service.ts'
import { agentZone, knowZones } from './agent-zone.ts'
import type { Present } from './make.ts'
import { make, present, presentOne } from './make.ts'
import type { NetworkContext } from './network-context.ts'
import { requireQuota } from './network-quota.ts'
import { invalidInput, neutronError, notOffered, policyForbids, renamed } from './neutron-error.ts'
import { portRecords } from './port-records.ts'
import type { Resource, View } from './resource.ts'
import { resource } from './resource.ts'
import { sentAttributes, standardAttributes, withOwner } from './standard-attributes.ts'

/** Neutron's words for the states of networks and routers. */
export const networkStatus: Readonly<Record<NetworkStatus, string>> = {
  building: 'BUILD',
  active: 'ACTIVE',
  error: 'ERROR',
}

export const networkMissing = (id: string): CloudError =>
  neutronError('not_found', 'NetworkNotFound', `Network ${id} could not be found.`)

/** Owners of ports that go with their network instead of holding it (openstack/neutron `neutron/db/db_base_plugin_v2.py`). */
const goesAlong = (owner: string): boolean => owner === 'service'

/** `/v2.0/networks`. A network that is shared, or external, everyone sees. */
export const networks = (context: NetworkContext): Resource => {
  const { front } = context
  return resource({
    name: 'network',
    collection: 'networks',
    path: 'networks',
    attributes: new Set(Object.keys(network.shape)),
    tagged: true,
    missing: networkMissing,
    prepare: () => knowZones(context),
    views: () => context.cached('networks', () => present(context, 'network').map((record) => viewOf(context, record))),
    view: (id) => {
      const record = presentOne(context, 'network', id)
      return record && viewOf(context, record)
    },
    create: {
      schema: networkCreate,
      run: async (body, projectId, authorization) => {
        if (!front.driver.networks.create) throw policyForbids('create_network')
        refuseAdminAttributes(body, authorization, 'create_network')
        requireQuota(context, projectId, 'network')
        const zoneHints = body.availability_zone_hints ?? []
        await requireZones(context, zoneHints)
        const { id } = await make(context, 'network', { name: body.name ?? '' }, projectId, {
          ...sentAttributes(body),
          zoneHints,
          ...(body.shared ? { shared: true } : {}),
        })
        return id
      },
    },
    update: {
      schema: networkUpdate,
      run: async (id, body, authorization) => {
        refuseAdminAttributes(body, authorization, 'update_network')
        if (body.shared === false) refuseIfOthersUseIt(context, id)
        context.amend('network', id, {
          ...sentAttributes(body),
          ...(body.shared === undefined ? {} : { shared: body.shared }),
        })
      },
    },
    delete: async (id) => {
      const record = presentOne(context, 'network', id)
      const inUse = portRecords(context).some(
        ({ native }) => native.networkId === record?.native.id && !goesAlong(native.owner),
      )
      if (inUse) throw networkInUse(id)
      const subnets = present(context, 'subnet').filter(({ native }) => native.networkId === record?.native.id)
      try {
        await front.mirror.delete('network', id)
      } catch (error) {
        throw renamed(error, { conflict: () => networkInUse(id) })
      }
      for (const subnet of subnets) await front.mirror.refresh('subnet', subnet.id)
    },
    setTags: (id, tags) => context.amend('network', id, { tags }),
  })
}

const networkInUse = (id: string): CloudError =>
  neutronError(
    'conflict',
    'NetworkInUse',
    `Unable to complete operation on network ${id}. There are one or more ports still in use on the network.`,
  )

/** True for networks that every project may put ports on. */
export const isShared = (context: NetworkContext, record: Present<'network'>): boolean =>
  context.extra('network', record.id)?.shared ?? record.native.shared

const viewOf = (context: NetworkContext, record: Present<'network'>): View => {
  const { native, id } = record
  const extra = context.extra('network', id)
  const shared = isShared(context, record)
  const value: NetworkAnswer = {
    ...standardAttributes(withOwner(context, record), extra, { name: native.name }),
    admin_state_up: extra?.adminStateUp ?? true,
    status: networkStatus[native.status],
    shared,
    'router:external': native.external,
    subnets: [...(subnetIds(context).get(native.id) ?? [])],
    mtu: native.mtu ?? 1500,
    availability_zone_hints: [...(extra?.zoneHints ?? [])],
    availability_zones: networksInUse(context).has(native.id) ? agentZone(context, extra?.zoneHints) : [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
    // Neutron tells it of external networks alone (openstack/neutron `neutron/services/auto_allocate/db.py`).
    ...(native.external ? { is_default: native.default ?? false } : {}),
  }
  return { id, projectId: record.projectId, everyones: shared || native.external, value }
}

/**
 * A network gets an agent, and with it a zone, with its first subnet or port, whether that has DHCP or not (openstack/neutron
 * `neutron/api/rpc/agentnotifiers/dhcp_rpc_agent_api.py`).
 */
const networksInUse = (context: NetworkContext): ReadonlySet<string> =>
  context.cached(
    'networks with subnets or ports',
    () =>
      new Set(
        [...present(context, 'subnet'), ...present(context, 'port')].map(({ native }) => native.networkId as string),
      ),
  )

const subnetIds = (context: NetworkContext): ReadonlyMap<string, readonly string[]> =>
  context.cached('subnet ids by network', () => {
    const ids = new Map<string, string[]>()
    for (const { id, native } of present(context, 'subnet'))
      ids.set(native.networkId, [...(ids.get(native.networkId) ?? []), id])
    return ids
  })

interface AdminAttributes {
  readonly shared?: boolean | undefined
  readonly 'router:external'?: boolean | undefined
  readonly mtu?: number | undefined
}

/** 403 for members; administrators are told by name what the cloud below cannot do (openstack/neutron `neutron/conf/policies/network.py`). */
const refuseAdminAttributes = (body: AdminAttributes, { isAdmin }: Authorization, rule: string): void => {
  const provider = Object.keys(body).filter(
    (key) => key.startsWith('provider:') && (body as Record<string, unknown>)[key] != null,
  )
  if (!isAdmin) {
    if (body.shared) throw policyForbids(`${rule}:shared`)
    if (body['router:external']) throw policyForbids(`${rule}:router:external`)
    if (provider[0] !== undefined) throw policyForbids(`${rule}:${provider[0]}`)
  }
  if (body['router:external']) throw notOffered('external networks made through this API')
  if (provider[0] !== undefined) throw notOffered(`the attribute ${provider[0]}`)
  if (body.mtu !== undefined && body.mtu !== 0) throw notOffered("a choice of a network's MTU")
}

const requireZones = async (context: NetworkContext, hints: readonly string[]): Promise<void> => {
  if (hints.length === 0) return
  const zones = await context.networkZones()
  const unknown = hints.find((hint) => !zones.some(({ name }) => name === hint))
  if (unknown !== undefined)
    throw neutronError('not_found', 'AvailabilityZoneNotFound', `AvailabilityZone ${unknown} could not be found.`)
  if (hints.length > 1) throw invalidInput('at most one availability zone can be asked for')
}

const refuseIfOthersUseIt = (context: NetworkContext, id: string): void => {
  const record = presentOne(context, 'network', id)
  const others = portRecords(context).some(
    ({ native, projectId }) =>
      native.networkId === record?.native.id && projectId !== undefined && projectId !== record?.projectId,
  )
  if (others)
    throw neutronError(
      'conflict',
      'InvalidSharedSetting',
      `Unable to reconfigure sharing settings for network ${id}. Multiple projects are using it.`,
    )
}
