import type { CloudError } from '../../../model/cloud-error.ts'
import type { SubnetPoolAnswer, SubnetPoolUpdate } from '../../../wire/openstack/network/subnet-pool.ts'
import { subnetPool, subnetPoolCreate, subnetPoolUpdate } from '../../../wire/openstack/network/subnet-pool.ts'
import type { Authorization } from '../kernel/service.ts'
import type { IpRange } from './ip-range.ts'
import { parseRange } from './ip-range.ts'
import type { NetworkContext } from './network-context.ts'
import { requireQuota } from './network-quota.ts'
import { badRequest, neutronError, notOffered, policyForbids } from './neutron-error.ts'
import type { Resource, View } from './resource.ts'
import { resource } from './resource.ts'
import { sentAttributes, standardAttributes } from './standard-attributes.ts'
import { subnetsOfPool } from './subnet-pool-allocation.ts'
import type { SubnetPoolRecord } from './subnet-pool-record.ts'
import { subnetPoolsOf } from './subnet-pool-record.ts'

const missing = (id: string): CloudError =>
  neutronError('not_found', 'SubnetPoolNotFound', `Subnet pool ${id} could not be found.`)

/** `/v2.0/subnetpools`: Neutron's own, so they exist over every cloud. */
export const subnetPools = (context: NetworkContext): Resource => {
  const { front } = context
  const pools = subnetPoolsOf(front)
  return resource({
    name: 'subnetpool',
    collection: 'subnetpools',
    path: 'subnetpools',
    attributes: new Set(Object.keys(subnetPool.shape)),
    tagged: true,
    missing,
    views: () => [...pools].map(viewOf),
    view: (id) => {
      const pool = pools.get(id)
      return pool && viewOf(pool)
    },
    create: {
      schema: subnetPoolCreate,
      run: async (body, projectId, authorization) => {
        if (body.shared && !authorization.isAdmin) throw policyForbids('create_subnetpool:shared')
        requireQuota(context, projectId, 'subnetpool')
        const now = front.timestamp()
        const pool: SubnetPoolRecord = {
          id: front.newId(),
          projectId,
          revision: 0,
          name: body.name ?? '',
          description: body.description ?? '',
          createdAt: now,
          updatedAt: now,
          shared: body.shared ?? false,
          ...sizes(context, body, authorization),
        }
        pools.put(pool)
        return pool.id
      },
    },
    update: {
      schema: subnetPoolUpdate,
      run: async (id, body, authorization) => {
        const pool = pools.get(id)
        if (!pool) throw missing(id)
        const changed = sizes(context, body, authorization, pool)
        const kept = changed.prefixes.flatMap((prefix) => parseRange(prefix) ?? [])
        const lost = pool.prefixes.filter((prefix) => !covered(parseRange(prefix), kept))
        if (lost.length > 0)
          throw neutronError(
            'invalid',
            'IllegalSubnetPoolPrefixUpdate',
            'Illegal update to prefixes: Existing prefixes must be a subset of the new prefixes.',
          )
        pools.put({
          ...pool,
          ...sentAttributes(body),
          ...changed,
          revision: pool.revision + 1,
          updatedAt: front.timestamp(),
        })
      },
    },
    delete: async (id) => {
      if (subnetsOfPool(context, id).length > 0)
        throw neutronError(
          'invalid',
          'SubnetPoolDeleteError',
          'Unable to delete subnet pool: Subnet pool has existing allocations.',
        )
      pools.delete(id)
    },
    setTags: (id, tags) => {
      const pool = pools.get(id)
      if (pool) pools.put({ ...pool, tags, revision: pool.revision + 1, updatedAt: front.timestamp() })
    },
  })
}

const covered = (range: IpRange | undefined, by: readonly IpRange[]): boolean =>
  range === undefined ||
  by.some((other) => other.version === range.version && other.first <= range.first && range.last <= other.last)

type Sizes = Pick<
  SubnetPoolRecord,
  'prefixes' | 'ipVersion' | 'minPrefix' | 'maxPrefix' | 'defaultPrefix' | 'defaultQuota' | 'isDefault'
>

/** What the body says over what was before, checked as openstack/neutron `neutron/objects/subnetpool.py` and `neutron/ipam/subnet_alloc.py` do. */
const sizes = (
  context: NetworkContext,
  body: SubnetPoolUpdate,
  { isAdmin }: Authorization,
  before?: SubnetPoolRecord,
): Sizes => {
  if (body.is_default && !isAdmin) throw policyForbids('create_subnetpool:is_default')
  if (body.address_scope_id != null) throw notOffered('address scopes')
  if (body.default_quota != null) throw notOffered('a quota of a subnet pool')
  const ranges = (body.prefixes ?? before?.prefixes ?? []).flatMap((prefix) => parseRange(prefix) ?? [])
  const [first] = ranges
  if (!first) throw neutronError('invalid', 'EmptySubnetPoolPrefixList', 'Empty subnet pool prefix list.')
  const ipVersion = first.version
  if (ranges.some(({ version }) => version !== ipVersion))
    throw neutronError('invalid', 'PrefixVersionMismatch', 'Cannot mix IPv4 and IPv6 prefixes in a subnet pool.')
  const minPrefix = body.min_prefixlen ?? before?.minPrefix ?? (ipVersion === 4 ? 8 : 64)
  const maxPrefix = body.max_prefixlen ?? before?.maxPrefix ?? (ipVersion === 4 ? 32 : 128)
  const defaultPrefix = body.default_prefixlen ?? before?.defaultPrefix ?? minPrefix
  const outOfOrder = (one: string, a: number, other: string, b: number): void => {
    if (a > b)
      throw neutronError(
        'invalid',
        'IllegalSubnetPoolPrefixBounds',
        `Illegal prefix bounds: ${one}=${a}, ${other}=${b}.`,
      )
  }
  outOfOrder('min_prefixlen', minPrefix, 'max_prefixlen', maxPrefix)
  outOfOrder('min_prefixlen', minPrefix, 'default_prefixlen', defaultPrefix)
  outOfOrder('default_prefixlen', defaultPrefix, 'max_prefixlen', maxPrefix)
  const isDefault = body.is_default ?? before?.isDefault ?? false
  const rival = [...subnetPoolsOf(context.front)].find(
    (pool) => pool.isDefault && pool.ipVersion === ipVersion && pool.id !== before?.id,
  )
  if (isDefault && rival)
    throw badRequest('subnetpools', `A default subnetpool for this IP family has already been set`)
  return {
    prefixes: ranges.map(({ cidr }) => cidr),
    ipVersion,
    minPrefix,
    maxPrefix,
    defaultPrefix,
    defaultQuota: null,
    isDefault,
  }
}

const viewOf = (pool: SubnetPoolRecord): View => {
  const value: SubnetPoolAnswer = {
    ...standardAttributes(pool, pool, { name: '' }),
    prefixes: [...pool.prefixes],
    ip_version: pool.ipVersion,
    min_prefixlen: String(pool.minPrefix),
    max_prefixlen: String(pool.maxPrefix),
    default_prefixlen: String(pool.defaultPrefix),
    default_quota: pool.defaultQuota,
    is_default: pool.isDefault,
    shared: pool.shared,
    address_scope_id: null,
  }
  return { id: pool.id, projectId: pool.projectId, everyones: pool.shared || pool.isDefault, value }
}
