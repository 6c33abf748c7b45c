import type { Cloud } from '../../cloud/cloud.ts'
import type { Call, CreateCall } from '../../cloud/driver.ts'
import type { FloatingIp } from '../../model/floating-ip.ts'
import type { NetworkId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import { isPrivateAddress } from '../../model/private-address.ts'
import { firstWithRoom } from '../first-with-room.ts'
import { type Keeper, present } from './keeper.ts'

export const floatingIpKeeper: Keeper<'floating-ip'> = {
  create: async ({ poolId, orElse = [], samePoolAs, description }, { cloud, output }, call) => {
    const same = samePoolAs && output(samePoolAs, 'poolId')
    if (same !== undefined) return (await allocate(cloud, asId(same), description, call)).id
    return (await allocateOutside(cloud, [poolId, ...orElse], description, call)).id
  },
  settle: async (id, _spec, { cloud, call }) => {
    const { address, poolId } = await present(cloud.floatingIps, 'floating-ip').get(asId(id), call)
    return { address, poolId }
  },
  find: async ({ description }, { cloud, call }) => {
    for await (const each of present(cloud.floatingIps, 'floating-ip').list(call))
      if (each.description === description) return { id: each.id, certain: false }
    return undefined
  },
  remove: (id, { cloud, call }) => release(cloud, id, call),
}

const release = async (cloud: Cloud, id: string, call: Call): Promise<void> => {
  await present(cloud.floatingIps, 'floating-ip').delete(asId(id), call)
  await cloud.gone('floating-ip', asId(id), call)
}

const allocate = (cloud: Cloud, poolId: NetworkId, description: string, call: CreateCall): Promise<FloatingIp> =>
  present(cloud.floatingIps, 'floating-ip').create({ poolId, description }, call)

/**
 * An address of the first pool with room whose addresses can be reached from outside. Where a pool leads no API tells its users, but its addresses do. When all
 * pools lead inwards, the first with room it is.
 */
const allocateOutside = async (
  cloud: Cloud,
  pools: readonly NetworkId[],
  description: string,
  call: CreateCall,
): Promise<FloatingIp> => {
  const inward: NetworkId[] = []
  for (let left = pools; left.length > 0; ) {
    const floatingIp = await firstWithRoom([...left, ...inward], (pool) => allocate(cloud, pool, description, call))
    const next = left.slice(left.indexOf(floatingIp.poolId) + 1)
    if (!left.includes(floatingIp.poolId) || !isPrivateAddress(floatingIp.address) || pools.length === 1)
      return floatingIp
    await release(cloud, floatingIp.id, call)
    inward.push(floatingIp.poolId)
    left = next
  }
  return firstWithRoom(inward, (pool) => allocate(cloud, pool, description, call))
}
