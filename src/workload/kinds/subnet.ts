import { asId } from '../../model/id.ts'
import { findNamed, type Keeper, present } from './keeper.ts'

export const subnetKeeper: Keeper<'subnet'> = {
  create: async ({ name, cidr, network, zoneId }, { cloud, id }, call) => {
    const spec = { name, cidr, networkId: id<never>(network), ...(zoneId ? { zoneId } : {}) }
    return (await present(cloud.subnets.create, 'subnet')(spec, call)).id
  },
  settle: async () => ({}),
  find: ({ name }, { cloud, call }) => findNamed(cloud.subnets.list(call), name),
  remove: async (id, { cloud, call }) => {
    await cloud.subnets.delete(asId(id), call)
    await cloud.gone('subnet', asId(id), call)
  },
}
