import type { Flavor } from '../model/flavor.ts'
import { type QuotaName, quotaNames } from '../model/quota.ts'
import type { CloudOffer } from '../workload/offer.ts'
import type { Finding } from './assessment.ts'
import type { Comparison } from './comparison.ts'
import { blocking, figure } from './findings.ts'
import type { Project } from './project.ts'

/** Whether what is here fits into what is left there, its servers in the flavors that were found for them. */
export const projectQuotas = (
  { from, to }: Comparison,
  project: Project,
  flavors: ReadonlyMap<string, Flavor>,
): readonly Finding[] => {
  const demand = demandOf(project, flavors, to.offer.has)
  return quotaNames.flatMap((name): Finding[] => {
    const quota = to.offer.quotas[name]
    const needed = demand[name]
    if (quota?.limit === undefined) return []
    const left = Math.max(0, quota.limit - quota.used)
    if (needed <= left) return []
    const here = from.offer.quotas[name]?.limit
    return [
      blocking(`${figure(needed)} are needed there, and ${figure(left)} are left`, {
        area: 'quotas',
        subject: name,
        here: here === undefined ? `uses ${figure(needed)}` : `uses ${figure(needed)} of ${figure(here)}`,
        there: `${figure(quota.used)} of ${figure(quota.limit)} used`,
        hint: 'ask that cloud for a larger quota, or move less',
      }),
    ]
  })
}

const demandOf = (
  project: Project,
  flavors: ReadonlyMap<string, Flavor>,
  has: CloudOffer['has'],
): Readonly<Record<QuotaName, number>> => {
  const { servers, volumes, snapshots, securityGroups } = project
  const sum = <Item>(items: readonly Item[], of: (item: Item) => number) =>
    items.reduce((total, item) => total + of(item), 0)
  const only = (count: number) => (has.networks ? count : 0)
  return {
    servers: servers.length,
    vcpus: sum(servers, ({ flavorId }) => flavors.get(flavorId)?.vcpus ?? 0),
    memoryMiB: sum(servers, ({ flavorId }) => flavors.get(flavorId)?.memoryMiB ?? 0),
    keyPairs: project.keyPairs.length,
    networks: only(project.networks.length),
    subnets: only(project.subnets.length),
    routers: only(project.routers.length),
    ports: sum(servers, ({ interfaces }) => interfaces.length),
    securityGroups: securityGroups.length,
    securityGroupRules: sum(securityGroups, ({ rules }) => rules.length),
    floatingIps: has.floatingIps ? project.floatingIps.length : 0,
    volumes: volumes.length,
    volumeGiB: sum(volumes, ({ sizeGiB }) => sizeGiB) + sum(snapshots, ({ sizeGiB }) => sizeGiB),
    snapshots: snapshots.length,
  }
}
