import { CloudError } from '../../../model/cloud-error.ts'
import { type Page, pageOf, sortedBy } from '../kernel/page.ts'
import { requireRole } from '../kernel/policy.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { grouped } from './grouped.ts'
import { timeOf } from './server-query.ts'
import type { ServerRecord } from './server-record.ts'

interface Period {
  readonly from: number
  readonly to: number
}

/** `/os-simple-tenant-usage`: how long servers ran, of those that are still remembered. */
export const mountUsageRoutes = (routes: ComputeRoutes, compute: Compute): void => {
  const { servers } = compute
  const root = '/os-simple-tenant-usage'
  const of = (projectId?: string): readonly ServerRecord[] => [
    ...servers.list(projectId),
    ...servers.listDeleted(projectId),
  ]

  routes.get(root, { role: 'admin', policy: 'os_compute_api:os-simple-tenant-usage:list' }, (call) => {
    const period = periodOf(compute, call)
    const detailed = call.query('detailed') === '1'
    const { items, limit } = pageOfUsages(compute, call, of(), period)
    const byProject = grouped(items, ({ projectId }) => projectId)
    const usages = [...byProject].map(([id, records]) => usageOf(compute, id, records, period, detailed))
    const links = linksTo(call, 'os-simple-tenant-usage', items, limit)
    return call.json({ tenant_usages: usages, ...(links ? { tenant_usages_links: links } : {}) })
  })
  routes.get(`${root}/:project`, { policy: 'os_compute_api:os-simple-tenant-usage:show' }, (call) => {
    const id = call.param('project')
    if (id !== call.caller.projectId) requireRole(call.caller, 'admin', 'os_compute_api:os-simple-tenant-usage:show')
    const period = periodOf(compute, call)
    const { items, limit } = pageOfUsages(compute, call, of(id), period)
    const links = linksTo(call, `os-simple-tenant-usage/${id}`, items, limit)
    return call.json({
      tenant_usage: items.length === 0 ? {} : usageOf(compute, id, items, period, true),
      ...(links ? { tenant_usage_links: links } : {}),
    })
  })
}

/**
 * The servers that ran in the period, from 2.40 on in pages, by project and id; a marker may be any server that was
 * (openstack/nova `nova/api/openstack/compute/simple_tenant_usage.py`; `nova/db/main/api.py`, `instance_get_active_by_window_joined`).
 */
const pageOfUsages = (
  { front, servers }: Compute,
  call: ComputeCall,
  records: readonly ServerRecord[],
  { from, to }: Period,
): Page<ServerRecord> => {
  const ran = records.filter(({ launchedAt, deletedAt }) => {
    const hasBegun = launchedAt !== undefined && Date.parse(launchedAt) <= to
    return hasBegun && (deletedAt === undefined || Date.parse(deletedAt) >= from)
  })
  const ordered = sortedBy(ran, [
    { read: ({ projectId }) => projectId, descending: false },
    { read: ({ id }) => id, descending: false },
  ])
  const atMost = front.profile.pageLimit
  if (!call.at('2.40')) return pageOf(ordered, { atMost })
  const marker = call.query('marker')
  const last = marker === undefined ? undefined : servers.getEverDeleted(marker)
  if (marker !== undefined && !last)
    throw new CloudError('invalid', `marker [${marker}] not found`, { reason: 'MarkerNotFound' })
  const after = last
    ? ordered.filter(
        ({ projectId, id }) => projectId > last.projectId || (projectId === last.projectId && id > last.id),
      )
    : ordered
  return pageOf(after, { limit: call.query('limit'), atMost })
}

/** A link to the next page wherever this one is full, from 2.40 on. */
const linksTo = (call: ComputeCall, path: string, items: readonly ServerRecord[], limit: number) => {
  const last = items.at(-1)
  return call.at('2.40') && last && items.length === limit ? call.nextLink(path, last.id) : undefined
}

const periodOf = ({ front }: Compute, call: ComputeCall): Period => {
  const now = front.clock.now()
  const read = (name: 'start' | 'end') => {
    const value = call.query(name)
    return value === undefined || value === '' ? now : timeOf(name, value.replace(' ', 'T'))
  }
  const [from, to] = [read('start'), read('end')]
  const nothingAsked = call.query('start') === undefined && call.query('end') === undefined
  if (!nothingAsked && from >= to)
    throw new CloudError('invalid', 'Invalid start time. The start time cannot occur after the end time.')
  return { from, to: Math.min(to, now) }
}

const usageOf = (
  { front, servers }: Compute,
  projectId: string,
  records: readonly ServerRecord[],
  { from, to }: Period,
  detailed: boolean,
): object => {
  const usages = records.flatMap((record) => {
    if (record.launchedAt === undefined) return []
    const started = Date.parse(record.launchedAt)
    const ended = record.deletedAt === undefined ? undefined : Date.parse(record.deletedAt)
    const { vcpus, memoryMiB, diskGiB, name } = record.flavor
    return [
      {
        hours: Math.max(0, Math.min(ended ?? to, to) - Math.max(started, from)) / 3_600_000,
        flavor: name,
        instance_id: record.id,
        name: record.name,
        tenant_id: projectId,
        memory_mb: memoryMiB,
        local_gb: diskGiB,
        vcpus,
        started_at: microseconds(started),
        ended_at: ended === undefined ? null : microseconds(ended),
        state: ended === undefined ? servers.state(record).vmState : 'terminated',
        uptime: Math.floor(((ended ?? front.clock.now()) - started) / 1000),
      },
    ]
  })
  const total = (read: (usage: (typeof usages)[number]) => number) =>
    usages.reduce((sum, usage) => sum + read(usage) * usage.hours, 0)
  return {
    tenant_id: projectId,
    total_local_gb_usage: total(({ local_gb }) => local_gb),
    total_vcpus_usage: total(({ vcpus }) => vcpus),
    total_memory_mb_usage: total(({ memory_mb }) => memory_mb),
    total_hours: total(() => 1),
    start: microseconds(from),
    stop: microseconds(to),
    ...(detailed ? { server_usages: usages } : {}),
  }
}

const microseconds = (time: number): string => new Date(time).toISOString().replace('Z', '000')
