import type { CloudDriver } from '../driver.ts'
import { type GroupName, groupTable } from '../groups.ts'

/**
 * The same driver, and how many items its reader has taken from its lists: what takes the place of requests on a cloud that is asked without any.
 */
export const countingLists = (
  driver: CloudDriver,
): { readonly driver: CloudDriver; readonly requests: () => number } => {
  let taken = 0
  const counting = (list: List): List =>
    async function* (...args) {
      for await (const item of list(...args)) {
        taken += 1
        yield item
      }
    }
  const groups: Partial<Record<GroupName, object>> = {}
  for (const name of Object.keys(groupTable) as GroupName[]) {
    const group = driver[name]
    if (!group || !('list' in group)) continue
    groups[name] = { ...group, list: counting((group.list as List).bind(group)) }
  }
  return { driver: { ...driver, ...groups } as CloudDriver, requests: () => taken }
}

type List = (...args: readonly unknown[]) => AsyncIterable<unknown>
