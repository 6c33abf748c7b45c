import { CloudError } from '../../../model/cloud-error.ts'
import {
  blockDeviceFields,
  requestedNetworkFields,
  type ServerCreate,
  serverCreate,
  serverCreateFields,
} from '../../../wire/openstack/compute/server-create.ts'
import { serverUpdate, serverUpdateFields } from '../../../wire/openstack/compute/server-update.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { createServers } from './create-servers.ts'
import { refuseLocked } from './server-guard.ts'

/** Servers one by one: create, show, update, delete. */
export const mountServerRoutes = (routes: ComputeRoutes, compute: Compute): void => {
  const { front, servers, views, work, zones } = compute

  routes.post('/servers', { role: 'member', policy: 'os_compute_api:servers:create' }, async (call) => {
    const body = await call.read(serverCreate)
    const { server } = body
    refuseFields(call, server)
    const groupId = hintedGroup(body['os:scheduler_hints'] ?? body['OS-SCH-HNT:scheduler_hints'] ?? {})
    const [first] = await createServers(compute, call, server, groupId)
    if (!first) throw new CloudError('internal', 'No server was made.')
    if (server.return_reservation_id) return call.json({ reservation_id: first.reservationId }, 202)
    // The contract has no way to put a password into a guest: as on clouds without password injection, the answer alone has it.
    const adminPass = server.adminPass ?? Buffer.from(front.random.bytes(9)).toString('base64url')
    const links = call.links('servers', first.id)
    const answer = {
      id: first.id,
      links,
      'OS-DCF:diskConfig': first.diskConfig,
      security_groups: server.security_groups ?? [{ name: 'default' }],
      adminPass,
    }
    return call.json({ server: answer }, 202, { location: links[0]?.href ?? '' })
  })

  routes.get('/servers/:id', { policy: 'os_compute_api:servers:show' }, async (call) => {
    await zones.list()
    const record = servers.need(call.caller, call.param('id'))
    return call.text(`{"server":${views.text(call, record, 'show')}}`)
  })

  routes.put('/servers/:id', { role: 'member', policy: 'os_compute_api:servers:update' }, async (call) => {
    const { id } = servers.need(call.caller, call.param('id'))
    const { server } = await call.read(serverUpdate)
    call.refuseUnknown(server, serverUpdateFields)
    const changed = servers.change(id, (record) => ({
      ...record,
      name: server.name ?? record.name,
      hostname: server.hostname ?? record.hostname,
      description: server.description === undefined ? record.description : server.description,
      diskConfig: server['OS-DCF:diskConfig'] ?? record.diskConfig,
      accessIPv4: server.accessIPv4 ?? record.accessIPv4,
      accessIPv6: server.accessIPv6 ?? record.accessIPv6,
    }))
    if (!changed) throw new CloudError('not_found', `Instance ${id} could not be found.`)
    return call.text(`{"server":${views.text(call, changed, 'changed')}}`)
  })

  routes.delete('/servers/:id', { role: 'member', policy: 'os_compute_api:servers:delete' }, (call) => {
    const record = servers.need(call.caller, call.param('id'))
    refuseLocked(call, record)
    if (record.task?.name !== 'deleting') work.begin(call, record.id, 'delete', { name: 'deleting' })
    return call.empty(204)
  })
}

const refuseFields = (call: ComputeCall, server: ServerCreate): void => {
  call.refuseUnknown(server, serverCreateFields)
  if (call.at('2.37') && server.networks === undefined)
    throw new CloudError('invalid', "Invalid input for field/attribute server. 'networks' is a required property")
  if (!call.at('2.37') && typeof server.networks === 'string')
    throw new CloudError(
      'invalid',
      `Invalid input for field/attribute networks. Value: ${server.networks}. '${server.networks}' is not of type 'array'`,
    )
  const tagsAreGone = call.at('2.37') && !call.at('2.42')
  for (const network of Array.isArray(server.networks) ? server.networks : [])
    call.refuseUnknown(network, tagsAreGone ? { tag: { until: '2.37' } } : requestedNetworkFields)
  const diskTagsAreGone = call.at('2.33') && !call.at('2.42')
  for (const device of server.block_device_mapping_v2 ?? [])
    call.refuseUnknown(device, diskTagsAreGone ? { ...blockDeviceFields, tag: { until: '2.33' } } : blockDeviceFields)
}

/** The server group among the hints. The other hints name hosts and servers' hosts, which the cloud below does not tell: they are refused. */
const hintedGroup = (hints: Readonly<Record<string, unknown>>): string | undefined => {
  const other = Object.keys(hints).find((name) => name !== 'group')
  if (other !== undefined)
    throw new CloudError('invalid', `Scheduler hint ${other} is not supported: the cloud below chooses the host.`)
  const { group } = hints
  if (Array.isArray(group)) {
    if (group.length > 1) throw new CloudError('invalid', 'A server can be in one server group only.')
    return group[0] as string | undefined
  }
  return group as string | undefined
}
