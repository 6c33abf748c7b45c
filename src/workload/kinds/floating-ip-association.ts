import { CloudError } from '../../model/cloud-error.ts'
import type { FloatingIpId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import { type Keeper, present, unlessGone } from './keeper.ts'

export const floatingIpAssociationKeeper: Keeper<'floating-ip-association'> = {
  create: async ({ floatingIp, target }, { cloud, id, output, call }) => {
    const floatingIpId = id<FloatingIpId>(floatingIp)
    const portId = output(target, 'portId')
    if (portId === undefined)
      throw new CloudError(
        'unsupported',
        'this cloud does not tell the port of the server that the floating IP should lead to',
      )
    await present(cloud.floatingIps, 'floating-ip').associate(floatingIpId, { portId: asId(portId) }, call)
    return floatingIpId
  },
  settle: async (id, _spec, { cloud, call }) => {
    const { address } = await cloud.until('floating-ip', asId(id), ({ portId }) => portId !== undefined, call)
    return { publicAddress: address }
  },
  find: async ({ floatingIp }, { id }) => ({ id: id(floatingIp), certain: true }),
  remove: async (floatingIpId, { cloud, call }) =>
    unlessGone(present(cloud.floatingIps, 'floating-ip').associate(asId(floatingIpId), undefined, call)),
}
