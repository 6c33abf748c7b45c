import { z } from 'zod'
import { CloudError } from '../../../model/cloud-error.ts'
import { type ServerActionName, serverActions } from '../../../wire/openstack/compute/server-action.ts'
import { requireRole } from '../kernel/policy.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { refusedActions } from './refused-actions.ts'
import { actions } from './server-actions.ts'
import { refuseLocked } from './server-guard.ts'
import type { ServerRecord } from './server-record.ts'

const anyAction = z.record(z.string(), z.unknown())

/** `POST /servers/{id}/action`. The body's one member names the action. */
export const mountServerActionRoutes = (routes: ComputeRoutes, compute: Compute): void => {
  routes.post('/servers/:id/action', { policy: 'os_compute_api:servers:action' }, async (call) => {
    const body = await call.read(anyAction)
    const [name, ...others] = Object.keys(body)
    if (name === undefined || others.length > 0) throw new CloudError('invalid', 'Malformed request body')
    const refused = Object.hasOwn(refusedActions, name) ? refusedActions[name] : undefined
    if (!refused && !Object.hasOwn(actions, name)) throw new CloudError('invalid', `There is no such action: ${name}`)
    const record = compute.servers.need(call.caller, call.param('id'))
    if (refused) {
      requireRole(call.caller, refused.role, `os_compute_api:servers:${name}`)
      throw refused.refuse(record.id)
    }
    return act(compute, call, record, name as ServerActionName, body)
  })
}

const act = <Name extends ServerActionName>(
  compute: Compute,
  call: ComputeCall,
  record: ServerRecord,
  name: Name,
  body: unknown,
): Response | Promise<Response> => {
  const { policy, heedsLock, run } = actions[name]
  requireRole(call.caller, 'member', policy)
  const checked = call.check(serverActions[name], body)
  if (heedsLock) refuseLocked(call, record)
  return run(compute, call, record, checked as never)
}
