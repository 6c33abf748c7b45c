import { CloudError } from '../../../model/cloud-error.ts'
import type { ServerGroupPolicy } from '../../../wire/openstack/compute/server-group.ts'
import type { Front } from '../kernel/front.ts'
import { maySee } from '../kernel/policy.ts'
import type { Authorization } from '../kernel/service.ts'
import type { Collection, Document, Store } from '../store/store.ts'
import type { ServerRecord } from './server-record.ts'
import type { Servers } from './servers.ts'

export interface ServerGroupRecord extends Document {
  readonly projectId: string
  readonly userId: string
  readonly name: string
  readonly policy: ServerGroupPolicy
  /** The most servers of the group on one host, where its maker said so. */
  readonly maxPerHost?: number
}

export const serverGroupCollection = (store: Store): Collection<ServerGroupRecord> =>
  store.collection<ServerGroupRecord>('compute:server-groups', { project: ({ projectId }) => projectId })

/** Groups of servers that want to be near to or far from each other. A zone is the smallest place that the cloud below tells of. */
export class ServerGroups {
  readonly records: Collection<ServerGroupRecord>
  readonly #servers: Servers

  constructor(front: Front, servers: Servers) {
    this.records = serverGroupCollection(front.store)
    this.#servers = servers
  }

  /** The group, or Nova's 404 for one that is not there or not the caller's to see. */
  need(caller: Authorization, id: string): ServerGroupRecord {
    const record = this.records.get(id)
    if (record && maySee(caller, record.projectId)) return record
    throw new CloudError('not_found', `Instance group ${id} could not be found.`, { reason: 'InstanceGroupNotFound' })
  }

  members(id: string): readonly ServerRecord[] {
    return [...this.#servers.list()].filter(({ serverGroupId }) => serverGroupId === id)
  }
}
