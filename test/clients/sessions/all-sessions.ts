import { openstackCommandSession } from './openstack-command.ts'
import { debianOpenstacksdk, newestOpenstacksdk } from './openstacksdk.ts'
import type { ClientSession } from './session.ts'

/** Every client's session. Those that take longer to install come last. */
export const clientSessions: readonly ClientSession[] = [
  openstackCommandSession,
  newestOpenstacksdk,
  debianOpenstacksdk,
]
