import { requireRole } from '../kernel/policy.ts'
import type { CinderContext } from './cinder-context.ts'
import { cinderTime, param, requireSince } from './cinder-context.ts'
import { notFound } from './cinder-error.ts'
import { cinderExtensions } from './cinder-extensions.ts'
import { backendOf } from './volume-view.ts'

/** What `resource_filters` tells of the lists here (openstack/cinder `etc/cinder/resource_filters.json`, without what is absent). */
const filters: Readonly<Record<string, readonly string[]>> = {
  volume: [
    'name',
    'status',
    'metadata',
    'bootable',
    'migration_status',
    'availability_zone',
    'group_id',
    'size',
    'created_at',
    'updated_at',
  ],
  snapshot: ['name', 'status', 'volume_id', 'metadata', 'availability_zone'],
  attachment: ['volume_id', 'status', 'instance_id', 'attach_status'],
}

/** Zones, extensions, filters, messages, and what operators ask: services and pools. */
export const mountOperatorRoutes = (cinder: CinderContext): void => {
  const { routes, zones, front } = cinder

  routes.get('/os-availability-zone', async (context) => {
    const all = await zones.list()
    return context.json({
      availabilityZoneInfo: all.map(({ name, available }) => ({ zoneName: name, zoneState: { available } })),
    })
  })

  routes.get('/extensions', (context) => context.json({ extensions: cinderExtensions }))

  routes.get('/resource_filters', (context) => {
    requireSince(context, '3.33')
    const resource = context.req.query('resource')
    const found = Object.entries(filters).filter(([name]) => resource === undefined || name === resource)
    return context.json({ resource_filters: found.map(([name, names]) => ({ resource: name, filters: names })) })
  })

  routes.get('/messages', (context) => {
    requireSince(context, '3.3')
    return context.json({ messages: [] })
  })
  routes.get('/messages/:id', (context) => {
    requireSince(context, '3.3')
    throw notFound('Message', param(context, 'id'))
  })

  routes.get('/os-services', async (context) => {
    requireRole(context.get('authorization'), 'admin', 'volume_extension:services:index')
    const [zone] = await zones.list()
    const backend = backendOf(cinder).split('#')[0] ?? ''
    const service = (binary: string, host: string) => ({
      binary,
      host,
      zone: zone?.name,
      status: 'enabled',
      state: 'up',
      updated_at: cinderTime(front.timestamp()),
      disabled_reason: null,
    })
    const services = [
      service('cinder-scheduler', backend.split('@')[0] ?? ''),
      { ...service('cinder-volume', backend), replication_status: 'disabled', active_backend_id: null, frozen: false },
    ]
    const binary = context.req.query('binary')
    const host = context.req.query('host')
    return context.json({
      services: services.filter(
        (known) => (binary === undefined || known.binary === binary) && (host === undefined || known.host === host),
      ),
    })
  })

  routes.get('/os-hosts', async (context) => {
    requireRole(context.get('authorization'), 'admin', 'volume_extension:hosts')
    const [zone] = await zones.list()
    const host = {
      service: 'cinder-volume',
      host_name: backendOf(cinder).split('#')[0],
      'service-status': 'available',
      'service-state': 'enabled',
      zone: zone?.name,
      'last-update': cinderTime(front.timestamp()),
    }
    return context.json({ hosts: [host] })
  })

  routes.get('/scheduler-stats/get_pools', (context) => {
    requireRole(context.get('authorization'), 'admin', 'scheduler_extension:scheduler_stats:get_pools')
    const name = backendOf(cinder)
    const capabilities = {
      volume_backend_name: front.driver.traits.kind,
      vendor_name: 'Portolan',
      storage_protocol: 'none',
      driver_version: '1',
      total_capacity_gb: 'unknown',
      free_capacity_gb: 'unknown',
      reserved_percentage: 0,
      QoS_support: false,
      multiattach: false,
      timestamp: front.timestamp().slice(0, 19),
    }
    const detailed = /^(1|true|yes|on)$/i.test(context.req.query('detail') ?? '')
    return context.json({ pools: [detailed ? { name, capabilities } : { name }] })
  })
}
