import { CloudError } from '../../../model/cloud-error.ts'
import { pageOf } from '../kernel/page.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import type { ActionRecord } from './instance-actions.ts'
import { timeOf } from './server-query.ts'

/** The names of the events that Nova's compute service makes of actions (openstack/nova `nova/compute/manager.py`). */
const eventNames: Readonly<Record<string, string>> = {
  create: 'compute__do_build_and_run_instance',
  delete: 'compute_terminate_instance',
  start: 'compute_start_instance',
  stop: 'compute_stop_instance',
  reboot: 'compute_reboot_instance',
  rebuild: 'compute_rebuild_instance',
  resize: 'compute_prep_resize',
  confirmResize: 'compute_confirm_resize',
  revertResize: 'compute_revert_resize',
  createImage: 'compute_snapshot_instance',
  attach_volume: 'compute_attach_volume',
  detach_volume: 'compute_detach_volume',
  attach_interface: 'compute_attach_interface',
  detach_interface: 'compute_detach_interface',
}

/** `/servers/{id}/os-instance-actions`. */
export const mountInstanceActionRoutes = (routes: ComputeRoutes, { front, servers, zones }: Compute): void => {
  const root = '/servers/:id/os-instance-actions'
  const policy = (action: string) => `os_compute_api:os-instance-actions:${action}`
  const need = (call: ComputeCall) =>
    call.at('2.21')
      ? servers.needEverDeleted(call.caller, call.param('id'))
      : servers.need(call.caller, call.param('id'))

  routes.get(root, { policy: policy('list') }, (call) => {
    const { id } = need(call)
    const all = servers.actions.of(id)
    if (!call.at('2.58')) return call.json({ instanceActions: all.map((action) => view(call, action)) })
    const named = all.filter(changedIn(call)).map((action) => ({ id: action.requestId, action }))
    const atMost = front.profile.pageLimit
    const { items, limit } = pageOf(named, { marker: call.query('marker'), limit: call.query('limit'), atMost })
    const last = items.at(-1)
    const collection = `servers/${id}/os-instance-actions`
    const links = last && items.length === limit ? { links: call.nextLink(collection, last.id) } : {}
    return call.json({ instanceActions: items.map(({ action }) => view(call, action)), ...links })
  })

  routes.get(`${root}/:request`, { policy: policy('show') }, (call) => {
    const { id, projectId } = need(call)
    const action = servers.actions.get(id, call.param('request'))
    if (!action) throw new CloudError('not_found', `Action ${call.param('request')} not found`)
    const { isAdmin } = call.caller
    const name = eventNames[action.action]
    if ((!isAdmin && !call.at('2.51')) || name === undefined)
      return call.json({
        instanceAction: { ...view(call, action), ...(isAdmin || call.at('2.51') ? { events: [] } : {}) },
      })
    const zone = zones.nameOf(servers.mirrored(id)?.native?.zoneId)
    const event = {
      event: name,
      start_time: action.startTime,
      finish_time: action.finishTime,
      result: action.finishTime === null ? null : (action.message ?? 'Success'),
      ...(isAdmin ? { traceback: null } : {}),
      ...(call.at('2.62') && isAdmin ? { host: zones.hostOf(zone) } : {}),
      ...(call.at('2.62') ? { hostId: zones.hostIdOf(zone, projectId) } : {}),
      ...(call.at('2.84') && isAdmin ? { details: action.details } : {}),
    }
    return call.json({ instanceAction: { ...view(call, action), events: [event] } })
  })
}

const changedIn = (call: ComputeCall): ((action: ActionRecord) => boolean) => {
  const [since, before] = [call.query('changes-since'), call.at('2.66') ? call.query('changes-before') : undefined]
  const from = since === undefined ? 0 : timeOf('changes-since', since)
  const to = before === undefined ? Number.POSITIVE_INFINITY : timeOf('changes-before', before)
  if (to < from)
    throw new CloudError('invalid', 'The value of changes-since must be less than or equal to changes-before.')
  return ({ updatedAt }) => {
    const time = Date.parse(`${updatedAt}Z`)
    return time >= from && time <= to
  }
}

const view = (call: ComputeCall, action: ActionRecord): object => ({
  action: action.action,
  instance_uuid: action.serverId,
  request_id: action.requestId,
  user_id: action.userId,
  project_id: action.projectId,
  start_time: action.startTime,
  message: action.message,
  ...(call.at('2.58') ? { updated_at: action.updatedAt } : {}),
})
