import { CloudError } from '../../model/cloud-error.ts'
import type { SecurityGroupId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { SecurityGroupRuleSpec } from '../../model/security-group.ts'
import type { NodeSpecs } from '../resource-node.ts'
import { type Keeper, type KeeperContext, unlessGone } from './keeper.ts'

export const securityGroupRuleKeeper: Keeper<'security-group-rule'> = {
  create: async (spec, context, call) => (await context.cloud.securityGroups.addRule(ruleSpec(spec, context), call)).id,
  settle: async () => ({}),
  // A rule of a group of our own is our own.
  find: async (spec, context) => {
    const wanted = ruleSpec(spec, context)
    try {
      const { rules } = await context.cloud.securityGroups.get(wanted.groupId, context.call)
      const rule = rules.find(
        (each) =>
          each.direction === 'ingress' &&
          each.protocol === wanted.protocol &&
          each.portMin === wanted.portMin &&
          each.portMax === wanted.portMax &&
          each.remoteCidr === wanted.remoteCidr &&
          each.remoteGroupId === wanted.remoteGroupId,
      )
      return rule && { id: rule.id, certain: true }
    } catch (error) {
      if (error instanceof CloudError && error.code === 'not_found') return undefined
      throw error
    }
  },
  remove: async (id, { cloud, call }) => unlessGone(cloud.securityGroups.removeRule(asId(id), call)),
}

const ruleSpec = (
  { group, protocol, portMin, portMax, remoteCidr, remoteGroup, description }: NodeSpecs['security-group-rule'],
  { id }: KeeperContext,
): SecurityGroupRuleSpec => ({
  groupId: id<SecurityGroupId>(group),
  direction: 'ingress',
  family: 'ipv4',
  protocol,
  portMin,
  portMax,
  description,
  ...(remoteCidr === undefined ? {} : { remoteCidr }),
  ...(remoteGroup === undefined ? {} : { remoteGroupId: id<SecurityGroupId>(remoteGroup) }),
})
