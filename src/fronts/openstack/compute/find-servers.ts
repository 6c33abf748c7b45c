import { CloudError } from '../../../model/cloud-error.ts'
import type { SortKey } from '../kernel/page.ts'
import { sortedBy } from '../kernel/page.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import { booleanOf, filtersOf, patternOf, timeOf } from './server-query.ts'
import type { ServerRecord } from './server-record.ts'
import { statesOf } from './server-state.ts'

type Fits = (record: ServerRecord) => boolean

/** The servers that a list's query asks for, in its order, the newest first when it says none; those after its marker when it has one. */
export const findServers = (compute: Compute, call: ComputeCall): readonly ServerRecord[] => {
  const { servers } = compute
  const filters = filtersOf(call)
  const projectId = projectAsked(call, filters)
  const fits = fitsOf(compute, call, filters)
  if (fits === undefined) return []
  const since = filters.has('changes-since') || filters.has('changes-before')
  const onlyDeleted = wantsDeleted(call, filters)
  const all = [
    ...(onlyDeleted ? [] : servers.list(projectId)),
    ...(onlyDeleted || since ? servers.listDeleted(projectId) : []),
  ]
  const found = fits.length === 0 ? all : all.filter((record) => fits.every((isWanted) => isWanted(record)))
  const keys = sortKeysOf(compute, call)
  const marker = markerOf(compute, call)
  if (marker !== undefined && !found.includes(marker))
    return after(marker, sortedBy([...found, marker], [...(keys.length === 0 ? newestFirst : keys), byId]))
  const ordered = keys.length === 0 ? found.reverse() : sortedBy(found, keys)
  return marker === undefined ? ordered : after(marker, ordered)
}

/**
 * The server that a page starts behind. It need not be in the list: Nova goes on from where it would stand, and knows it even when it is gone
 * (openstack/nova `nova/compute/instance_list.py` `InstanceLister.get_marker_record`).
 */
const markerOf = ({ servers }: Compute, call: ComputeCall): ServerRecord | undefined => {
  const id = call.query('marker')
  if (id === undefined) return undefined
  const record = servers.getEverDeleted(id)
  if (record) return record
  throw new CloudError('invalid', `marker [${id}] not found`, { reason: 'MarkerNotFound' })
}

const after = (marker: ServerRecord, ordered: readonly ServerRecord[]): readonly ServerRecord[] =>
  ordered.slice(ordered.indexOf(marker) + 1)

const newestFirst: ReadonlyArray<SortKey<ServerRecord>> = [{ read: ({ createdAt }) => createdAt, descending: true }]
const byId: SortKey<ServerRecord> = { read: ({ id }) => id, descending: false }

/** The project whose servers are listed; undefined for those of all. */
const projectAsked = (call: ComputeCall, filters: ReadonlyMap<string, readonly string[]>): string | undefined => {
  const all = filters.get('all_tenants')?.[0]
  if (all === undefined || (all !== '' && !booleanOf('all_tenants', all))) return call.projectId
  if (!call.caller.isAdmin)
    throw new CloudError(
      'forbidden',
      "Policy doesn't allow os_compute_api:servers:detail:get_all_tenants to be performed.",
      { reason: 'PolicyNotAuthorized' },
    )
  return filters.get('project_id')?.[0] ?? filters.get('tenant_id')?.[0]
}

const wantsDeleted = (call: ComputeCall, filters: ReadonlyMap<string, readonly string[]>): boolean => {
  const status = filters.get('status')?.some((value) => value.toUpperCase() === 'DELETED') ?? false
  if (status && !call.caller.isAdmin)
    throw new CloudError('forbidden', 'Only administrators may list deleted instances')
  return status || /^(1|t|true|on|y|yes)$/i.test(filters.get('deleted')?.[0] ?? '')
}

/** The conditions of a query; undefined when nothing can meet them. */
const fitsOf = (
  { servers, views, zones }: Compute,
  call: ComputeCall,
  filters: ReadonlyMap<string, readonly string[]>,
): readonly Fits[] | undefined => {
  const fits: Fits[] = []
  const changes = { since: 0, before: Number.POSITIVE_INFINITY }
  for (const [name, values] of filters) {
    const value = values[0] ?? ''
    const matches = (read: (record: ServerRecord) => string | null | undefined) => {
      const pattern = patternOf(name, value)
      fits.push((record) => pattern.test(read(record) ?? ''))
    }
    const equals = (read: (record: ServerRecord) => string | number | boolean | null | undefined) =>
      fits.push((record) => values.includes(String(read(record))))
    const addresses = (version: 4 | 6) => {
      const pattern = patternOf(name, value)
      fits.push((record) =>
        [...views.addresses(record).values()]
          .flat()
          .some((address) => address.version === version && pattern.test(address.addr)),
      )
    }
    const tags = (holds: (asked: readonly string[], has: ReadonlySet<string>) => boolean) => {
      const asked = value.split(',')
      fits.push((record) => holds(asked, new Set(record.tags)))
    }
    switch (name) {
      case 'name':
      case 'display_name':
        matches((record) => record.name)
        break
      case 'status': {
        const states = values.flatMap(statesOf)
        if (states.length === 0) {
          if (call.at('2.38')) throw new CloudError('invalid', 'Invalid status value')
          return undefined
        }
        fits.push((record) => {
          const { vmState, taskState } = servers.state(record)
          return states.some(([vm, task]) => vm === vmState && (task === 'default' || task === taskState))
        })
        break
      }
      case 'flavor':
        equals((record) => record.flavor.id)
        break
      case 'image':
      case 'image_ref':
        equals((record) => record.imageId)
        break
      case 'ip':
        addresses(4)
        break
      case 'ip6':
        addresses(6)
        break
      case 'changes-since':
        changes.since = timeOf(name, value)
        break
      case 'changes-before':
        changes.before = timeOf(name, value)
        break
      case 'tags':
        tags((asked, has) => asked.every((tag) => has.has(tag)))
        break
      case 'tags-any':
        tags((asked, has) => asked.some((tag) => has.has(tag)))
        break
      case 'not-tags':
        tags((asked, has) => !asked.every((tag) => has.has(tag)))
        break
      case 'not-tags-any':
        tags((asked, has) => !asked.some((tag) => has.has(tag)))
        break
      case 'locked': {
        const locked = booleanOf(name, value)
        fits.push((record) => (record.lockedBy !== undefined) === locked)
        break
      }
      case 'config_drive': {
        const asked = booleanOf(name, value)
        fits.push((record) => record.configDrive === asked)
        break
      }
      case 'reservation_id':
        equals((record) => record.reservationId)
        break
      case 'uuid':
        equals((record) => record.id)
        break
      case 'user_id':
        equals((record) => record.userId)
        break
      case 'key_name':
        equals((record) => record.keyName)
        break
      case 'hostname':
        matches((record) => record.hostname)
        break
      case 'description':
      case 'display_description':
        matches((record) => record.description)
        break
      case 'availability_zone':
        equals((record) => zones.nameOf(servers.mirrored(record.id)?.native?.zoneId))
        break
      case 'host':
      case 'node':
        equals((record) => zones.hostOf(zones.nameOf(servers.mirrored(record.id)?.native?.zoneId)))
        break
      case 'vm_state':
        equals((record) => servers.state(record).vmState)
        break
      case 'task_state':
        equals((record) => servers.state(record).taskState)
        break
      case 'power_state':
        equals((record) => servers.state(record).powerState)
        break
      case 'access_ip_v4':
        equals((record) => record.accessIPv4)
        break
      case 'access_ip_v6':
        equals((record) => record.accessIPv6)
        break
      case 'created_at':
      case 'launched_at':
      case 'terminated_at': {
        const time = timeOf(name, value)
        const read = { created_at: 'createdAt', launched_at: 'launchedAt', terminated_at: 'deletedAt' } as const
        fits.push((record) => Date.parse(record[read[name]] ?? '') === time)
        break
      }
      case 'launch_index':
        equals((record) => record.launchIndex)
        break
      case 'locked_by':
        equals((record) => record.lockedBy)
        break
      case 'progress':
        equals(() => 0)
        break
      case 'root_device_name':
        equals(() => '/dev/vda')
        break
      case 'auto_disk_config':
        equals((record) => record.diskConfig === 'AUTO')
        break
    }
  }
  if (filters.has('changes-since') || filters.has('changes-before')) {
    if (changes.before < changes.since)
      throw new CloudError('invalid', 'The value of changes-since must be less than or equal to changes-before.')
    fits.push(({ updatedAt }) => Date.parse(updatedAt) >= changes.since && Date.parse(updatedAt) <= changes.before)
  }
  return fits
}

const notSortedBy: ReadonlySet<string> = new Set([
  'architecture',
  'cell_name',
  'cleaned',
  'default_ephemeral_device',
  'default_swap_device',
  'deleted',
  'deleted_at',
  'disable_terminate',
  'ephemeral_gb',
  'ephemeral_key_uuid',
  'id',
  'key_data',
  'launched_on',
  'locked',
  'memory_mb',
  'os_type',
  'reservation_id',
  'root_gb',
  'shutdown_terminate',
  'user_data',
  'vcpus',
  'vm_mode',
])

/** The order that a query asks for; empty for Nova's own, the newest first. */
const sortKeysOf = ({ servers, zones }: Compute, call: ComputeCall): ReadonlyArray<SortKey<ServerRecord>> => {
  const keys = call.context.req.queries('sort_key') ?? []
  const directions = call.context.req.queries('sort_dir') ?? []
  if (keys.length === 0 && directions.length === 0) return []
  const zoneOf = (record: ServerRecord) => zones.nameOf(servers.mirrored(record.id)?.native?.zoneId)
  const readers: Readonly<Record<string, SortKey<ServerRecord>['read']>> = {
    access_ip_v4: (record) => record.accessIPv4,
    access_ip_v6: (record) => record.accessIPv6,
    auto_disk_config: (record) => record.diskConfig === 'AUTO',
    availability_zone: zoneOf,
    config_drive: (record) => record.configDrive,
    created_at: (record) => record.createdAt,
    display_description: (record) => record.description,
    display_name: (record) => record.name,
    host: zoneOf,
    hostname: (record) => record.hostname,
    image_ref: (record) => record.imageId,
    instance_type_id: (record) => record.flavor.id,
    kernel_id: () => null,
    key_name: (record) => record.keyName,
    launch_index: (record) => record.launchIndex,
    launched_at: (record) => record.launchedAt,
    locked_by: (record) => record.lockedBy,
    node: zoneOf,
    power_state: (record) => servers.state(record).powerState,
    progress: () => 0,
    project_id: (record) => record.projectId,
    ramdisk_id: () => null,
    root_device_name: () => null,
    task_state: (record) => servers.state(record).taskState,
    terminated_at: (record) => record.deletedAt,
    updated_at: (record) => record.updatedAt,
    user_id: (record) => record.userId,
    uuid: (record) => record.id,
    vm_state: (record) => servers.state(record).vmState,
    ...(call.at('2.73') ? { locked: (record: ServerRecord) => record.lockedBy !== undefined } : {}),
  }
  const asked = keys.length === 0 ? ['created_at'] : keys
  return asked.flatMap((key, index) => {
    const direction = directions[index] ?? directions.at(-1) ?? 'desc'
    if (direction !== 'asc' && direction !== 'desc')
      throw new CloudError('invalid', `Unknown sort direction, must be one of: asc, desc`)
    if ((key === 'host' || key === 'node') && !call.caller.isAdmin)
      throw new CloudError('forbidden', `Only administrators can sort servers by ${key}`)
    const read = readers[key]
    if (read) return [{ read, descending: direction === 'desc' }]
    if (notSortedBy.has(key) && !call.at('2.75')) return []
    throw new CloudError(
      'invalid',
      `Invalid input for query parameters sort_key. Value: ${key}. is not one of the sort keys`,
    )
  })
}
