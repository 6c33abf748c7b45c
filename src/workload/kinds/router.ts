import { asId } from '../../model/id.ts'
import { firstWithRoom } from '../first-with-room.ts'
import { findNamed, type Keeper, present } from './keeper.ts'

export const routerKeeper: Keeper<'router'> = {
  create: async ({ name, externalNetworkId, orElse = [], samePoolAs }, { cloud, output }, call) => {
    const routers = present(cloud.routers, 'router')
    if (externalNetworkId === undefined) return (await routers.create({ name }, call)).id
    // A floating IP leads only through a router whose gateway is on the network that it comes from.
    const same = samePoolAs && output(samePoolAs, 'poolId')
    const outside = same === undefined ? [externalNetworkId, ...orElse] : [asId<'network'>(same)]
    return firstWithRoom(outside, async (id) => (await routers.create({ name, externalNetworkId: id }, call)).id)
  },
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
