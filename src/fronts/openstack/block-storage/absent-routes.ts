import { requireRole } from '../kernel/policy.ts'
import type { CinderContext } from './cinder-context.ts'
import { param, requireSince } from './cinder-context.ts'
import { notFound, notOffered } from './cinder-error.ts'

interface Absent {
  readonly path: string
  readonly key: string
  readonly what: string
  readonly name: string
  readonly floor?: string
  readonly admin?: true
  readonly detail?: true
}

/** What Cinder can have and this one has none of: their lists are empty, each one is not found, and making one is refused by name. */
const absent: readonly Absent[] = [
  { path: 'backups', key: 'backups', what: 'Backup', name: 'backups of volumes', detail: true },
  {
    path: 'consistencygroups',
    key: 'consistencygroups',
    what: 'ConsistencyGroup',
    name: 'consistency groups',
    detail: true,
  },
  {
    path: 'cgsnapshots',
    key: 'cgsnapshots',
    what: 'CgSnapshot',
    name: 'snapshots of consistency groups',
    detail: true,
  },
  { path: 'groups', key: 'groups', what: 'Group', name: 'groups of volumes', floor: '3.13', detail: true },
  {
    path: 'group_snapshots',
    key: 'group_snapshots',
    what: 'GroupSnapshot',
    name: 'snapshots of groups',
    floor: '3.14',
    detail: true,
  },
  { path: 'group_types', key: 'group_types', what: 'Group type', name: 'types of groups', floor: '3.11' },
  { path: 'qos-specs', key: 'qos_specs', what: 'QoS specs', name: 'QoS specs', admin: true },
]

/** Ways to bring in what was made outside, all refused by name. */
const manageable = ['/os-volume-manage', '/manageable_volumes', '/os-snapshot-manage', '/manageable_snapshots'] as const

export const mountAbsentRoutes = ({ routes }: CinderContext): void => {
  for (const { path, key, what, name, floor = '3.0', admin, detail } of absent) {
    for (const list of detail ? [`/${path}`, `/${path}/detail`] : [`/${path}`])
      routes.get(list, (context) => {
        requireSince(context, floor)
        if (admin) requireRole(context.get('authorization'), 'admin', `volume_extension:${path}:get_all`)
        return context.json({ [key]: [] })
      })
    routes.post(`/${path}`, (context) => {
      requireSince(context, floor)
      requireRole(context.get('authorization'), admin ? 'admin' : 'member', `volume:create_${path}`)
      throw notOffered(name)
    })
    const missing = (context: Parameters<typeof param>[0]): never => {
      requireSince(context, floor)
      throw notFound(what, param(context, 'id'))
    }
    routes.get(`/${path}/:id`, missing)
    routes.put(`/${path}/:id`, missing)
    routes.delete(`/${path}/:id`, missing)
  }
  for (const path of manageable) {
    const refuse = (context: Parameters<typeof param>[0]): never => {
      requireRole(context.get('authorization'), 'admin', `volume_extension:${path.slice(1)}`)
      throw notOffered('volumes and snapshots taken over from a back end')
    }
    routes.get(path, refuse)
    routes.post(path, refuse)
  }
}
