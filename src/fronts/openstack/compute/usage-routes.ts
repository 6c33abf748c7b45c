import { CloudError } from '../../../model/cloud-error.ts'
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
    const byProject = grouped(of(), ({ projectId }) => projectId)
    const usages = [...byProject].flatMap(([id, records]) => usageOf(compute, id, records, period, detailed) ?? [])
    return call.json({ tenant_usages: usages })
  })
  routes.get(`${root}/:project`, { policy: 'os_compute_api:os-simple-tenant-usage:show' }, (call) => {
    const id = call.param('project')
    if (id !== call.caller.projectId) requireRole(call.caller, 'admin', 'os_compute_api:os-simple-tenant-usage:show')
    return call.json({ tenant_usage: usageOf(compute, id, of(id), periodOf(compute, call), true) ?? {} })
  })
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
): object | undefined => {
  const usages = records.flatMap((record) => {
    if (record.launchedAt === undefined) return []
    const started = Date.parse(record.launchedAt)
    const ended = record.deletedAt === undefined ? undefined : Date.parse(record.deletedAt)
    if (started > to || (ended !== undefined && ended < from)) return []
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
  if (usages.length === 0) return undefined
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
