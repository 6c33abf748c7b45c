import { asId } from '../../model/id.ts'
import { findNamed, type Keeper, present } from './keeper.ts'

export const networkKeeper: Keeper<'network'> = {
  create: async (spec, { cloud }, call) => (await present(cloud.networks.create, 'network')(spec, call)).id,
  settle: async (id, _spec, { cloud, call }) => {
    await cloud.until('network', asId(id), ({ status }) => status === 'active', call)
    return {}
  },
  find: ({ name }, { cloud, call }) => findNamed(cloud.networks.list(call), name),
  remove: async (id, { cloud, call }) => {
    await cloud.networks.delete(asId(id), call)
    await cloud.gone('network', asId(id), call)
  },
}
