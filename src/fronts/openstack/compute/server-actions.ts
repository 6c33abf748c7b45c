import type { z } from 'zod'
import { CloudError } from '../../../model/cloud-error.ts'
import type { ServerActionName, serverActions } from '../../../wire/openstack/compute/server-action.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import { createImageOfServer } from './create-image.ts'
import { embeddedFlavor } from './embedded-flavor.ts'
import { rebuildServer } from './rebuild-server.ts'
import { requireState } from './server-guard.ts'
import type { ServerRecord } from './server-record.ts'
import { addSecurityGroup, removeSecurityGroup } from './server-security-groups.ts'
import { without } from './without.ts'

type Body<Name extends ServerActionName> = z.output<(typeof serverActions)[Name]>

type Actions = {
  readonly [Name in ServerActionName]: {
    readonly policy: string
    /** False for the actions that a locked server's owner may still do. */
    readonly heedsLock: boolean
    run(compute: Compute, call: ComputeCall, record: ServerRecord, body: Body<Name>): Response | Promise<Response>
  }
}

/** What can be done to a server by name, with the states that Nova wants for each (openstack/nova `nova/compute/api.py`, `check_instance_state`). */
export const actions: Actions = {
  'os-start': {
    policy: 'os_compute_api:servers:start',
    heedsLock: true,
    run({ servers, work }, call, record) {
      requireState(servers, record, 'start', ['stopped'])
      work.begin(call, record.id, 'start', { name: 'powering-on' })
      return call.empty(202)
    },
  },
  'os-stop': {
    policy: 'os_compute_api:servers:stop',
    heedsLock: true,
    run({ servers, work }, call, record) {
      requireState(servers, record, 'stop', servers.mirrored(record.id)?.native ? ['active', 'error'] : ['active'])
      work.begin(call, record.id, 'stop', { name: 'powering-off' })
      return call.empty(202)
    },
  },
  reboot: {
    policy: 'os_compute_api:servers:reboot',
    heedsLock: true,
    run({ servers, work }, call, record, { reboot }) {
      const isHard = reboot.type.toUpperCase() === 'HARD'
      const taskState = servers.state(record).taskState
      const whileBusy = isHard && (taskState === 'rebooting' || taskState === 'rebooting_hard')
      const allowed = isHard ? (['active', 'stopped', 'paused', 'suspended', 'error'] as const) : (['active'] as const)
      requireState(servers, record, 'reboot', allowed, { whileBusy })
      if (!servers.mirrored(record.id)?.native) requireState(servers, record, 'reboot', ['active'])
      work.begin(call, record.id, 'reboot', { name: isHard ? 'rebooting_hard' : 'rebooting' })
      return call.empty(202)
    },
  },
  resize: {
    policy: 'os_compute_api:servers:resize',
    heedsLock: true,
    run({ front, servers, work, quotas }, call, record, { resize }) {
      const id = resize.flavorRef.split('/').at(-1) ?? ''
      const native = front.mirror.get('flavor', id)?.native
      if (!native) throw new CloudError('invalid', `Flavor ${id} could not be found.`, { reason: 'FlavorNotFound' })
      if (id === record.flavor.id)
        throw new CloudError('invalid', 'When resizing, instances must change flavor!', {
          reason: 'CannotResizeToSameFlavor',
        })
      requireState(servers, record, 'resize', ['active', 'stopped'])
      // Disks grow and do not shrink (openstack/nova `nova/virt/libvirt/driver.py`, `migrate_disk_and_power_off`).
      if (record.imageId !== null && native.diskGiB < record.flavor.diskGiB)
        throw new CloudError(
          'invalid',
          'Server disk was unable to be resized because: the new flavor has a smaller disk.',
          {
            reason: 'CannotResizeDisk',
          },
        )
      quotas.checkGrowth(record.projectId, record.flavor, native)
      const flavor = embeddedFlavor(id, native)
      const wasStopped = servers.state(record).vmState === 'stopped'
      work.begin(call, record.id, 'resize', { name: 'resize_prep', flavor, wasStopped })
      return call.empty(202)
    },
  },
  confirmResize: {
    policy: 'os_compute_api:servers:confirm_resize',
    heedsLock: true,
    run({ servers, work }, call, record) {
      requireState(servers, record, 'confirmResize', ['resized'])
      work.begin(call, record.id, 'confirmResize', { name: 'resize_confirming' })
      return call.empty(204)
    },
  },
  revertResize: {
    policy: 'os_compute_api:servers:revert_resize',
    heedsLock: true,
    run({ servers, work }, call, record) {
      requireState(servers, record, 'revertResize', ['resized'])
      work.begin(call, record.id, 'revertResize', { name: 'resize_reverting' })
      return call.empty(202)
    },
  },
  rebuild: {
    policy: 'os_compute_api:servers:rebuild',
    heedsLock: true,
    run: (compute, call, record, { rebuild }) => rebuildServer(compute, call, record, rebuild),
  },
  createImage: {
    policy: 'os_compute_api:servers:create_image',
    heedsLock: false,
    run: (compute, call, record, { createImage }) => createImageOfServer(compute, call, record, createImage),
  },
  'os-getConsoleOutput': {
    policy: 'os_compute_api:os-console-output',
    heedsLock: false,
    async run({ front, servers }, call, record, body) {
      const { consoleLog } = front.driver.servers
      if (!consoleLog) throw new CloudError('unsupported', 'The cloud below does not show console output.')
      if (servers.mirrored(record.id)?.nativeId === undefined)
        throw new CloudError('conflict', `Instance ${record.id} is not ready`, { reason: 'InstanceNotReady' })
      const nativeId = front.mirror.nativeId('server', record.id)
      const log = await front.mirror.act((driver, below) => consoleLog.call(driver.servers, nativeId, below))
      const length = body['os-getConsoleOutput'].length
      return call.json({ output: length === undefined || length === null || length < 0 ? log : lastLines(log, length) })
    },
  },
  lock: {
    policy: 'os_compute_api:os-lock-server:lock',
    heedsLock: false,
    run({ servers, work }, call, record, { lock }) {
      const lockedBy = call.caller.projectId === record.projectId ? 'owner' : 'admin'
      const lockedReason = call.at('2.73') ? lock?.locked_reason : undefined
      servers.change(record.id, (now) => ({
        ...without(now, 'lockedReason'),
        lockedBy,
        ...(lockedReason === undefined ? {} : { lockedReason }),
      }))
      work.done(call, record.id, 'lock')
      return call.empty(202)
    },
  },
  unlock: {
    policy: 'os_compute_api:os-lock-server:unlock',
    heedsLock: false,
    run({ servers, work }, call, record) {
      if (record.lockedBy === 'admin' && !call.caller.isAdmin)
        throw new CloudError(
          'forbidden',
          "Policy doesn't allow os_compute_api:os-lock-server:unlock:unlock_override to be performed.",
          { reason: 'PolicyNotAuthorized' },
        )
      servers.change(record.id, (now) => without(now, 'lockedBy', 'lockedReason'))
      work.done(call, record.id, 'unlock')
      return call.empty(202)
    },
  },
  addSecurityGroup: {
    policy: 'os_compute_api:os-security-groups:add',
    heedsLock: false,
    run: (compute, call, record, { addSecurityGroup: { name } }) => addSecurityGroup(compute, call, record, name),
  },
  removeSecurityGroup: {
    policy: 'os_compute_api:os-security-groups:remove',
    heedsLock: false,
    run: (compute, call, record, { removeSecurityGroup: { name } }) => removeSecurityGroup(compute, call, record, name),
  },
}

const lastLines = (text: string, count: number): string => {
  if (count === 0) return ''
  const lines = text.split('\n')
  const ended = lines.at(-1) === ''
  return lines.slice(-(ended ? count + 1 : count)).join('\n')
}
