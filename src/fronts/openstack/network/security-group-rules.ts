import type { CloudError } from '../../../model/cloud-error.ts'
import type { SecurityGroupRule } from '../../../model/security-group.ts'
import { securityGroupRule, securityGroupRuleCreate } from '../../../wire/openstack/network/security-group.ts'
import type { Authorization } from '../kernel/service.ts'
import type { Present } from './make.ts'
import { present, presentOne } from './make.ts'
import type { NetworkContext } from './network-context.ts'
import { requireQuota } from './network-quota.ts'
import { neutronError } from './neutron-error.ts'
import type { Resource, View } from './resource.ts'
import { resource } from './resource.ts'
import { isSameRule, planRule } from './security-group-rule-plan.ts'
import { addRules, removeRules } from './security-group-rule-set.ts'
import { ruleAnswer, ruleIdOf } from './security-group-view.ts'
import { prepareDefaultGroup, securityGroupMissing } from './security-groups.ts'

const missing = (id: string): CloudError =>
  neutronError('not_found', 'SecurityGroupRuleNotFound', `Security group rule ${id} does not exist`)

interface Found {
  readonly group: Present<'security-group'>
  readonly rule: SecurityGroupRule
}

/** `/v2.0/security-group-rules`. A rule belongs to its group's project, and cannot be changed. */
export const securityGroupRules = (context: NetworkContext): Resource => {
  const rules = (): ReadonlyMap<string, Found> =>
    context.cached('rules by id', () => {
      const found = new Map<string, Found>()
      for (const group of present(context, 'security-group'))
        for (const rule of group.native.rules) found.set(ruleIdOf(rule), { group, rule })
      return found
    })
  const viewOf = ({ group, rule }: Found): View => {
    const value = ruleAnswer(context, group, rule)
    return { id: value.id, projectId: group.projectId, everyones: false, value: { ...value } }
  }
  return resource({
    name: 'security_group_rule',
    collection: 'security_group_rules',
    path: 'security-group-rules',
    attributes: new Set(Object.keys(securityGroupRule.shape)),
    tagged: false,
    missing,
    prepare: prepareDefaultGroup(context),
    views: () => context.cached('security group rules', () => [...rules().values()].map(viewOf)),
    view: (id) => {
      const found = rules().get(id)
      return found && viewOf(found)
    },
    create: {
      schema: securityGroupRuleCreate,
      run: async (body, _projectId, authorization) => {
        const { remoteIpPrefix, ...plan } = planRule(body)
        const group = groupOf(context, body.security_group_id, authorization)
        const remote =
          body.remote_group_id == null ? undefined : presentOne(context, 'security-group', body.remote_group_id)
        if (body.remote_group_id != null && !(remote && maySee(remote, authorization)))
          throw securityGroupMissing(body.remote_group_id)
        const spec = {
          ...plan,
          groupId: group.native.id,
          ...(remote ? { remoteGroupId: remote.native.id } : {}),
          ...(body.description === undefined ? {} : { description: body.description }),
        }
        const twin = group.native.rules.find((rule) => isSameRule(rule, spec))
        if (twin) throw alreadyThere(ruleIdOf(twin))
        requireQuota(context, group.projectId ?? '', 'security_group_rule')
        const [rule] = await addRules(context.front, [spec])
        if (!rule) throw securityGroupMissing(group.id)
        const id = ruleIdOf(rule)
        context.amend('security-group-rule', id, {
          description: body.description ?? '',
          ...(remoteIpPrefix === undefined ? {} : { remoteIpPrefix }),
        })
        return id
      },
    },
    delete: async (id) => {
      const found = rules().get(id)
      if (found) await removeRules(context.front, [found.rule])
    },
  })
}

const maySee = (group: Present<'security-group'>, { isAdmin, projectId }: Authorization): boolean =>
  isAdmin || group.projectId === projectId

const groupOf = (context: NetworkContext, id: string, authorization: Authorization): Present<'security-group'> => {
  const group = presentOne(context, 'security-group', id)
  if (group && maySee(group, authorization)) return group
  throw securityGroupMissing(id)
}

const alreadyThere = (id: string): CloudError =>
  neutronError('conflict', 'SecurityGroupRuleExists', `Security group rule already exists. Rule id is ${id}.`)
