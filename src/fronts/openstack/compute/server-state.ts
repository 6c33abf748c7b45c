import type { ServerStatus } from '../../../model/server.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import type { ServerRecord } from './server-record.ts'

export type VmState =
  | 'building'
  | 'active'
  | 'stopped'
  | 'resized'
  | 'paused'
  | 'suspended'
  | 'rescued'
  | 'shelved_offloaded'
  | 'error'
  | 'deleted'

/** A server's state in Nova's four words for it. */
export interface ServerState {
  readonly vmState: VmState
  readonly taskState: string | null
  /** 0 unknown, 1 running, 3 paused, 4 shut down, 7 suspended (openstack/nova `nova/compute/power_state.py`). */
  readonly powerState: 0 | 1 | 3 | 4 | 7
  readonly status: string
}

type Below = Omit<ServerState, 'status'>

const below: Readonly<Record<ServerStatus, Below>> = {
  building: { vmState: 'building', taskState: 'spawning', powerState: 0 },
  active: { vmState: 'active', taskState: null, powerState: 1 },
  stopping: { vmState: 'active', taskState: 'powering-off', powerState: 1 },
  stopped: { vmState: 'stopped', taskState: null, powerState: 4 },
  starting: { vmState: 'stopped', taskState: 'powering-on', powerState: 4 },
  rebooting: { vmState: 'active', taskState: 'rebooting', powerState: 1 },
  resizing: { vmState: 'active', taskState: 'resize_migrating', powerState: 1 },
  resize_pending: { vmState: 'resized', taskState: null, powerState: 1 },
  paused: { vmState: 'paused', taskState: null, powerState: 3 },
  suspended: { vmState: 'suspended', taskState: null, powerState: 4 },
  shelved: { vmState: 'shelved_offloaded', taskState: null, powerState: 4 },
  rescued: { vmState: 'rescued', taskState: null, powerState: 1 },
  deleting: { vmState: 'active', taskState: 'deleting', powerState: 1 },
  error: { vmState: 'error', taskState: null, powerState: 0 },
  unknown: { vmState: 'error', taskState: null, powerState: 0 },
}

/** The status of each state, and of some tasks in it (openstack/nova `nova/api/openstack/common.py`, `_STATE_MAP`). */
const statuses: Readonly<Record<VmState, Readonly<Record<string, string>> & { readonly default: string }>> = {
  building: { default: 'BUILD' },
  active: {
    default: 'ACTIVE',
    rebooting: 'REBOOT',
    rebooting_hard: 'HARD_REBOOT',
    rebuilding: 'REBUILD',
    resize_prep: 'RESIZE',
    resize_migrating: 'RESIZE',
  },
  stopped: { default: 'SHUTOFF', resize_prep: 'RESIZE', resize_migrating: 'RESIZE', rebuilding: 'REBUILD' },
  resized: { default: 'VERIFY_RESIZE', resize_reverting: 'REVERT_RESIZE' },
  paused: { default: 'PAUSED' },
  suspended: { default: 'SUSPENDED' },
  rescued: { default: 'RESCUE' },
  shelved_offloaded: { default: 'SHELVED_OFFLOADED' },
  error: { default: 'ERROR', rebuilding: 'REBUILD' },
  deleted: { default: 'DELETED' },
}

const statusOf = ({ vmState, taskState }: Below): string =>
  statuses[vmState][taskState ?? 'default'] ?? statuses[vmState].default

const stateBelow = (record: ServerRecord, mirrored: MirrorRecord<'server'> | undefined): Below => {
  if (record.deletedAt !== undefined) return { vmState: 'deleted', taskState: null, powerState: 0 }
  const { native } = mirrored ?? {}
  if (record.fault && !native) return below.error
  const task = record.task?.name ?? null
  if (!native || task === 'spawning') {
    const powerState = native ? below[native.status].powerState : 0
    return { vmState: 'building', taskState: task ?? 'spawning', powerState }
  }
  const state = below[native.status]
  if (record.undeletable) return { ...below.error, taskState: task, powerState: state.powerState }
  if (task === 'rebuilding' && native.status === 'building') return { ...below.active, taskState: task }
  if (native.status === 'building') return { ...state, taskState: task ?? state.taskState }
  const shown = record.resizedFrom && (state.vmState === 'active' || state.vmState === 'stopped')
  const vmState = task !== 'resize_prep' && shown ? 'resized' : state.vmState
  return {
    vmState,
    taskState: mirrored?.deleting ? 'deleting' : (task ?? state.taskState),
    powerState: state.powerState,
  }
}

/** The state that Nova shows for what it keeps of a server and for what the cloud below last said of it. */
export const stateOf = (record: ServerRecord, mirrored: MirrorRecord<'server'> | undefined): ServerState => {
  const state = stateBelow(record, mirrored)
  const status = mirrored?.native?.status === 'unknown' ? 'UNKNOWN' : statusOf(state)
  return { ...state, status }
}

/** All (vm state, task state) pairs that a status stands for, `default` being any task without a status of its own; none for no status. */
export const statesOf = (status: string): ReadonlyArray<readonly [VmState, string]> =>
  Object.entries(statuses).flatMap(([vmState, byTask]) =>
    Object.entries(byTask)
      .filter(([, name]) => name === status.toUpperCase())
      .map(([task]) => [vmState as VmState, task] as const),
  )
