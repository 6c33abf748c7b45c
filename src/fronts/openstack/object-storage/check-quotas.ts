import type { Access } from './access.ts'
import type { ContainerRecord } from './container-store.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'

/**
 * Throws 413 where so many bytes more would be more than the account's or the container's quota (openstack/swift
 * `swift/common/middleware/account_quotas.py`, `container_quotas.py`). What is overwritten counts too, as it does there; what comes in chunks counts as nothing.
 */
export const checkQuotas = async (
  { accounts, containers }: SwiftContext,
  container: ContainerRecord,
  { isReseller }: Access,
  sizeBytes: number,
): Promise<void> => {
  const { quotaBytes, quotaCount } = accounts.get(container.account)
  if (!isReseller && (quotaBytes !== undefined || quotaCount !== undefined)) {
    const all = await containers.list(container.account)
    const used = all.reduce((sum, each) => sum + each.sizeBytes, 0)
    const count = all.reduce((sum, each) => sum + each.objectCount, 0)
    if (used + sizeBytes > (quotaBytes ?? Number.POSITIVE_INFINITY)) throw exceeded()
    if (count + 1 > (quotaCount ?? Number.POSITIVE_INFINITY)) throw exceeded()
  }
  const { 'quota-bytes': mostBytes, 'quota-count': mostObjects } = container.metadata
  if (mostBytes === undefined && mostObjects === undefined) return
  const counted = await containers.counted(container)
  if (!counted) throw swiftRefusal(404)
  if (mostBytes !== undefined && counted.sizeBytes + sizeBytes > Number(mostBytes)) throw exceeded()
  if (mostObjects !== undefined && counted.objectCount + 1 > Number(mostObjects)) throw exceeded()
}

const exceeded = () => swiftRefusal(413, 'Upload exceeds quota.')
