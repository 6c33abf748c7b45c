import type { Call, CreateCall } from '../../cloud/call.ts'
import type { Cloud } from '../../cloud/cloud.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { FloatingIp } from '../../model/floating-ip.ts'
import type { NetworkId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import { isPrivateAddress } from '../../model/private-address.ts'
import { firstWithRoom } from '../first-with-room.ts'
import { isSpare } from '../spare-floating-ip.ts'
import { type Keeper, present } from './keeper.ts'

export const floatingIpKeeper: Keeper<'floating-ip'> = {
  create: async ({ poolId, orElse = [], samePoolAs, description }, { cloud, output, claim }, call) => {
    const same = samePoolAs && output(samePoolAs, 'poolId')
    const pools = same === undefined ? [poolId, ...orElse] : [asId<'network'>(same)]
    try {
      return (await allocateOutside(cloud, pools, description, call)).id
    } catch (error) {
      const borrowed = isRefusal(error) ? await borrow(cloud, pools, claim, call) : undefined
      if (borrowed === undefined) throw error
      return borrowed.id
    }
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
  remove: async (id, { cloud, call }, { description }) => {
    if (await isBorrowed(cloud, id, description, call)) return
    await release(cloud, id, call)
  },
}

/** When none can be had any more, one that the project has already may do. */
const isRefusal = (error: unknown): boolean =>
  error instanceof CloudError && ['quota_exceeded', 'no_capacity', 'forbidden'].includes(error.code)

/** One of the project's own that leads nowhere and that no deployment has, of the first of the pools that has one. */
const borrow = async (
  cloud: Cloud,
  pools: readonly NetworkId[],
  claim: (id: string) => boolean,
  call: Call,
): Promise<FloatingIp | undefined> => {
  const spare: FloatingIp[] = []
  for await (const each of present(cloud.floatingIps, 'floating-ip').list(call)) if (isSpare(each)) spare.push(each)
  return pools.flatMap((pool) => spare.filter(({ poolId }) => poolId === pool)).find(({ id }) => claim(id))
}

/** What a deployment allocated has its description; what it borrowed keeps the one that its owner gave it. */
const isBorrowed = async (cloud: Cloud, id: string, description: string, call: Call): Promise<boolean> => {
  try {
    return (await present(cloud.floatingIps, 'floating-ip').get(asId(id), call)).description !== description
  } catch (error) {
    if (error instanceof CloudError && error.code === 'not_found') return false
    throw error
  }
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
