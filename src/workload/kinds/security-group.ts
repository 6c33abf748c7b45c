import { asId } from '../../model/id.ts'
import { findNamed, type Keeper } from './keeper.ts'

export const securityGroupKeeper: Keeper<'security-group'> = {
  create: async (spec, { cloud }, call) => (await cloud.securityGroups.create(spec, call)).id,
  settle: async () => ({}),
  find: ({ name }, { cloud, call }) => findNamed(cloud.securityGroups.list(call), name),
  remove: async (id, { cloud, call }) => {
    await cloud.securityGroups.delete(asId(id), call)
    await cloud.gone('security-group', asId(id), call)
  },
}
