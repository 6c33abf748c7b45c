import { CloudError } from '../../../model/cloud-error.ts'
import { unknownField } from '../../../wire/openstack/compute/introduced.ts'
import type { ComputeQuotaName } from '../../../wire/openstack/compute/quota-set.ts'
import { computeQuotaFields, computeQuotaNames, quotaSetUpdate } from '../../../wire/openstack/compute/quota-set.ts'
import { requireRole } from '../kernel/policy.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { without } from './without.ts'

/** `/os-quota-sets`, `/os-quota-class-sets` and `/limits`. */
export const mountQuotaRoutes = (routes: ComputeRoutes, { front, quotas }: Compute): void => {
  const root = '/os-quota-sets/:project'
  const policy = (action: string) => `os_compute_api:os-quota-sets:${action}`

  routes.get(root, { policy: policy('show') }, (call) => {
    const project = projectAsked(call, policy('show'))
    return call.json({ quota_set: { id: project, ...shown(call, quotas.limits(project)) } })
  })
  routes.get(`${root}/defaults`, { policy: policy('defaults') }, (call) =>
    call.json({ quota_set: { id: call.param('project'), ...shown(call, quotas.defaults) } }),
  )
  routes.get(`${root}/detail`, { policy: policy('detail') }, (call) => {
    const project = projectAsked(call, policy('detail'))
    const [limits, used] = [quotas.limits(project), quotas.used(project)]
    const detail = Object.fromEntries(
      computeQuotaNames.map((name) => [name, { limit: limits[name], in_use: used[name], reserved: 0 }]),
    ) as Record<ComputeQuotaName, object>
    return call.json({ quota_set: { id: project, ...shown(call, detail) } })
  })
  routes.put(root, { role: 'admin', policy: policy('update') }, async (call) => {
    const project = call.param('project')
    const { quota_set } = await call.read(quotaSetUpdate)
    call.refuseUnknown(quota_set, computeQuotaFields)
    const { force = false, networks: _networks, ...limits } = quota_set
    const used = quotas.used(project)
    const wanted = Object.entries(limits).filter((entry): entry is [ComputeQuotaName, number] => entry[1] !== undefined)
    for (const [name, limit] of wanted)
      if (!force && limit >= 0 && limit < used[name])
        throw new CloudError(
          'invalid',
          `Quota limit ${limit} for ${name} must be greater than or equal to already used and reserved ${used[name]}.`,
        )
    quotas.set(project, Object.fromEntries(wanted))
    return call.json({ quota_set: shown(call, quotas.limits(project)) })
  })
  routes.delete(root, { role: 'admin', policy: policy('delete') }, (call) => {
    quotas.reset(call.param('project'))
    return call.empty(202)
  })

  routes.get(
    '/os-quota-class-sets/:id',
    { role: 'admin', policy: 'os_compute_api:os-quota-class-sets:show' },
    (call) => {
      const limits = call.at('2.50') ? shown(call, quotas.defaults) : without(quotas.defaults, ...lateInClasses)
      return call.json({ quota_class_set: { id: call.param('id'), ...limits } })
    },
  )

  routes.get('/limits', { policy: 'os_compute_api:limits' }, (call) => {
    const asked = call.query('tenant_id') ?? call.projectId
    if (asked !== call.projectId) requireRole(call.caller, 'admin', 'os_compute_api:limits:other_project')
    const limits = quotas.limits(asked)
    const used = {
      ...quotas.used(asked),
      floating_ips: [...front.mirror.list('floating-ip', asked)].length,
      security_groups: [...front.mirror.list('security-group', asked)].length,
    }
    const absolute = Object.fromEntries([
      ...limitNames
        .filter(([name]) => isShown(call, name))
        .flatMap(([name, ...titles]) => titles.map((title) => [title, limits[name]] as const))
        .filter(([title]) => title !== 'maxImageMeta' || !call.at('2.39')),
      ...usedNames.filter(([name]) => isShown(call, name)).map(([name, title]) => [title, used[name]] as const),
    ])
    return call.json({ limits: { rate: [], absolute } })
  })
}

/** Until 2.50 a class lacks these and still has the networks' quotas, other than a project (openstack/nova `nova/api/openstack/compute/quota_classes.py`). */
const lateInClasses = ['server_groups', 'server_group_members'] as const

const limitNames: ReadonlyArray<readonly [ComputeQuotaName, ...string[]]> = [
  ['instances', 'maxTotalInstances'],
  ['cores', 'maxTotalCores'],
  ['ram', 'maxTotalRAMSize'],
  ['key_pairs', 'maxTotalKeypairs'],
  ['floating_ips', 'maxTotalFloatingIps'],
  ['metadata_items', 'maxServerMeta', 'maxImageMeta'],
  ['injected_files', 'maxPersonality'],
  ['injected_file_content_bytes', 'maxPersonalitySize'],
  ['security_groups', 'maxSecurityGroups'],
  ['security_group_rules', 'maxSecurityGroupRules'],
  ['server_groups', 'maxServerGroups'],
  ['server_group_members', 'maxServerGroupMembers'],
]

const usedNames: ReadonlyArray<readonly [ComputeQuotaName, string]> = [
  ['ram', 'totalRAMUsed'],
  ['cores', 'totalCoresUsed'],
  ['instances', 'totalInstancesUsed'],
  ['floating_ips', 'totalFloatingIpsUsed'],
  ['security_groups', 'totalSecurityGroupsUsed'],
  ['server_groups', 'totalServerGroupsUsed'],
]

const isShown = (call: ComputeCall, name: string): boolean =>
  unknownField({ [name]: true }, computeQuotaFields, call.microversion) === undefined

/** Only the resources that this microversion still knows. */
const shown = (call: ComputeCall, values: Readonly<Record<ComputeQuotaName, unknown>>): object =>
  Object.fromEntries(computeQuotaNames.filter((name) => isShown(call, name)).map((name) => [name, values[name]]))

const projectAsked = (call: ComputeCall, policy: string): string => {
  const project = call.param('project')
  if (project !== call.caller.projectId) requireRole(call.caller, 'admin', policy)
  return project
}
