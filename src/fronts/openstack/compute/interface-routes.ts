import { CloudError } from '../../../model/cloud-error.ts'
import type { PortStatus } from '../../../model/network.ts'
import { interfaceBody } from '../../../wire/openstack/compute/server-parts.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { chooseGroups } from './choose-groups.ts'
import { chooseInterfaces } from './choose-interfaces.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { refuseLocked, requireState } from './server-guard.ts'
import type { ServerRecord } from './server-record.ts'
import { portsOf } from './server-security-groups.ts'

/** `/servers/{id}/os-interface`: a server's ports. */
export const mountInterfaceRoutes = (routes: ComputeRoutes, compute: Compute): void => {
  const { front, servers, work } = compute
  const { mirror } = front
  const root = '/servers/:id/os-interface'
  const policy = (action: string) => `os_compute_api:os-attach-interfaces:${action}`
  const need = (call: ComputeCall) => servers.need(call.caller, call.param('id'))
  const needPort = (record: ServerRecord, portId: string): MirrorRecord<'port'> => {
    const port = portsOf(compute, record).find(({ id }) => id === portId)
    if (port) return port
    throw new CloudError('not_found', `Instance ${record.id} does not have a port with id ${portId}`)
  }
  const needPorts = () => {
    const { ports } = front.driver
    if (ports) return ports
    throw new CloudError('unsupported', 'The requested functionality is not supported: this cloud shows no ports.')
  }

  routes.get(root, { policy: policy('list') }, (call) => {
    const record = need(call)
    needPorts()
    const views = portsOf(compute, record).map((port) => view(compute, call, record, port))
    return call.json({ interfaceAttachments: views })
  })

  routes.get(`${root}/:port`, { policy: policy('show') }, (call) => {
    const record = need(call)
    return call.json({ interfaceAttachment: view(compute, call, record, needPort(record, call.param('port'))) })
  })

  routes.post(root, { role: 'member', policy: policy('create') }, async (call) => {
    const record = need(call)
    const { interfaceAttachment: asked = {} } = await call.read(interfaceBody)
    if (!call.at('2.49')) call.refuseUnknown(asked, { tag: { since: '2.49' } })
    const { net_id: networkId, port_id: portId } = asked
    const address = asked.fixed_ips?.[0]?.ip_address
    if (networkId !== undefined && portId !== undefined)
      throw new CloudError('invalid', 'Must not input both network_id and port_id')
    if (address !== undefined && networkId === undefined)
      throw new CloudError('invalid', 'Must input network_id when request IP address')
    refuseLocked(call, record)
    requireState(servers, record, 'attach_interface', ['active', 'paused', 'stopped'])
    const ports = needPorts()
    if (!ports.attach)
      throw new CloudError(
        'unsupported',
        'The requested functionality is not supported: interfaces of running servers.',
      )
    const attach = ports.attach.bind(ports)
    const chosen = await choosePort(compute, call, record, networkId, portId, address)
    const port =
      typeof chosen === 'string' ? chosen : (await mirror.create('port', chosen, { projectId: record.projectId })).id
    const [nativePort, nativeServer] = [mirror.nativeId('port', port), mirror.nativeId('server', record.id)]
    const attached = await mirror.act((_driver, below) => attach(nativePort, nativeServer, below))
    mirror.apply({ kind: 'port', id: nativePort, resource: attached })
    await mirror.refresh('server', record.id)
    const changed = servers.change(record.id, (now) => ({
      ...now,
      ...(typeof chosen === 'string'
        ? { userPorts: [...now.userPorts, port] }
        : { madePorts: [...now.madePorts, port] }),
      ...(asked.tag === undefined ? {} : { interfaceTags: { ...now.interfaceTags, [port]: asked.tag } }),
    }))
    work.done(call, record.id, 'attach_interface')
    const now = changed ?? record
    return call.json({ interfaceAttachment: view(compute, call, now, needPort(now, port)) })
  })

  routes.delete(`${root}/:port`, { role: 'member', policy: policy('delete') }, async (call) => {
    const record = need(call)
    refuseLocked(call, record)
    requireState(servers, record, 'detach_interface', ['active', 'paused', 'stopped'])
    const port = needPort(record, call.param('port'))
    const ports = needPorts()
    if (!ports.detach)
      throw new CloudError(
        'unsupported',
        'The requested functionality is not supported: interfaces of running servers.',
      )
    const detach = ports.detach.bind(ports)
    const nativePort = mirror.nativeId('port', port.id)
    const free = await mirror.act((_driver, below) => detach(nativePort, below))
    mirror.apply({ kind: 'port', id: nativePort, resource: free })
    if (!record.userPorts.includes(port.id)) await mirror.delete('port', port.id)
    await mirror.refresh('server', record.id)
    const others = (ids: readonly string[]) => ids.filter((id) => id !== port.id)
    servers.change(record.id, (now) => ({ ...now, userPorts: others(now.userPorts), madePorts: others(now.madePorts) }))
    work.done(call, record.id, 'detach_interface')
    return call.empty(202)
  })
}

/** The id of the port that was asked for, or what to make one from. */
const choosePort = async (
  { front, zones, servers }: Compute,
  { caller }: ComputeCall,
  { id, projectId }: ServerRecord,
  network: string | undefined,
  port: string | undefined,
  address: string | undefined,
) => {
  const zoneId = servers.mirrored(id)?.native?.zoneId
  const zone = zoneId && { id: zoneId, name: zones.nameOf(zoneId), available: true, serves: ['servers'] as const }
  const networks =
    network === undefined && port === undefined
      ? ('auto' as const)
      : [{ ...(port === undefined ? {} : { port }), ...(network === undefined ? {} : { uuid: network }) }]
  const { interfaces } = chooseInterfaces(front, { caller, projectId, networks, count: 1, zone: zone || undefined })
  const [chosen] = interfaces
  if (!chosen)
    throw new CloudError(
      'invalid',
      `No specific network was requested and none are available for project '${projectId}'.`,
    )
  if ('portId' in chosen) return port ?? ''
  const securityGroupIds = await chooseGroups(front, projectId, [])
  return {
    name: '',
    networkId: chosen.networkId,
    ...(address === undefined && chosen.subnetId === undefined
      ? {}
      : {
          fixedIps: [
            {
              ...(chosen.subnetId === undefined ? {} : { subnetId: chosen.subnetId }),
              ...(address === undefined ? {} : { address }),
            },
          ],
        }),
    securityGroupIds,
  }
}

const states: Readonly<Record<PortStatus, string>> = {
  down: 'DOWN',
  building: 'BUILD',
  active: 'ACTIVE',
  error: 'ERROR',
}

const view = (
  { front }: Compute,
  call: ComputeCall,
  record: ServerRecord,
  { id, native }: MirrorRecord<'port'>,
): object => {
  if (!native) throw new CloudError('not_found', `Port id ${id} could not be found.`)
  const networkId = front.mirror.idOf('network', native.networkId) ?? native.networkId
  return {
    net_id: networkId,
    port_id: id,
    mac_addr: native.macAddress,
    port_state: states[native.status],
    fixed_ips: native.fixedIps.map(({ subnetId, address }) => ({
      subnet_id: front.mirror.idOf('subnet', subnetId) ?? subnetId,
      ip_address: address,
    })),
    ...(call.at('2.70') ? { tag: record.interfaceTags[id] ?? record.interfaceTags[networkId] ?? null } : {}),
  }
}
