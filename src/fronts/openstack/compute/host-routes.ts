import { CloudError } from '../../../model/cloud-error.ts'
import type { Zone } from '../../../model/place.ts'
import { uuidFor } from '../kernel/derived-uuid.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { grouped } from './grouped.ts'
import { booleanOf, patternOf } from './server-query.ts'
import type { ServerRecord } from './server-record.ts'

/** The one host that stands for a zone: the contract tells of no smaller place. */
interface Host {
  readonly number: number
  readonly uuid: string
  readonly serviceUuid: string
  readonly name: string
  readonly zone: Zone
  readonly servers: readonly ServerRecord[]
}

/** Administrators' views of what servers run on: `/os-hypervisors`, `/os-services`, `/os-aggregates`. */
export const mountHostRoutes = (routes: ComputeRoutes, compute: Compute): void => {
  const { front, servers, zones } = compute
  const role = 'admin' as const
  const hypervisors = { role, policy: 'os_compute_api:os-hypervisors' }
  const kind = front.driver.traits.simulated ? 'simulated' : front.driver.traits.kind

  const hosts = async (): Promise<readonly Host[]> => {
    const placed = grouped(servers.list(), ({ id }) => {
      const native = servers.mirrored(id)?.native
      return native ? zones.nameOf(native.zoneId) : ''
    })
    return (await zones.list()).map((zone, index) => ({
      number: index + 1,
      uuid: uuidFor('zone', `host ${zone.id}`),
      serviceUuid: uuidFor('zone', `service ${zone.id}`),
      name: zones.hostOf(zone.name),
      zone,
      servers: placed.get(zone.name) ?? [],
    }))
  }

  const brief = (call: ComputeCall, host: Host, withServers: boolean): object => ({
    id: call.at('2.53') ? host.uuid : host.number,
    hypervisor_hostname: host.name,
    state: host.zone.available ? 'up' : 'down',
    status: 'enabled',
    ...(withServers && (host.servers.length > 0 || call.at('2.75'))
      ? { servers: host.servers.map(({ id, name }) => ({ name, uuid: id })) }
      : {}),
  })
  const whole = (call: ComputeCall, host: Host, withServers: boolean): object => ({
    ...brief(call, host, withServers),
    hypervisor_type: kind,
    hypervisor_version: 1,
    host_ip: '127.0.0.1',
    service: { id: call.at('2.53') ? host.serviceUuid : host.number, host: host.name, disabled_reason: null },
    ...(call.at('2.88')
      ? { uptime: null }
      : { ...loadOf(host.servers), cpu_info: call.at('2.28') ? {} : '', disk_available_least: null }),
  })
  const asked = async (call: ComputeCall): Promise<readonly Host[]> => {
    const pattern = call.at('2.53') ? call.query('hypervisor_hostname_pattern') : undefined
    const all = await hosts()
    if (pattern === undefined) return all
    const found = all.filter(({ name }) => patternOf('hypervisor_hostname_pattern', pattern).test(name))
    if (found.length === 0) throw new CloudError('not_found', `No hypervisor matching '${pattern}' could be found.`)
    return found
  }
  const withServers = (call: ComputeCall): boolean =>
    call.at('2.53') && booleanOf('with_servers', call.query('with_servers') ?? 'false')

  routes.get('/os-hypervisors', hypervisors, async (call) =>
    call.json({ hypervisors: (await asked(call)).map((host) => brief(call, host, withServers(call))) }),
  )
  routes.get('/os-hypervisors/detail', hypervisors, async (call) =>
    call.json({ hypervisors: (await asked(call)).map((host) => whole(call, host, withServers(call))) }),
  )
  routes.get('/os-hypervisors/statistics', { ...hypervisors, until: '2.88' }, async (call) => {
    const all = await hosts()
    const statistics = { count: all.length, ...loadOf([...servers.list()]), disk_available_least: null }
    return call.json({ hypervisor_statistics: statistics })
  })
  routes.get('/os-hypervisors/:id', hypervisors, async (call) => {
    const id = call.param('id')
    const host = (await hosts()).find(({ uuid, number }) => (call.at('2.53') ? uuid === id : String(number) === id))
    if (!host) throw new CloudError('not_found', `Hypervisor with ID '${id}' could not be found.`)
    return call.json({ hypervisor: whole(call, host, withServers(call)) })
  })

  routes.get('/os-services', { role, policy: 'os_compute_api:os-services:list' }, async (call) => {
    const [host, binary] = [call.query('host'), call.query('binary')]
    const services = (await hosts())
      .filter(
        ({ name }) => (host === undefined || host === name) && (binary === undefined || binary === 'nova-compute'),
      )
      .map(({ number, serviceUuid, name, zone }) => ({
        id: call.at('2.53') ? serviceUuid : number,
        binary: 'nova-compute',
        host: name,
        zone: zone.name,
        status: 'enabled',
        state: zone.available ? 'up' : 'down',
        updated_at: `${front.timestamp().slice(0, 19)}.000000`,
        disabled_reason: null,
        ...(call.at('2.11') ? { forced_down: false } : {}),
      }))
    return call.json({ services })
  })
  const refuse = (): never => {
    throw new CloudError('unsupported', "The hosts of this cloud are the cloud below's: they cannot be managed here.")
  }
  routes.put('/os-services/:id', { role, policy: 'os_compute_api:os-services:update' }, refuse)
  routes.delete('/os-services/:id', { role, policy: 'os_compute_api:os-services:delete' }, refuse)
  routes.get('/os-aggregates', { role, policy: 'os_compute_api:os-aggregates:index' }, (call) =>
    call.json({ aggregates: [] }),
  )
  routes.post('/os-aggregates', { role, policy: 'os_compute_api:os-aggregates:create' }, refuse)
  routes.get('/os-aggregates/:id', { role, policy: 'os_compute_api:os-aggregates:show' }, (call) => {
    throw new CloudError('not_found', `Aggregate ${call.param('id')} could not be found.`)
  })
}

/** Nobody tells how large the hosts are: they are as large as what runs on them, and nothing is free. */
const loadOf = (servers: readonly ServerRecord[]): object => {
  const sum = (read: (flavor: ServerRecord['flavor']) => number) =>
    servers.reduce((total, { flavor }) => total + read(flavor), 0)
  const [vcpus, memory, disk] = [sum((it) => it.vcpus), sum((it) => it.memoryMiB), sum((it) => it.diskGiB)]
  return {
    vcpus,
    vcpus_used: vcpus,
    memory_mb: memory,
    memory_mb_used: memory,
    free_ram_mb: 0,
    local_gb: disk,
    local_gb_used: disk,
    free_disk_gb: 0,
    current_workload: 0,
    running_vms: servers.length,
  }
}
