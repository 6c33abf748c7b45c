import { CloudError } from '../../../model/cloud-error.ts'
import type { Role } from '../kernel/policy.ts'

interface RefusedAction {
  readonly role: Role
  refuse(id: string): CloudError
}

const unsupported = (role: Role, what: string): RefusedAction => ({
  role,
  refuse: () => new CloudError('unsupported', `The requested functionality is not supported: ${what}.`),
})

const console = (type: string): RefusedAction => ({
  role: 'member',
  refuse: () => new CloudError('invalid', `Unavailable console type ${type}.`, { reason: 'ConsoleTypeUnavailable' }),
})

/** Actions that Nova has and the contract of the clouds below has no word for: each is refused by its name. */
export const refusedActions: Readonly<Record<string, RefusedAction>> = {
  pause: unsupported('member', 'pause'),
  unpause: unsupported('member', 'unpause'),
  suspend: unsupported('member', 'suspend'),
  resume: unsupported('member', 'resume'),
  shelve: unsupported('member', 'shelve'),
  shelveOffload: unsupported('admin', 'shelveOffload'),
  unshelve: unsupported('member', 'unshelve'),
  rescue: unsupported('member', 'rescue'),
  unrescue: unsupported('member', 'unrescue'),
  changePassword: unsupported('member', 'changePassword'),
  createBackup: unsupported('member', 'createBackup'),
  trigger_crash_dump: unsupported('member', 'trigger_crash_dump'),
  addFixedIp: unsupported('member', 'addFixedIp'),
  removeFixedIp: unsupported('member', 'removeFixedIp'),
  addFloatingIp: unsupported('member', 'addFloatingIp: use the network service'),
  removeFloatingIp: unsupported('member', 'removeFloatingIp: use the network service'),
  migrate: unsupported('admin', 'migrate'),
  'os-migrateLive': unsupported('admin', 'os-migrateLive'),
  evacuate: unsupported('admin', 'evacuate'),
  'os-resetState': unsupported('admin', 'os-resetState'),
  resetNetwork: unsupported('admin', 'resetNetwork'),
  injectNetworkInfo: unsupported('admin', 'injectNetworkInfo'),
  forceDelete: unsupported('member', 'forceDelete: servers are deleted at once'),
  restore: {
    role: 'member',
    refuse: (id) =>
      new CloudError('conflict', `Cannot 'restore' instance ${id}: it is not soft-deleted.`, {
        reason: 'InstanceInvalidState',
      }),
  },
  'os-getVNCConsole': console('novnc'),
  'os-getSPICEConsole': console('spice-html5'),
  'os-getRDPConsole': console('rdp-html5'),
  'os-getSerialConsole': console('serial'),
}
