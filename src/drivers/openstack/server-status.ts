import type { ServerStatus } from '../../model/server.ts'
import type { ServerAnswer } from '../../wire/openstack/compute/server-answer.ts'

/** Nova's status and, where an answer has it, the task under way, in the model's words (openstack/nova `nova/api/openstack/common.py`, `_STATE_MAP`). */
export const serverStatus = (server: Pick<ServerAnswer, 'status' | 'OS-EXT-STS:task_state'>): ServerStatus => {
  const task = server['OS-EXT-STS:task_state']
  if (task === 'deleting' || task === 'soft-deleting') return 'deleting'
  switch (server.status.toUpperCase()) {
    case 'BUILD':
    case 'REBUILD':
      return 'building'
    case 'ACTIVE':
      return activeStatus(task)
    case 'PASSWORD':
    case 'MIGRATING':
      return 'active'
    case 'SHUTOFF':
      return task === 'powering-on' ? 'starting' : 'stopped'
    case 'REBOOT':
    case 'HARD_REBOOT':
      return 'rebooting'
    case 'RESIZE':
    case 'REVERT_RESIZE':
      return 'resizing'
    case 'VERIFY_RESIZE':
      return task === 'resize_confirming' || task === 'resize_reverting' ? 'resizing' : 'resize_pending'
    case 'PAUSED':
      return 'paused'
    case 'SUSPENDED':
      return 'suspended'
    case 'SHELVED':
    case 'SHELVED_OFFLOADED':
      return 'shelved'
    case 'RESCUE':
      return 'rescued'
    case 'DELETED':
    case 'SOFT_DELETED':
      return 'deleting'
    case 'ERROR':
      return 'error'
    default:
      return 'unknown'
  }
}

const activeStatus = (task: string | null | undefined): ServerStatus => {
  if (task === 'powering-off') return 'stopping'
  if (task?.startsWith('resize_')) return 'resizing'
  return task?.startsWith('reboot') ? 'rebooting' : 'active'
}
