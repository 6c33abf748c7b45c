import type { CloudError } from '../../../model/cloud-error.ts'
import { asId } from '../../../model/id.ts'
import type { PortSpec } from '../../../model/network.ts'
import type { PortUpdate } from '../../../wire/openstack/network/port.ts'
import { port, portBinding, portCreate, portUpdate } from '../../../wire/openstack/network/port.ts'
import type { Authorization } from '../kernel/service.ts'
import { defaultSecurityGroupOf } from './default-security-group.ts'
import type { AskedFixedIp } from './fixed-ips.ts'
import { planFixedIps } from './fixed-ips.ts'
import { hasSecurityGroups } from './has-security-groups.ts'
import type { Present } from './make.ts'
import { make, presentOne } from './make.ts'
import type { NetworkContext } from './network-context.ts'
import { requireQuota } from './network-quota.ts'
import { isShared, networkMissing } from './networks.ts'
import { httpBadRequest, invalidInput, neutronError, notOffered, policyForbids, renamed } from './neutron-error.ts'
import type { PortRecord } from './port-records.ts'
import { portRecord, portRecords } from './port-records.ts'
import { holderOfPort, portView } from './port-view.ts'
import type { Resource } from './resource.ts'
import { resource } from './resource.ts'
import { securityGroupMissing } from './security-groups.ts'
import { sentAttributes } from './standard-attributes.ts'

export const portMissing = (id: string): CloudError =>
  neutronError('not_found', 'PortNotFound', `Port ${id} could not be found.`)

/** `/v2.0/ports`, those of servers and routers among them. */
export const ports = (context: NetworkContext): Resource => {
  const { front } = context
  return resource({
    name: 'port',
    collection: 'ports',
    path: 'ports',
    attributes: new Set([...Object.keys(port.shape), ...Object.keys(portBinding.shape)]),
    tagged: true,
    missing: portMissing,
    views: () => context.cached('ports', () => portRecords(context).map((record) => portView(context, record))),
    view: (id) => {
      const record = portRecord(context, id)
      return record && portView(context, record)
    },
    maySee: ({ projectId }, { value }) =>
      projectId !== undefined && front.mirror.get('network', String(value.network_id))?.projectId === projectId,
    create: {
      schema: portCreate,
      run: async (body, projectId, authorization) => {
        if (!front.driver.ports) throw notOffered('ports beside those of servers')
        const network = usableNetwork(context, body.network_id, authorization)
        refuseAdminAttributes(body, authorization, network, 'create_port')
        requireQuota(context, projectId, 'port')
        const macAddress = body.mac_address?.toLowerCase().replaceAll('-', ':') ?? newMacAddress(context)
        refuseTakenMac(context, network, macAddress)
        const fixedIps = planFixedIps(context, network, body.fixed_ips, macAddress)
        const groups = await groupsFor(context, body, projectId, authorization)
        const spec: PortSpec = {
          name: body.name ?? '',
          networkId: network.native.id,
          macAddress,
          securityGroupIds: groups,
          ...(fixedIps === undefined ? {} : { fixedIps }),
        }
        try {
          const { id } = await make(context, 'port', spec, projectId, { ...sentAttributes(body), ...kept(body) })
          return id
        } catch (error) {
          throw named(error, network.id)
        }
      },
    },
    update: {
      schema: portUpdate,
      run: async (id, body, authorization) => {
        const record = portRecord(context, id)
        const network = record && context.front.mirror.byNative('network', record.native.networkId)
        if (!record || !network?.native) throw portMissing(id)
        refuseUnknownGroups(context, body)
        refuseAdminAttributes(body, authorization, network as Present<'network'>, 'update_port')
        if (body.mac_address != null && body.mac_address.toLowerCase() !== record.native.macAddress)
          throw notOffered("a change of a port's MAC address")
        if (body.security_groups !== undefined)
          await setGroups(context, record, body.security_groups ?? [], authorization)
        if (body.fixed_ips) await setFixedIps(context, record, network as Present<'network'>, body.fixed_ips)
        if (front.driver.ports) context.amend('port', id, { ...sentAttributes(body), ...kept(body) })
        else if (Object.keys(body).length > 0) throw notOffered('changes of ports')
      },
    },
    delete: async (id) => {
      const record = portRecord(context, id)
      if (!record || !front.driver.ports) throw notOffered('ports beside those of servers')
      const { deviceOwner } = holderOfPort(context, record)
      if (['router', 'router_gateway', 'floating_ip'].includes(record.native.owner))
        throw neutronError(
          'conflict',
          'ServicePortInUse',
          `Port ${id} cannot be deleted directly via the port API: has device owner ${deviceOwner}.`,
        )
      await takeAwayFloatingIps(context, record)
      if (record.native.serverId !== undefined && front.driver.ports.detach) {
        const nativeId = asId<'port'>(record.nativeId ?? '')
        await front.mirror.act(async (driver, call) => driver.ports?.detach?.(nativeId, call))
      }
      await front.mirror.delete('port', id)
    },
    ...(front.driver.ports ? { setTags: (id, tags) => context.amend('port', id, { tags }) } : {}),
  })
}

/** The network, when the caller may put ports on it. */
const usableNetwork = (context: NetworkContext, id: string, authorization: Authorization): Present<'network'> => {
  const network = presentOne(context, 'network', id)
  const owns = network?.projectId !== undefined && network.projectId === authorization.projectId
  if (!network) throw networkMissing(id)
  if (authorization.isAdmin || owns || isShared(context, network)) return network
  throw network.native.external ? policyForbids('create_port') : networkMissing(id)
}

/** openstack/neutron `neutron/conf/policies/port.py`: bindings are for administrators, fixed MAC addresses for the network's owner. */
const refuseAdminAttributes = (
  body: PortUpdate,
  { isAdmin, projectId }: Authorization,
  network: Present<'network'>,
  rule: string,
): void => {
  if (body['binding:vnic_type'] !== undefined && body['binding:vnic_type'] !== 'normal')
    throw notOffered(`ports of the VNIC type ${body['binding:vnic_type']}`)
  if (isAdmin) return
  const ownsNetwork = network.projectId !== undefined && network.projectId === projectId
  if (body['binding:host_id'] != null) throw policyForbids(`${rule}:binding:host_id`)
  if (body['binding:profile'] != null && Object.keys(body['binding:profile']).length > 0)
    throw policyForbids(`${rule}:binding:profile`)
  if (body.mac_address != null && !ownsNetwork) throw policyForbids(`${rule}:mac_address`)
  if (body.device_owner?.startsWith('network:') && !ownsNetwork) throw policyForbids(`${rule}:device_owner`)
}

const kept = (body: PortUpdate) => ({
  ...(body.device_id === undefined ? {} : { deviceId: body.device_id }),
  ...(body.device_owner === undefined ? {} : { deviceOwner: body.device_owner }),
  ...(body['binding:host_id'] === undefined ? {} : { host: body['binding:host_id'] ?? '' }),
  ...(body['binding:profile'] === undefined ? {} : { profile: body['binding:profile'] ?? {} }),
})

/** Neutron's default range `base_mac`: fa:16:3e. */
const newMacAddress = ({ front: { random } }: NetworkContext): string =>
  `fa:16:3e:${[...random.bytes(3)].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`

const refuseTakenMac = (context: NetworkContext, network: Present<'network'>, macAddress: string): void => {
  const taken = portRecords(context).some(
    ({ native }) => native.networkId === network.native.id && native.macAddress === macAddress,
  )
  if (taken)
    throw neutronError(
      'conflict',
      'MacAddressInUse',
      `Unable to complete operation for network ${network.id}. The mac address ${macAddress} is in use.`,
    )
}

const groupsFor = async (
  context: NetworkContext,
  body: PortUpdate,
  projectId: string,
  authorization: Authorization,
) => {
  refuseUnknownGroups(context, body)
  if (body.security_groups) return nativeGroups(context, body.security_groups, authorization)
  if (body.security_groups === null || body.device_owner?.startsWith('network:')) return []
  return [context.front.mirror.nativeId('security-group', (await defaultSecurityGroupOf(context.front, projectId)).id)]
}

/** Without the extension the attribute is none of a port's. */
const refuseUnknownGroups = ({ front }: NetworkContext, { security_groups }: PortUpdate): void => {
  if (security_groups !== undefined && !hasSecurityGroups(front.profile))
    throw httpBadRequest("Unrecognized attribute(s) 'security_groups'")
}

const nativeGroups = (context: NetworkContext, ids: readonly string[], { isAdmin, projectId }: Authorization) =>
  [...new Set(ids)].map((id) => {
    const group = presentOne(context, 'security-group', id)
    if (!group || !(isAdmin || group.projectId === projectId)) throw securityGroupMissing(id)
    return group.native.id
  })

const setGroups = async (
  { front, ...context }: NetworkContext,
  record: PortRecord,
  ids: readonly string[],
  authorization: Authorization,
): Promise<void> => {
  const groups = nativeGroups({ front, ...context }, ids, authorization)
  const { native } = record
  if (groups.length === native.securityGroupIds.length && groups.every((id) => native.securityGroupIds.includes(id)))
    return
  const changed = await front.mirror.act(async (driver, call) => {
    if (!driver.ports) throw notOffered('changes of ports')
    return driver.ports.setSecurityGroups(native.id, groups, call)
  })
  front.mirror.apply({ kind: 'port', id: native.id, resource: changed })
}

/** Addresses asked for by their subnet alone stay what they are where the port has one there. */
const setFixedIps = async (
  context: NetworkContext,
  { native }: PortRecord,
  network: Present<'network'>,
  asked: readonly AskedFixedIp[],
): Promise<void> => {
  const { mirror, driver } = context.front
  const left = native.fixedIps.map(({ subnetId, address }) => ({
    subnetId,
    address,
    subnet_id: mirror.idOf('subnet', subnetId),
  }))
  const keep = ({ subnet_id, ip_address }: AskedFixedIp) => {
    const index = left.findIndex(
      (one) =>
        (ip_address === undefined || one.address === ip_address) &&
        (subnet_id === undefined || one.subnet_id === subnet_id),
    )
    return index === -1 ? undefined : left.splice(index, 1)[0]
  }
  const named = asked.map((one) => (one.ip_address === undefined ? undefined : keep(one)))
  const wanted = asked.flatMap((one, index) => {
    const same = named[index] ?? (one.ip_address === undefined && one.subnet_id !== undefined ? keep(one) : undefined)
    if (same) return [{ subnetId: same.subnetId, address: same.address }]
    return planFixedIps(context, network, [one], native.macAddress) ?? []
  })
  const isSame =
    wanted.length === native.fixedIps.length &&
    wanted.every(({ address }) => native.fixedIps.some((one) => one.address === address))
  if (isSame) return
  if (!driver.ports?.update) throw notOffered("changes of a port's addresses")
  try {
    const changed = await mirror.act(async ({ ports }, call) => ports?.update?.(native.id, { fixedIps: wanted }, call))
    if (changed) mirror.apply({ kind: 'port', id: native.id, resource: changed })
  } catch (error) {
    throw renamed(error, {
      invalid: ({ message }) => invalidInput(message),
    })
  }
}

const takeAwayFloatingIps = async ({ front: { mirror } }: NetworkContext, { native }: PortRecord): Promise<void> => {
  for (const floatingIp of [...mirror.list('floating-ip')])
    if (floatingIp.native?.portId === native.id) {
      const { id } = floatingIp.native
      const freed = await mirror.act(async ({ floatingIps }, call) => floatingIps?.associate(id, undefined, call))
      if (freed) mirror.apply({ kind: 'floating-ip', id, resource: freed })
    }
}

/** Neutron's name for the cloud's refusal to make a port. */
const named = (error: unknown, networkId: string): unknown => {
  const exhausted = () =>
    neutronError('conflict', 'IpAddressGenerationFailure', `No more IP addresses available on network ${networkId}.`)
  return renamed(error, {
    no_capacity: exhausted,
    conflict: (refusal) => (refusal.reason === undefined ? exhausted() : refusal),
    invalid: (refusal) => (refusal.reason === undefined ? httpBadRequest(refusal.message) : refusal),
  })
}
