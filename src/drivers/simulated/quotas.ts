import type { QuotaDriver } from '../../cloud/driver.ts'
import type { QuotaName } from '../../model/quota.ts'
import { quotaNames } from '../../model/quota.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

/** Limits and use of everything that the cloud has. */
export const quotas = (cloud: SimulatedCloud, absent: ReadonlySet<QuotaName>): QuotaDriver => ({
  get: (call) => cloud.answer(call, () => cloud.usage.tell(quotaNames.filter((name) => !absent.has(name)))),
})
