import type { QuotaName, Quotas } from '../model/quota.ts'
import { cutOff } from './compare-nodes.ts'
import type { CloudOffer } from './offer.ts'
import type { PlannedChange, Refusal } from './plan.ts'
import type { NodeKind } from './resource-node.ts'

const quotaOf: Partial<Record<NodeKind, QuotaName>> = {
  'key-pair': 'keyPairs',
  network: 'networks',
  subnet: 'subnets',
  router: 'routers',
  port: 'ports',
  'security-group': 'securityGroups',
  'security-group-rule': 'securityGroupRules',
  'floating-ip': 'floatingIps',
  volume: 'volumes',
  server: 'servers',
}

/** Whether what a plan makes new fits into what is left of every quota that the cloud tells. What a killed run may have made counts as there already. */
export const checkQuotas = (
  changes: readonly PlannedChange[],
  { quotas, flavors, spareFloatingIps = 0 }: Pick<CloudOffer, 'quotas' | 'flavors' | 'spareFloatingIps'>,
): readonly Refusal[] =>
  [...quotaNeeds(changes, flavors)].flatMap(([name, amount]) =>
    // What the project has already can be borrowed.
    shortage(quotas, name, name === 'floatingIps' ? Math.max(0, amount - spareFloatingIps) : amount),
  )

/** How much of each quota a plan takes that it has not taken yet. */
export const quotaNeeds = (
  changes: readonly PlannedChange[],
  flavors: CloudOffer['flavors'],
): ReadonlyMap<QuotaName, number> => {
  const wanted = new Map<QuotaName, number>()
  const add = (name: QuotaName | undefined, amount: number) => {
    if (name) wanted.set(name, (wanted.get(name) ?? 0) + amount)
  }
  const sizes = new Map(flavors.map((flavor) => [flavor.id, flavor]))
  for (const change of changes) {
    if (change.action !== 'create' || change.because === cutOff) continue
    const { node } = change
    add(quotaOf[node.kind], 1)
    if (node.kind === 'volume') add('volumeGiB', node.spec.sizeGiB)
    if (node.kind === 'server') {
      add('vcpus', sizes.get(node.spec.flavorId)?.vcpus ?? 0)
      add('memoryMiB', sizes.get(node.spec.flavorId)?.memoryMiB ?? 0)
      if (node.spec.bootVolumeGiB !== undefined) {
        add('volumes', 1)
        add('volumeGiB', node.spec.bootVolumeGiB)
      }
    }
  }
  return wanted
}

const shortage = (quotas: Quotas, name: QuotaName, amount: number): readonly Refusal[] => {
  const quota = quotas[name]
  if (quota?.limit === undefined || quota.used + amount <= quota.limit) return []
  return [
    {
      subject: 'the workload',
      reason: `it needs ${amount} more of the quota ${name}, and ${Math.max(0, quota.limit - quota.used)} of ${quota.limit} are left`,
      hint: 'ask the cloud for a larger quota, delete what is not needed, or make the workload smaller',
    },
  ]
}
