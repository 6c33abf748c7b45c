import type { CloudError } from '../../../model/cloud-error.ts'
import {
  securityGroup,
  securityGroupCreate,
  securityGroupUpdate,
} from '../../../wire/openstack/network/security-group.ts'
import type { Authorization } from '../kernel/service.ts'
import { defaultSecurityGroupOf, finished } from './default-security-group.ts'
import { present, presentOne } from './make.ts'
import type { NetworkContext } from './network-context.ts'
import { requireQuota } from './network-quota.ts'
import { neutronError, notOffered, renamed } from './neutron-error.ts'
import { portRecords } from './port-records.ts'
import type { Resource } from './resource.ts'
import { resource } from './resource.ts'
import { removeRules } from './security-group-rule-set.ts'
import { ruleIdOf, securityGroupView } from './security-group-view.ts'
import { sentAttributes } from './standard-attributes.ts'

export const securityGroupMissing = (id: string): CloudError =>
  neutronError('not_found', 'SecurityGroupNotFound', `Security group ${id} does not exist`)

const inUse = (id: string): CloudError => neutronError('conflict', 'SecurityGroupInUse', `Security Group ${id} in use.`)

/** Makes the caller's `default` group before anything about groups is answered. */
export const prepareDefaultGroup =
  ({ front }: NetworkContext) =>
  async ({ projectId }: Authorization): Promise<void> => {
    if (projectId !== undefined) await defaultSecurityGroupOf(front, projectId)
  }

/** `/v2.0/security-groups`. */
export const securityGroups = (context: NetworkContext): Resource => {
  const { front } = context
  front.mirror.on('security-group', (record, before) => {
    for (const rule of before?.native?.rules ?? [])
      if (!record?.native?.rules.some(({ id }) => id === rule.id)) context.drop('security-group-rule', ruleIdOf(rule))
  })
  return resource({
    name: 'security_group',
    collection: 'security_groups',
    path: 'security-groups',
    attributes: new Set(Object.keys(securityGroup.shape)),
    tagged: true,
    missing: securityGroupMissing,
    prepare: prepareDefaultGroup(context),
    views: () =>
      context.cached('security groups', () =>
        present(context, 'security-group').map((record) => securityGroupView(context, record)),
      ),
    view: (id) => {
      const record = presentOne(context, 'security-group', id)
      return record && securityGroupView(context, record)
    },
    create: {
      schema: securityGroupCreate,
      run: async (body, projectId) => {
        if (body.name?.toLowerCase() === 'default')
          throw neutronError('conflict', 'SecurityGroupDefaultAlreadyExists', 'Default security group already exists.')
        if (body.stateful === false) throw notOffered('stateless security groups')
        await defaultSecurityGroupOf(front, projectId)
        requireQuota(context, projectId, 'security_group')
        requireQuota(context, projectId, 'security_group_rule', front.driver.traits.egressIsExplicit ? 0 : 2)
        const { mirror, store } = front
        const { name = '', description = '' } = body
        const { id } = store.transaction(() => {
          const reserved = mirror.reserve('security-group', { name: name || 'unnamed', description }, { projectId })
          context.amend('security-group', reserved.id, { name, description, unfinished: true })
          return reserved
        })
        await finished(front, id)
        context.touch()
        return id
      },
    },
    update: {
      schema: securityGroupUpdate,
      run: async (id, body) => {
        const extra = context.extra('security-group', id)
        if (extra?.defaultOf !== undefined && body.name !== undefined && body.name !== 'default')
          throw neutronError(
            'conflict',
            'SecurityGroupCannotUpdateDefault',
            'Updating default security group not allowed.',
          )
        if (body.stateful === false) throw notOffered('stateless security groups')
        if (extra?.defaultOf === undefined && body.name?.toLowerCase() === 'default')
          throw neutronError('conflict', 'SecurityGroupDefaultAlreadyExists', 'Default security group already exists.')
        context.amend('security-group', id, sentAttributes(body))
      },
    },
    delete: async (id, { isAdmin }) => {
      if (context.extra('security-group', id)?.defaultOf !== undefined && !isAdmin)
        throw neutronError(
          'conflict',
          'SecurityGroupCannotRemoveDefault',
          'Insufficient rights for removing default security group.',
        )
      const record = presentOne(context, 'security-group', id)
      if (!record) throw securityGroupMissing(id)
      if (isUsed(context, record.native.id)) throw inUse(id)
      const mentions = present(context, 'security-group').flatMap(({ native }) =>
        native.rules.filter((rule) => rule.remoteGroupId === record.native.id && rule.groupId !== record.native.id),
      )
      await removeRules(front, mentions)
      try {
        await front.mirror.delete('security-group', id)
      } catch (error) {
        throw renamed(error, { conflict: () => inUse(id) })
      }
    },
    setTags: (id, tags) => context.amend('security-group', id, { tags }),
  })
}

const isUsed = (context: NetworkContext, nativeId: string): boolean =>
  portRecords(context).some(({ native }) => native.securityGroupIds.some((id) => id === nativeId))
