import type { Document } from '../store/store.ts'
import type { NetworkContext } from './network-context.ts'
import { neutronError } from './neutron-error.ts'
import { portRecords } from './port-records.ts'
import { subnetPoolsOf } from './subnet-pool-record.ts'

/** A project's own limits, where an administrator set some. */
interface ProjectQuota extends Document {
  readonly limits: Readonly<Record<string, number>>
}

export const projectQuotas = ({ front }: NetworkContext) => front.store.collection<ProjectQuota>('network:quotas')

/** The limits that hold for a project, -1 meaning none, by Neutron's names. */
export const limitsOf = (context: NetworkContext, projectId: string): Readonly<Record<string, number>> => ({
  ...context.front.profile.quotas.network,
  ...projectQuotas(context).get(projectId)?.limits,
  ...impossible(context),
})

/** Of what the cloud below cannot make, nobody may have any. */
const impossible = ({ front: { driver } }: NetworkContext): Readonly<Record<string, number>> => ({
  ...(driver.networks.create ? {} : { network: 0 }),
  ...(driver.subnets.create ? {} : { subnet: 0 }),
  ...(driver.routers ? {} : { router: 0 }),
  ...(driver.floatingIps ? {} : { floatingip: 0 }),
})

const count = (items: Iterable<unknown>): number => {
  let total = 0
  for (const _item of items) total += 1
  return total
}

/** How much of each resource a project has; names as in `limitsOf`. */
export const usageOf = (context: NetworkContext, projectId: string): Readonly<Record<string, number>> => {
  const { mirror } = context.front
  const groups = [...mirror.list('security-group', projectId)]
  return {
    network: count(mirror.list('network', projectId)),
    subnet: count(mirror.list('subnet', projectId)),
    subnetpool: count(subnetPoolsOf(context.front).by('project', projectId)),
    port: portRecords(context).filter((record) => record.projectId === projectId).length,
    router: count(mirror.list('router', projectId)),
    floatingip: count(mirror.list('floating-ip', projectId)),
    security_group: groups.length,
    security_group_rule: groups.reduce((sum, { native }) => sum + (native?.rules.length ?? 0), 0),
    rbac_policy: 0,
  }
}

/** Throws 409 OverQuota when the project may not have `more` of that. */
export const requireQuota = (context: NetworkContext, projectId: string, resource: string, more = 1): void => {
  const limit = limitsOf(context, projectId)[resource] ?? -1
  if (limit < 0) return
  if ((usageOf(context, projectId)[resource] ?? 0) + more <= limit) return
  throw neutronError('quota_exceeded', 'OverQuota', `Quota exceeded for resources: ['${resource}'].`)
}
