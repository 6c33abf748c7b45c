import { z } from 'zod'
import { integer } from '../../../wire/openstack/network/attribute.ts'
import type { Authorization, ServiceApp } from '../kernel/service.ts'
import type { NetworkContext } from './network-context.ts'
import { limitsOf, projectQuotas, usageOf } from './network-quota.ts'
import { httpBadRequest, neutronError, policyForbids } from './neutron-error.ts'
import { readBody, unwrapped } from './read-body.ts'

const limits = z.record(z.string(), integer)

/** Adds `/v2.0/quotas` (openstack/neutron `neutron/extensions/quotasv2.py`, `quotasv2_detail.py`). */
export const mountQuotas = (app: ServiceApp, context: NetworkContext, base: string): void => {
  const quotas = projectQuotas(context)
  const { network: defaults } = context.front.profile.quotas
  const path = `${base}/quotas`
  const needAdmin = ({ isAdmin }: Authorization, rule: string) => {
    if (!isAdmin) throw policyForbids(rule)
  }
  const mayRead = ({ isAdmin, projectId }: Authorization, id: string) => {
    if (!isAdmin && projectId !== id) throw policyForbids('get_quota')
  }

  app.get(path, (request) => {
    const authorization = request.get('authorization')
    needAdmin(authorization, 'get_quota')
    return request.json({
      quotas: [...quotas].map(({ id }) => ({ ...limitsOf(context, id), project_id: id, tenant_id: id })),
    })
  })
  for (const word of ['tenant', 'project'])
    app.get(`${path}/${word}`, (request) => {
      const { projectId } = request.get('authorization')
      return request.json({ [word]: { [`${word}_id`]: projectId } })
    })
  app.get(`${path}/:id`, (request) => {
    const id = request.req.param('id')
    mayRead(request.get('authorization'), id)
    return request.json({ quota: limitsOf(context, id) })
  })
  for (const name of ['default', 'default.json'])
    app.get(`${path}/:id/${name}`, (request) => {
      mayRead(request.get('authorization'), request.req.param('id'))
      return request.json({ quota: defaults })
    })
  for (const name of ['details', 'details.json'])
    app.get(`${path}/:id/${name}`, (request) => {
      const id = request.req.param('id')
      mayRead(request.get('authorization'), id)
      const usage = usageOf(context, id)
      const quota = Object.entries(limitsOf(context, id)).map(([resource, limit]) => [
        resource,
        { limit, used: usage[resource] ?? 0, reserved: 0 },
      ])
      return request.json({ quota: Object.fromEntries(quota) })
    })
  app.put(`${path}/:id`, async (request) => {
    const id = request.req.param('id')
    needAdmin(request.get('authorization'), 'update_quota')
    const { force: _force, check_limit: check, ...sent } = sentOf(unwrapped(await readBody(request), 'quota'))
    const unknown = Object.keys(sent).filter((resource) => !(resource in defaults))
    if (unknown.length > 0) throw httpBadRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`)
    const checked = limits.safeParse(sent)
    if (!checked.success) {
      const [issue] = checked.error.issues
      throw httpBadRequest(`Invalid input for ${String(issue?.path[0])}. Reason: ${issue?.message}.`)
    }
    const low = Object.entries(checked.data).find(([, limit]) => limit < -1 || limit > 2_147_483_647)
    if (low)
      throw httpBadRequest(`Invalid input for ${low[0]}. Reason: '${low[1]}' should be between -1 and 2147483647.`)
    if (check === true || check === 'True') refuseBelowUsage(context, id, checked.data)
    quotas.put({ id, limits: { ...quotas.get(id)?.limits, ...checked.data } })
    return request.json({ quota: limitsOf(context, id) })
  })
  app.delete(`${path}/:id`, (request) => {
    const id = request.req.param('id')
    needAdmin(request.get('authorization'), 'delete_quota')
    if (!quotas.get(id))
      throw neutronError('not_found', 'TenantQuotaNotFound', `Quota for tenant ${id} could not be found.`)
    quotas.delete(id)
    return request.body(null, 204)
  })
}

const sentOf = (value: unknown): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw httpBadRequest('Resource body required')
  return value as Record<string, unknown>
}

const refuseBelowUsage = (context: NetworkContext, id: string, wanted: Readonly<Record<string, number>>): void => {
  const usage = usageOf(context, id)
  for (const [resource, limit] of Object.entries(wanted))
    if (limit >= 0 && limit < (usage[resource] ?? 0))
      throw neutronError(
        'invalid',
        'QuotaLimitBelowUsage',
        `Quota limit ${limit} of ${resource} is below the present usage ${usage[resource]}.`,
      )
}
