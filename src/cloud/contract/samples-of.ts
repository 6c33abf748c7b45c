import { collect } from '../../lib/async-iterable.ts'
import type { CloudDriver } from '../driver.ts'
import type { Samples } from './subject.ts'

/** So many a rule may make to come to the limit. */
const few = 20

/** Picks the samples out of what a cloud offers: its first image and flavors, zone, external and shared network. */
export const samplesOf = async (driver: CloudDriver, range: string): Promise<Samples> => {
  const call = { signal: new AbortController().signal }
  const [image] = await collect(driver.images.list(call))
  // From small to large: some clouds resize to no flavor with a smaller disk.
  const [flavor, otherFlavor] = (await collect(driver.flavors.list(call)))
    .filter(({ diskGiB }) => diskGiB === 0 || diskGiB >= (image?.minDiskGiB ?? 0))
    .sort((a, b) => a.diskGiB - b.diskGiB || a.memoryMiB - b.memoryMiB)
  const zones = await collect(driver.places.zones(call))
  if (!image || !flavor) throw new Error('the cloud offers no image or no flavor')
  const zone = zones.find(({ serves }) => serves.includes('servers') && (!driver.volumes || serves.includes('volumes')))
  const networks = await collect(driver.networks.list(call))
  const external = networks.find((network) => network.external)
  const shared = networks.find((network) => network.shared)
  const { limit: groups = Number.POSITIVE_INFINITY } = (await driver.quotas?.get(call))?.securityGroups ?? {}
  return {
    imageId: image.id,
    flavorId: flavor.id,
    range,
    ...(otherFlavor ? { otherFlavorId: otherFlavor.id } : {}),
    ...(zone ? { zoneId: zone.id } : {}),
    ...(external ? { externalNetworkId: external.id } : {}),
    ...(shared ? { sharedNetworkId: shared.id } : {}),
    ...(groups <= few ? { scarceSecurityGroups: true as const } : {}),
  }
}
