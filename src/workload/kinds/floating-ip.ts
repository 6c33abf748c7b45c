import { asId } from '../../model/id.ts'
import { type Keeper, present } from './keeper.ts'

export const floatingIpKeeper: Keeper<'floating-ip'> = {
  create: async (spec, { cloud }, call) => (await present(cloud.floatingIps, 'floating-ip').create(spec, call)).id,
  settle: async (id, _spec, { cloud, call }) => ({
    address: (await present(cloud.floatingIps, 'floating-ip').get(asId(id), call)).address,
  }),
  find: async ({ description }, { cloud, call }) => {
    for await (const each of present(cloud.floatingIps, 'floating-ip').list(call))
      if (each.description === description) return { id: each.id, certain: false }
    return undefined
  },
  remove: async (id, { cloud, call }) => {
    await present(cloud.floatingIps, 'floating-ip').delete(asId(id), call)
    await cloud.gone('floating-ip', asId(id), call)
  },
}
