import { CloudError } from '../../../model/cloud-error.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ServerRecord } from './server-record.ts'
import type { VmState } from './server-state.ts'
import type { Servers } from './servers.ts'

/** Throws Nova's 409 for a server that is locked, unless the caller is an administrator. */
export const refuseLocked = ({ caller }: ComputeCall, { id, lockedBy }: ServerRecord): void => {
  if (lockedBy !== undefined && !caller.isAdmin)
    throw new CloudError('conflict', `Instance ${id} is locked`, { reason: 'InstanceIsLocked' })
}

/** Throws Nova's 409 unless the server is in one of these states and nothing else is under way. */
export const requireState = (
  servers: Servers,
  record: ServerRecord,
  action: string,
  allowed: readonly VmState[],
  { whileBusy = false } = {},
): void => {
  const { vmState, taskState } = servers.state(record)
  if (!allowed.includes(vmState)) throw invalidState(record.id, action, 'vm_state', vmState)
  if (!whileBusy && taskState !== null) throw invalidState(record.id, action, 'task_state', taskState)
}

const invalidState = (id: string, action: string, attribute: string, state: string): CloudError =>
  new CloudError('conflict', `Cannot '${action}' instance ${id} while it is in ${attribute} ${state}`, {
    reason: 'InstanceInvalidState',
  })
