import { CloudError } from '../../../model/cloud-error.ts'
import type { ComputeQuotaName } from '../../../wire/openstack/compute/quota-set.ts'
import { computeQuotaDefaults, computeQuotaNames } from '../../../wire/openstack/compute/quota-set.ts'
import type { Front } from '../kernel/front.ts'
import type { Collection, Document } from '../store/store.ts'
import { keyPairCollection } from './key-pairs.ts'
import { serverGroupCollection } from './server-groups.ts'
import type { Servers } from './servers.ts'

/** The limits that were set for a project; -1 means unlimited. */
interface QuotaRecord extends Document {
  readonly limits: Partial<Record<ComputeQuotaName, number>>
}

type Size = { readonly vcpus: number; readonly memoryMiB: number }

type Limits = Readonly<Record<ComputeQuotaName, number>>

/** What projects may have of Nova, and what they have. */
export class Quotas {
  readonly defaults: Limits
  readonly #front: Front
  readonly #servers: Servers
  readonly #records: Collection<QuotaRecord>

  constructor(front: Front, servers: Servers) {
    this.#front = front
    this.#servers = servers
    this.#records = front.store.collection('compute:quotas')
    const own = front.profile.quotas.compute
    this.defaults = Object.fromEntries(
      computeQuotaNames.map((name) => [name, own[name] ?? computeQuotaDefaults[name]]),
    ) as unknown as Limits
  }

  limits(projectId: string): Limits {
    return { ...this.defaults, ...this.#records.get(projectId)?.limits }
  }

  /** Sets limits for a project over those that it had. */
  set(projectId: string, limits: Partial<Record<ComputeQuotaName, number>>): void {
    this.#records.put({ id: projectId, limits: { ...this.#records.get(projectId)?.limits, ...limits } })
  }

  /** Back to the defaults. */
  reset(projectId: string): void {
    this.#records.delete(projectId)
  }

  /** What the project has; 0 for what is counted nowhere or per user. */
  used(projectId: string): Limits {
    const used = Object.fromEntries(computeQuotaNames.map((name) => [name, 0])) as Record<ComputeQuotaName, number>
    for (const { flavor, resizedFrom } of this.#servers.list(projectId)) {
      used.instances += 1
      used.cores += Math.max(flavor.vcpus, resizedFrom?.vcpus ?? 0)
      used.ram += Math.max(flavor.memoryMiB, resizedFrom?.memoryMiB ?? 0)
    }
    for (const _group of serverGroupCollection(this.#front.store).by('project', projectId)) used.server_groups += 1
    return used
  }

  /**
   * How many of `wanted` servers of this size there is room for. Throws Nova's 403 when it is less than `least`, naming what there is too little of
   * (openstack/nova `nova/exception.py`, `TooManyInstances`).
   */
  roomForServers(projectId: string, size: Size, least: number, wanted: number): number {
    const limits = this.limits(projectId)
    const used = this.used(projectId)
    const each = { instances: 1, cores: size.vcpus, ram: size.memoryMiB }
    let room = wanted
    for (const name of ['instances', 'cores', 'ram'] as const) {
      if (limits[name] < 0 || each[name] === 0) continue
      room = Math.min(room, Math.floor((limits[name] - used[name]) / each[name]))
      if (room < least)
        throw new CloudError(
          'quota_exceeded',
          `Quota exceeded for ${name}: Requested ${each[name] * least}, but already used ${used[name]} of ${limits[name]} ${name}`,
          { reason: 'TooManyInstances' },
        )
    }
    return room
  }

  /** Throws Nova's 403 when the project has no room for what a server gets more in its new size. */
  checkGrowth(projectId: string, from: Size, to: Size): void {
    const limits = this.limits(projectId)
    const used = this.used(projectId)
    const more = { cores: to.vcpus - from.vcpus, ram: to.memoryMiB - from.memoryMiB }
    for (const name of ['cores', 'ram'] as const)
      if (more[name] > 0 && limits[name] >= 0 && used[name] + more[name] > limits[name])
        throw new CloudError(
          'quota_exceeded',
          `Quota exceeded for ${name}: Requested ${more[name]}, but already used ${used[name]} of ${limits[name]} ${name}`,
          { reason: 'TooManyInstances' },
        )
  }

  /** Throws Nova's 403 when a server would carry more metadata than its project may. */
  checkMetadata(projectId: string, metadata: object): void {
    const limit = this.limits(projectId).metadata_items
    if (limit >= 0 && Object.keys(metadata).length > limit)
      throw new CloudError('quota_exceeded', `Maximum number of metadata items exceeds ${limit}`, {
        reason: 'MetadataLimitExceeded',
      })
  }

  /** Throws Nova's 403 when the user has as many key pairs as they may. */
  checkKeyPairs(projectId: string, userId: string): void {
    const limit = this.limits(projectId).key_pairs
    const used = [...keyPairCollection(this.#front.store).by('user', userId)].length
    if (limit >= 0 && used >= limit)
      throw new CloudError('quota_exceeded', 'Quota exceeded, too many key pairs.', { reason: 'KeypairLimitExceeded' })
  }

  checkServerGroups(projectId: string): void {
    const limit = this.limits(projectId).server_groups
    if (limit >= 0 && this.used(projectId).server_groups >= limit)
      throw new CloudError('quota_exceeded', 'Quota exceeded, too many server groups.', {
        reason: 'ServerGroupLimitExceeded',
      })
  }

  /** Throws Nova's 403 when `joining` more servers do not fit into a group of `members`. */
  checkGroupMembers(projectId: string, members: number, joining: number): void {
    const limit = this.limits(projectId).server_group_members
    if (limit >= 0 && members + joining > limit)
      throw new CloudError('quota_exceeded', 'Quota exceeded, too many servers in group', { reason: 'OverQuota' })
  }
}
