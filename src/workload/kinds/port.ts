import type { SecurityGroupId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import { findNamed, type Keeper, present } from './keeper.ts'

export const portKeeper: Keeper<'port'> = {
  create: async ({ name, network, subnet, securityGroups }, { cloud, id }, call) => {
    const spec = {
      name,
      networkId: id<never>(network),
      ...(subnet ? { fixedIps: [{ subnetId: id<never>(subnet) }] } : {}),
      ...(securityGroups.length === 0
        ? {}
        : { securityGroupIds: securityGroups.map((group) => id<SecurityGroupId>(group)) }),
    }
    return (await present(cloud.ports, 'port').create(spec, call)).id
  },
  settle: async (id, _spec, { cloud, call }) => {
    const { fixedIps } = await cloud.until('port', asId(id), (port) => port.fixedIps.length > 0, call)
    const address = fixedIps[0]?.address
    return { portId: id, ...(address === undefined ? {} : { address }) }
  },
  find: async ({ name }, { cloud, call }) => findNamed(present(cloud.ports, 'port').list(call), name),
  remove: async (id, { cloud, call }) => {
    await present(cloud.ports, 'port').delete(asId(id), call)
    await cloud.gone('port', asId(id), call)
  },
}
