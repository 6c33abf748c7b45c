import type { RouterId, SubnetId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import { type Keeper, present, unlessGone } from './keeper.ts'

/** A join has no id of its own: it is called by those that it joins. */
export const routerSubnetId = (routerId: string, subnetId: string): string => `${routerId} ${subnetId}`

export const routerSubnetKeeper: Keeper<'router-subnet'> = {
  create: async ({ router, subnet }, { cloud, id, call }) => {
    const routerId = id<RouterId>(router)
    const subnetId = id<SubnetId>(subnet)
    await present(cloud.routers, 'router').attachSubnet(routerId, subnetId, call)
    return routerSubnetId(routerId, subnetId)
  },
  settle: async () => ({}),
  find: async ({ router, subnet }, { id }) => ({ id: routerSubnetId(id(router), id(subnet)), certain: true }),
  remove: async (joined, { cloud, call }) => {
    const [routerId = '', subnetId = ''] = joined.split(' ')
    await unlessGone(present(cloud.routers, 'router').detachSubnet(asId(routerId), asId(subnetId), call))
  },
}
