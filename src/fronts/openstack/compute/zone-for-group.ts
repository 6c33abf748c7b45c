import { CloudError } from '../../../model/cloud-error.ts'
import type { Zone } from '../../../model/place.ts'
import type { Compute } from './compute.ts'

/**
 * The zone for the server number `index` of one request; undefined leaves it to the cloud below. Members of an `anti-affinity` group get zones
 * of their own, since zones alone are known to be different hosts. Throws Nova's 409 when no zone is left for one.
 */
export const zoneForGroup = async (
  { zones, servers, serverGroups, front }: Compute,
  groupId: string | undefined,
  wanted: Zone | undefined,
  index: number,
): Promise<Zone | undefined> => {
  const group = groupId === undefined ? undefined : serverGroups.records.get(groupId)
  const available = (await zones.list()).filter((zone) => zone.available)
  if (group?.policy !== 'anti-affinity') return wanted ?? (front.driver.traits.zoneRequired ? available[0] : undefined)
  const taken = serverGroups
    .members(group.id)
    .map(({ id, plan }) => servers.mirrored(id)?.native?.zoneId ?? plan?.spec.zoneId)
  const places = available.flatMap((zone) => {
    const used = taken.filter((zoneId) => zoneId === zones.idBelow(zone)).length
    return Array.from({ length: Math.max(0, (group.maxPerHost ?? 1) - used) }, () => zone)
  })
  const place = places.filter(({ id }) => wanted === undefined || id === wanted.id)[index]
  if (place) return place
  throw new CloudError('conflict', `No zone is left for another member of the anti-affinity group ${group.id}.`, {
    reason: 'NoValidHost',
  })
}
