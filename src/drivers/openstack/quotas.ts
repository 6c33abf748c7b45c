import type { Call } from '../../cloud/call.ts'
import type { QuotaDriver } from '../../cloud/driver.ts'
import type { QuotaItem, QuotaName, Quotas } from '../../model/quota.ts'
import { listKeyPairs } from '../../openstack/compute/key-pairs.ts'
import { networkQuotas } from '../../openstack/network/extensions.ts'
import { absoluteLimits } from '../../openstack/session/zones-and-limits.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'

/** Quotas are Nova's and Cinder's limits and, where Neutron has the extension `quota_details`, its own. */
export const quotaGroup = (cloud: OpenStackCloud): QuotaDriver => ({
  get: async (call) =>
    Object.assign({}, ...(await Promise.all([ofCompute(cloud, call), ofStorage(cloud, call), ofNetwork(cloud, call)]))),
})

type Absolute = Readonly<Record<string, number | null | undefined>>

const ofCompute = async ({ compute }: OpenStackCloud, call: Call): Promise<Quotas> => {
  const absolute = await absoluteLimits(compute, call)
  const found = pick(absolute, {
    servers: ['maxTotalInstances', 'totalInstancesUsed'],
    vcpus: ['maxTotalCores', 'totalCoresUsed'],
    memoryMiB: ['maxTotalRAMSize', 'totalRAMUsed'],
  })
  const { maxTotalKeypairs } = absolute
  if (typeof maxTotalKeypairs !== 'number') return found
  let used = 0
  for await (const _ of listKeyPairs(compute, call)) used += 1
  return { ...found, keyPairs: item(maxTotalKeypairs, used) }
}

const ofStorage = async ({ storage }: OpenStackCloud, call: Call): Promise<Quotas> =>
  storage
    ? pick(await absoluteLimits(storage, call), {
        volumes: ['maxTotalVolumes', 'totalVolumesUsed'],
        volumeGiB: ['maxTotalVolumeGigabytes', 'totalGigabytesUsed'],
        snapshots: ['maxTotalSnapshots', 'totalSnapshotsUsed'],
      })
    : {}

const networkNames: Readonly<Record<string, QuotaName>> = {
  network: 'networks',
  subnet: 'subnets',
  router: 'routers',
  port: 'ports',
  security_group: 'securityGroups',
  security_group_rule: 'securityGroupRules',
  floatingip: 'floatingIps',
}

const ofNetwork = async ({ network, extensions, projectId }: OpenStackCloud, call: Call): Promise<Quotas> => {
  if (!extensions.has('quota_details')) return {}
  const details = await networkQuotas(network, projectId, call)
  const found: Partial<Record<QuotaName, QuotaItem>> = {}
  for (const [resource, name] of Object.entries(networkNames)) {
    const detail = details[resource]
    if (detail) found[name] = item(detail.limit, detail.used)
  }
  return found
}

/** The items of which the service tells both numbers. */
const pick = (absolute: Absolute, keys: Partial<Record<QuotaName, readonly [limit: string, used: string]>>): Quotas => {
  const found: Partial<Record<QuotaName, QuotaItem>> = {}
  for (const [name, [limit, used]] of Object.entries(keys)) {
    const [most, now] = [absolute[limit], absolute[used]]
    if (typeof most === 'number' && typeof now === 'number') found[name as QuotaName] = item(most, now)
  }
  return found
}

/** OpenStack writes -1 for unlimited. */
const item = (limit: number, used: number): QuotaItem => (limit < 0 ? { used } : { limit, used })
