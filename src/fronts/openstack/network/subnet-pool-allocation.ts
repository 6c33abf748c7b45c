import { overlap } from '../../../model/address-range.ts'
import type { SubnetCreate } from '../../../wire/openstack/network/subnet.ts'
import type { IpRange } from './ip-range.ts'
import { formatIp, parseRange } from './ip-range.ts'
import { present } from './make.ts'
import type { NetworkContext } from './network-context.ts'
import { badRequest, neutronError } from './neutron-error.ts'
import type { SubnetPoolRecord } from './subnet-pool-record.ts'
import { subnetPoolsOf } from './subnet-pool-record.ts'

/**
 * The range that a new subnet gets from its pool: the one asked for, or the first free one of the size asked for (openstack/neutron
 * `neutron/ipam/subnet_alloc.py`). Throws 404 for an unknown pool, 400 for a wrong size and 500 as upstream when the pool has no room.
 */
export const takeFromPool = (
  context: NetworkContext,
  body: SubnetCreate,
  projectId: string,
): { readonly cidr: string; readonly poolId: string } => {
  const pool = poolFor(context, body, projectId)
  if (body.ip_version !== undefined && body.ip_version !== pool.ipVersion)
    throw badRequest('subnets', `Cannot allocate IPv${body.ip_version} subnet from IPv${pool.ipVersion} subnet pool`)
  const taken = subnetsOfPool(context, pool.id)
  const ranges = pool.prefixes.flatMap((prefix) => parseRange(prefix) ?? [])
  const asked = body.cidr == null ? undefined : parseRange(body.cidr)
  if (body.cidr != null) {
    if (!asked || !ranges.some((range) => contains(range, asked)) || taken.some((range) => overlap(range, asked)))
      throw noRoom(`Cannot allocate requested subnet ${body.cidr} from the available set of prefixes`)
    checkPrefix(pool, asked.prefix)
    return { cidr: asked.cidr, poolId: pool.id }
  }
  const prefix = body.prefixlen ?? pool.defaultPrefix
  checkPrefix(pool, prefix)
  const free = firstFree(ranges, taken, prefix)
  if (!free) throw noRoom(`Insufficient prefix space to allocate subnet size /${prefix}`)
  return { cidr: free, poolId: pool.id }
}

/** The ranges of the subnets that were cut from a pool. */
export const subnetsOfPool = (context: NetworkContext, poolId: string): readonly IpRange[] =>
  present(context, 'subnet').flatMap(({ id, native }) =>
    context.extra('subnet', id)?.subnetPoolId === poolId ? (parseRange(native.cidr) ?? []) : [],
  )

const poolFor = (context: NetworkContext, body: SubnetCreate, projectId: string): SubnetPoolRecord => {
  const pools = subnetPoolsOf(context.front)
  const id = body.subnetpool_id
  if (id != null) {
    const pool = pools.get(id)
    if (pool && (pool.shared || pool.projectId === projectId)) return pool
    throw neutronError('not_found', 'SubnetPoolNotFound', `Subnet pool ${id} could not be found.`)
  }
  const version = body.ip_version ?? 4
  const standard = [...pools].find(({ isDefault, ipVersion }) => isDefault && ipVersion === version)
  if (standard) return standard
  throw badRequest('subnets', `No default subnetpool found for IPv${version}`)
}

const contains = (outer: IpRange, inner: IpRange): boolean =>
  outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last

const checkPrefix = ({ minPrefix, maxPrefix }: SubnetPoolRecord, prefix: number): void => {
  if (prefix < minPrefix)
    throw neutronError(
      'invalid',
      'MinPrefixSubnetAllocationError',
      `Unable to allocate subnet with prefix length ${prefix}, minimum allowed prefix is ${minPrefix}.`,
    )
  if (prefix > maxPrefix)
    throw neutronError(
      'invalid',
      'MaxPrefixSubnetAllocationError',
      `Unable to allocate subnet with prefix length ${prefix}, maximum allowed prefix is ${maxPrefix}.`,
    )
}

const firstFree = (ranges: readonly IpRange[], taken: readonly IpRange[], prefix: number): string | undefined => {
  for (const { version, first, last } of ranges) {
    const size = 1n << BigInt((version === 4 ? 32 : 128) - prefix)
    for (let at = first; at + size - 1n <= last; ) {
      const candidate = { version, first: at, last: at + size - 1n }
      const inTheWay = taken.find((range) => overlap(range, candidate))
      if (!inTheWay) return `${formatIp({ version, value: at })}/${prefix}`
      at = ((inTheWay.last + size) / size) * size
    }
  }
  return undefined
}

const noRoom = (reason: string) =>
  neutronError('internal', 'SubnetAllocationError', `Failed to allocate subnet: ${reason}.`)
