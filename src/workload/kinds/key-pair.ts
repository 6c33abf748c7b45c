import { asId } from '../../model/id.ts'
import { findNamed, type Keeper } from './keeper.ts'

export const keyPairKeeper: Keeper<'key-pair'> = {
  create: async (spec, { cloud }, call) => (await cloud.keyPairs.create(spec, call)).id,
  settle: async () => ({}),
  find: ({ name }, { cloud, call }) => findNamed(cloud.keyPairs.list(call), name),
  remove: async (id, { cloud, call }) => {
    await cloud.keyPairs.delete(asId(id), call)
    await cloud.gone('key-pair', asId(id), call)
  },
}
