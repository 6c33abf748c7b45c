import { CloudError } from '../../../model/cloud-error.ts'
import { quotaSetUpdate } from '../../../wire/openstack/block-storage/quota-requests.ts'
import { projectOf, requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { CinderCall, CinderContext } from './cinder-context.ts'
import { param, since } from './cinder-context.ts'

/** `/os-quota-sets` and `/limits`: what projects may have, and have (openstack/cinder `cinder/api/contrib/quotas.py`). */
export const mountQuotaRoutes = ({ routes, quotas, types }: CinderContext): void => {
  const perType = async () => {
    const names = (await types.list()).map(({ name }) => name)
    return Object.fromEntries(
      names.flatMap((name) => [`volumes_${name}`, `gigabytes_${name}`, `snapshots_${name}`].map((key) => [key, -1])),
    )
  }
  const mayRead = (context: CinderCall, projectId: string) => {
    const authorization = context.get('authorization')
    if (authorization.projectId !== projectId) requireRole(authorization, 'admin', 'volume_extension:quotas:show')
  }
  const usedOf = (projectId: string): Readonly<Record<string, number>> => quotas.used(projectId)

  routes.get('/os-quota-sets/:id', async (context) => {
    const id = param(context, 'id')
    mayRead(context, id)
    const limits = { ...(await perType()), ...quotas.limits(id) }
    if (!/^(1|true|yes|on)$/i.test(context.req.query('usage') ?? ''))
      return context.json({ quota_set: { ...limits, id } })
    const used = usedOf(id)
    const withUsage = Object.entries(limits).map(([name, limit]) => [
      name,
      { limit, in_use: used[name] ?? 0, reserved: 0 },
    ])
    return context.json({ quota_set: { ...Object.fromEntries(withUsage), id } })
  })

  routes.get('/os-quota-sets/:id/defaults', async (context) => {
    const id = param(context, 'id')
    mayRead(context, id)
    return context.json({ quota_set: { ...(await perType()), ...quotas.defaults, id } })
  })

  routes.put('/os-quota-sets/:id', async (context) => {
    requireRole(context.get('authorization'), 'admin', 'volume_extension:quotas:update')
    const id = param(context, 'id')
    const { tenant_id: _project, id: _id, ...limits } = (await readJson(context, quotaSetUpdate)).quota_set
    const used = usedOf(id)
    for (const [name, limit] of Object.entries(limits)) {
      if (!(name in quotas.defaults))
        throw new CloudError('invalid', `Bad key(s) in quota set: ${name}`, { reason: 'InvalidInput' })
      if (limit >= 0 && name !== 'per_volume_gigabytes' && limit < (used[name] ?? 0))
        throw new CloudError(
          'invalid',
          `Quota ${name} limit must be equal or greater than existing resources. Current usage is ${used[name]} and the requested limit is ${limit}.`,
        )
    }
    quotas.set(id, limits)
    return context.json({ quota_set: { ...(await perType()), ...quotas.limits(id) } })
  })

  routes.delete('/os-quota-sets/:id', (context) => {
    requireRole(context.get('authorization'), 'admin', 'volume_extension:quotas:delete')
    quotas.reset(param(context, 'id'))
    return context.body(null, 200)
  })

  routes.get('/os-quota-class-sets/:name', async (context) => {
    requireRole(context.get('authorization'), 'admin', 'volume_extension:quota_classes:get')
    return context.json({
      quota_class_set: { ...(await perType()), ...quotas.defaults, id: param(context, 'name') },
    })
  })

  routes.get('/limits', (context) => {
    const authorization = context.get('authorization')
    const asked = context.req.query('project_id') ?? context.req.query('tenant_id')
    const projectId =
      asked !== undefined && authorization.isAdmin && since(context, '3.39') ? asked : projectOf(authorization)
    const limits = quotas.limits(projectId)
    const used = quotas.used(projectId)
    return context.json({
      limits: {
        rate: [],
        absolute: {
          maxTotalVolumes: limits.volumes ?? -1,
          maxTotalSnapshots: limits.snapshots ?? -1,
          maxTotalVolumeGigabytes: limits.gigabytes ?? -1,
          maxTotalBackups: limits.backups ?? -1,
          maxTotalBackupGigabytes: limits.backup_gigabytes ?? -1,
          totalVolumesUsed: used.volumes,
          totalSnapshotsUsed: used.snapshots,
          totalGigabytesUsed: used.gigabytes,
          totalBackupsUsed: 0,
          totalBackupGigabytesUsed: 0,
        },
      },
    })
  })
}
