import { ansibleSession } from './ansible.ts'
import { gophercloudSession } from './gophercloud.ts'
import { openstackCommandSession } from './openstack-command.ts'
import { debianOpenstacksdk, newestOpenstacksdk } from './openstacksdk.ts'
import { openTofuSession } from './opentofu.ts'
import type { ClientSession } from './session.ts'

/** Every client's session. */
export const clientSessions: readonly ClientSession[] = [
  openstackCommandSession,
  newestOpenstacksdk,
  debianOpenstacksdk,
  ansibleSession,
  gophercloudSession,
  openTofuSession,
]
