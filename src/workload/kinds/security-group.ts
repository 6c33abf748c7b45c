import { asId } from '../../model/id.ts'
import type { SecurityGroup } from '../../model/security-group.ts'
import { findNamed, type Keeper } from './keeper.ts'

export const securityGroupKeeper: Keeper<'security-group'> = {
  create: async (spec, { cloud }, call) => (await cloud.securityGroups.create(spec, call)).id,
  // On most clouds a new group lets everything out; on some it lets nothing out until a rule does.
  settle: async (id, _spec, { cloud, call }) => {
    const group = await cloud.securityGroups.get(asId(id), call)
    if (!letsEverythingOut(group))
      await cloud.securityGroups.addRule(
        { groupId: group.id, direction: 'egress', family: 'ipv4', description: 'everything out' },
        { ...call, token: `egress-${id}`.slice(0, 64) },
      )
    return {}
  },
  find: ({ name }, { cloud, call }) => findNamed(cloud.securityGroups.list(call), name),
  remove: async (id, { cloud, call }) => {
    await cloud.securityGroups.delete(asId(id), call)
    await cloud.gone('security-group', asId(id), call)
  },
}

const letsEverythingOut = ({ rules }: SecurityGroup): boolean =>
  rules.some(
    ({ direction, family, protocol, remoteCidr = '0.0.0.0/0', remoteGroupId }) =>
      direction === 'egress' &&
      family === 'ipv4' &&
      protocol === undefined &&
      remoteCidr === '0.0.0.0/0' &&
      remoteGroupId === undefined,
  )
