import { asId } from '../../model/id.ts'
import { findNamed, type Keeper, present } from './keeper.ts'

export const volumeKeeper: Keeper<'volume'> = {
  create: async (spec, { cloud }, call) => (await present(cloud.volumes, 'volume').create(spec, call)).id,
  settle: async (id, _spec, { cloud, call }) => {
    await cloud.until('volume', asId(id), ({ status }) => status === 'available' || status === 'in_use', call)
    return {}
  },
  instead: (spec, { limits }) => {
    const least = limits?.sizeGiB?.least
    return least !== undefined && least > spec.sizeGiB ? { ...spec, sizeGiB: least } : undefined
  },
  find: async ({ name }, { cloud, call }) => findNamed(present(cloud.volumes, 'volume').list(call), name),
  remove: async (id, { cloud, call }) => {
    await present(cloud.volumes, 'volume').delete(asId(id), call)
    await cloud.gone('volume', asId(id), call)
  },
}
