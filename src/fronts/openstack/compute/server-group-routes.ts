import { CloudError } from '../../../model/cloud-error.ts'
import type { ServerGroupPolicy } from '../../../wire/openstack/compute/server-group.ts'
import { serverGroupCreate, serverGroupCreateOld } from '../../../wire/openstack/compute/server-group.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import type { ServerGroupRecord } from './server-groups.ts'

/** `/os-server-groups`. */
export const mountServerGroupRoutes = (routes: ComputeRoutes, compute: Compute): void => {
  const { front, serverGroups, servers, quotas } = compute
  const root = '/os-server-groups'
  const policy = (action: string) => `os_compute_api:os-server-groups:${action}`

  routes.get(root, { policy: policy('index') }, (call) => {
    const isAll = call.query('all_projects') !== undefined && call.caller.isAdmin
    const all = isAll ? serverGroups.records : serverGroups.records.by('project', call.projectId)
    const [offset, limit] = [page(call, 'offset') ?? 0, page(call, 'limit') || front.profile.pageLimit]
    return call.json({
      server_groups: [...all].slice(offset, offset + limit).map((group) => view(compute, call, group)),
    })
  })
  routes.get(`${root}/:id`, { policy: policy('show') }, (call) =>
    call.json({ server_group: view(compute, call, serverGroups.need(call.caller, call.param('id'))) }),
  )
  routes.post(root, { role: 'member', policy: policy('create') }, async (call) => {
    const asked = await readGroup(call)
    quotas.checkServerGroups(call.projectId)
    const record: ServerGroupRecord = {
      ...asked,
      id: front.newId(),
      projectId: call.projectId,
      userId: call.caller.userId,
    }
    serverGroups.records.put(record)
    return call.json({ server_group: view(compute, call, record) })
  })
  routes.delete(`${root}/:id`, { role: 'member', policy: policy('delete') }, (call) => {
    const { id } = serverGroups.need(call.caller, call.param('id'))
    front.store.transaction(() => {
      for (const member of serverGroups.members(id))
        servers.change(member.id, ({ serverGroupId: _left, ...record }) => record)
      serverGroups.records.delete(id)
    })
    return call.empty(204)
  })
}

const page = (call: ComputeCall, name: string): number | undefined => {
  const value = call.query(name)
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw new CloudError('invalid', `Invalid input for query parameters ${name}. Value: ${value}.`)
}

const readGroup = async (call: ComputeCall): Promise<Pick<ServerGroupRecord, 'name' | 'policy' | 'maxPerHost'>> => {
  if (!call.at('2.64')) {
    const { name, policies } = (await call.read(serverGroupCreateOld)).server_group
    const [policy] = policies
    if (policy === undefined || (policy.startsWith('soft-') && !call.at('2.15')))
      throw new CloudError('invalid', `Invalid input for field/attribute policies. Value: ${policies}.`)
    return { name, policy: keepable(policy) }
  }
  const { name, policy, rules } = (await call.read(serverGroupCreate)).server_group
  if (rules && policy !== 'anti-affinity') throw new CloudError('invalid', 'Only anti-affinity policy supports rules.')
  return { name, policy: keepable(policy), ...(rules ? { maxPerHost: rules.max_server_per_host } : {}) }
}

/** Servers can be kept apart by their zones; that two are on one host is nothing that the cloud below promises. */
const keepable = (policy: ServerGroupPolicy): ServerGroupPolicy => {
  if (policy !== 'affinity') return policy
  throw new CloudError(
    'invalid',
    'The policy affinity is not supported: the cloud below chooses the host. Use soft-affinity.',
  )
}

const view = ({ serverGroups }: Compute, call: ComputeCall, group: ServerGroupRecord): object => ({
  id: group.id,
  name: group.name,
  ...(call.at('2.64')
    ? { policy: group.policy, rules: group.maxPerHost === undefined ? {} : { max_server_per_host: group.maxPerHost } }
    : { policies: [group.policy], metadata: {} }),
  members: serverGroups.members(group.id).map(({ id }) => id),
  ...(call.at('2.13') ? { project_id: group.projectId, user_id: group.userId } : {}),
})
