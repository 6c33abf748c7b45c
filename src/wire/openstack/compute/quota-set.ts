import { z } from 'zod'
import { flag, wholeNumber } from './fields.ts'
import type { Introduced } from './introduced.ts'

/** The resources that Nova's quotas count, with the limits of a cloud that says nothing else (openstack/nova `nova/conf/quota.py`). */
export const computeQuotaDefaults = {
  instances: 10,
  cores: 20,
  ram: 51_200,
  floating_ips: -1,
  fixed_ips: -1,
  metadata_items: 128,
  injected_files: 5,
  injected_file_content_bytes: 10_240,
  injected_file_path_bytes: 255,
  security_groups: -1,
  security_group_rules: -1,
  key_pairs: 100,
  server_groups: 10,
  server_group_members: 10,
} as const

export type ComputeQuotaName = keyof typeof computeQuotaDefaults

export const computeQuotaNames = Object.keys(computeQuotaDefaults) as ComputeQuotaName[]

/** Which resources left the quota sets, and when. */
export const computeQuotaFields: Introduced = {
  floating_ips: { until: '2.36' },
  fixed_ips: { until: '2.36' },
  security_groups: { until: '2.36' },
  security_group_rules: { until: '2.36' },
  injected_files: { until: '2.57' },
  injected_file_content_bytes: { until: '2.57' },
  injected_file_path_bytes: { until: '2.57' },
}

const limits = Object.fromEntries(computeQuotaNames.map((name) => [name, wholeNumber(-1).optional()])) as Record<
  ComputeQuotaName,
  z.ZodOptional<ReturnType<typeof wholeNumber>>
>

/** `PUT /os-quota-sets/{project}`. */
export const quotaSetUpdate = z.strictObject({
  quota_set: z.strictObject({ ...limits, networks: wholeNumber(-1).optional(), force: flag.optional() }),
})
