import type { Call } from '../../cloud/call.ts'
import type { CloudTraits } from '../../cloud/driver.ts'
import { collect } from '../../lib/async-iterable.ts'
import type { DiskFormat } from '../../model/image.ts'
import { diskFormats } from '../../model/image.ts'
import { diskFormatsOf } from '../../openstack/image/images.ts'
import type { DriverSettings } from './driver-settings.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { placeGroup } from './places.ts'
import { unlessSilent } from './unless-silent.ts'

/** The traits that the cloud is asked for. */
export const discoveredTraits = async (
  cloud: OpenStackCloud,
  settings: DriverSettings,
  call: Call,
): Promise<Pick<CloudTraits, 'volumesStayInZone' | 'imageFormats'>> => {
  const [formats, zones] = await Promise.all([
    imageFormats(cloud, settings, call),
    collect(placeGroup(cloud).zones(call)),
  ])
  const joint = zones.filter(({ serves }) => serves.includes('servers') && serves.includes('volumes'))
  return {
    // Whether Nova attaches across zones (`cross_az_attach`) no API tells. Where the two services have several zones of the same names, keeping
    // a server and its volumes together is right on either kind of cloud.
    volumesStayInZone: joint.length > 1,
    ...(formats ? { imageFormats: formats } : {}),
  }
}

const imageFormats = async (
  { image }: OpenStackCloud,
  { imageFormat }: DriverSettings,
  call: Call,
): Promise<readonly DiskFormat[] | undefined> => {
  const told = await unlessSilent(diskFormatsOf(image, call))
  const known = diskFormats.filter((format) => told?.includes(format))
  const liked = known.filter((format) => format === imageFormat)
  return told ? [...liked, ...known.filter((format) => format !== imageFormat)] : undefined
}
