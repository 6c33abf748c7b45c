import { CloudError } from '../../../model/cloud-error.ts'
import type { ComputeCall } from './compute-call.ts'

/** Parameters that anybody may filter servers by, with the microversion that opened them (openstack/nova `nova/api/openstack/compute/servers.py`). */
const openFilters: Readonly<Record<string, string>> = {
  reservation_id: '2.1',
  name: '2.1',
  status: '2.1',
  image: '2.1',
  flavor: '2.1',
  ip: '2.1',
  'changes-since': '2.1',
  all_tenants: '2.1',
  ip6: '2.5',
  tags: '2.26',
  'tags-any': '2.26',
  'not-tags': '2.26',
  'not-tags-any': '2.26',
  'changes-before': '2.66',
  locked: '2.73',
  availability_zone: '2.83',
  config_drive: '2.83',
  key_name: '2.83',
  created_at: '2.83',
  launched_at: '2.83',
  terminated_at: '2.83',
  power_state: '2.83',
  task_state: '2.83',
  vm_state: '2.83',
  progress: '2.83',
  user_id: '2.83',
  hostname: '2.90',
}

/** Parameters that only administrators' lists heed; everybody else's are let pass. */
const administratorsFilters: ReadonlySet<string> = new Set([
  'access_ip_v4',
  'access_ip_v6',
  'auto_disk_config',
  'deleted',
  'description',
  'display_description',
  'display_name',
  'host',
  'image_ref',
  'kernel_id',
  'launch_index',
  'locked_by',
  'node',
  'project_id',
  'ramdisk_id',
  'root_device_name',
  'soft_deleted',
  'tenant_id',
  'uuid',
])

const joinedTables: ReadonlySet<string> = new Set([
  'block_device_mapping',
  'services',
  'metadata',
  'system_metadata',
  'info_cache',
  'security_groups',
  'pci_devices',
])

const paging: ReadonlySet<string> = new Set(['limit', 'marker', 'sort_key', 'sort_dir'])

/** The filters of a request that hold for its caller, each with its values. Throws Nova's 400 for what it refuses instead. */
export const filtersOf = (call: ComputeCall): ReadonlyMap<string, readonly string[]> => {
  const filters = new Map<string, readonly string[]>()
  for (const [name, values] of Object.entries(call.context.req.queries())) {
    if (paging.has(name)) continue
    if (joinedTables.has(name) || name.startsWith('_'))
      throw new CloudError('invalid', `Invalid filter field: ${name}.`)
    const since = openFilters[name]
    const isKnown = administratorsFilters.has(name) || since !== undefined
    if (!isKnown && call.at('2.75'))
      throw new CloudError('invalid', `Additional properties are not allowed ('${name}' was unexpected)`)
    if (since !== undefined ? call.at(since) || call.caller.isAdmin : isKnown && call.caller.isAdmin)
      filters.set(name, values)
  }
  return filters
}

/** Nova's reading of words for a boolean. Throws its 400 for others. */
export const booleanOf = (name: string, value: string): boolean => {
  if (/^(1|t|true|on|y|yes)$/i.test(value)) return true
  if (/^(0|f|false|off|n|no)$/i.test(value)) return false
  throw new CloudError('invalid', `Unrecognized value '${value}' for ${name}`)
}

/** A regular expression from a query, as Nova's database would read it. Throws Nova's 400 for none. */
export const patternOf = (name: string, source: string): RegExp => {
  try {
    return new RegExp(source, 'i')
  } catch {
    throw new CloudError('invalid', `Invalid input for query parameters ${name}. Value: ${source}. is not a regex`)
  }
}

/** Milliseconds since the epoch. Throws Nova's 400 for what is no date and time. */
export const timeOf = (name: string, value: string): number => {
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(value)
  const time = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(value) ? Date.parse(hasZone ? value : `${value}Z`) : Number.NaN
  if (Number.isNaN(time))
    throw new CloudError('invalid', `Invalid input for query parameters ${name}. Value: ${value}. is not a 'date-time'`)
  return time
}
