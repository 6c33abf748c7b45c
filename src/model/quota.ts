/** What an account may have and has. `limit` absent means unlimited. */
export interface QuotaItem {
  readonly limit?: number
  readonly used: number
}

export const quotaNames = [
  'servers',
  'vcpus',
  'memoryMiB',
  'keyPairs',
  'networks',
  'subnets',
  'routers',
  'ports',
  'securityGroups',
  'securityGroupRules',
  'floatingIps',
  'volumes',
  'volumeGiB',
  'snapshots',
] as const
export type QuotaName = (typeof quotaNames)[number]

/** The quotas that the cloud tells; those it does not tell are absent. */
export type Quotas = Readonly<Partial<Record<QuotaName, QuotaItem>>>
