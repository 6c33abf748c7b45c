import { asId } from '../../model/id.ts'
import { findNamed, type Keeper, present } from './keeper.ts'

export const routerKeeper: Keeper<'router'> = {
  create: async (spec, { cloud }, call) => (await present(cloud.routers, 'router').create(spec, call)).id,
  settle: async (id, _spec, { cloud, call }) => {
    await cloud.until('router', asId(id), ({ status }) => status === 'active', call)
    return {}
  },
  find: async ({ name }, { cloud, call }) => findNamed(present(cloud.routers, 'router').list(call), name),
  remove: async (id, { cloud, call }) => {
    await present(cloud.routers, 'router').delete(asId(id), call)
    await cloud.gone('router', asId(id), call)
  },
}
