import { CloudError } from '../../model/cloud-error.ts'
import type { Flavor } from '../../model/flavor.ts'
import type { ServerId, SubnetId, VolumeId, ZoneId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { Image } from '../../model/image.ts'
import type { Port } from '../../model/network.ts'
import type { ServerSpec } from '../../model/server.ts'
import type { Volume } from '../../model/volume.ts'
import { checkZones, putAttachment, rootDevice } from './attachments.ts'
import type { ImageContent } from './image-content.ts'
import { noteContent } from './image-content.ts'
import { chooseZone, zoneForVolume } from './places.ts'
import { chooseGroups, putPort, removePort, usableNetwork } from './port-making.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import type { Weight } from './usage.ts'
import { planVolume, volumeConflict } from './volumes.ts'

/** The most bytes of user data: Nova takes 65,535 characters of base64. */
export const userDataLimitOf = (cloud: SimulatedCloud): number => cloud.options.userDataLimit ?? 49_149

/** A server whose every wish was checked, and what it takes of the quotas beside itself. */
export interface ServerPlan {
  readonly flavor: Flavor
  readonly zoneId: ZoneId | undefined
  readonly disk: ImageContent
  readonly takes: Weight
  /** Makes or claims the root volume, `attaching`. */
  makeRoot(id: ServerId): void
  /** Makes the ports asked for and plugs in those handed in. Leaves nothing behind when one cannot be had. */
  plug(id: ServerId): void
}

/** Checks everything that can be checked before anything is made. */
export const planServer = (cloud: SimulatedCloud, spec: ServerSpec): ServerPlan => {
  const { flavors, keyPairs } = cloud.tables
  if (spec.name === '') throw new CloudError('invalid', 'a server needs a name')
  const flavor = flavors.get(spec.flavorId)
  if (spec.keyPairId !== undefined) keyPairs.get(spec.keyPairId)
  const limit = userDataLimitOf(cloud)
  if (spec.userData !== undefined && Buffer.byteLength(spec.userData) > limit)
    throw new CloudError('invalid', `the user data is longer than ${limit} bytes`)
  const zoneId = chooseZone(cloud, 'server', spec.zoneId)
  const root = planRoot(cloud, spec, flavor, zoneId)
  const plugs = planPlugs(cloud, spec, zoneId)
  return {
    flavor,
    zoneId,
    disk: root.disk,
    makeRoot: root.make,
    plug: plugs.plug,
    takes: { ...root.takes, ...plugs.takes },
  }
}

interface Root {
  readonly disk: ImageContent
  readonly takes: Weight
  make(id: ServerId): void
}

const planRoot = (
  cloud: SimulatedCloud,
  { name, boot }: ServerSpec,
  flavor: Flavor,
  zoneId: ZoneId | undefined,
): Root => {
  const { images, volumes } = cloud.tables
  const claim = (serverId: ServerId, volume: Volume) => {
    const attachment = { id: asId<'attachment'>(cloud.newId()), volumeId: volume.id, serverId, device: rootDevice }
    putAttachment(cloud, attachment, volume, 'attaching')
  }
  if ('volumeId' in boot) {
    const volume = volumes.get(boot.volumeId)
    if (!volume.bootable) throw new CloudError('invalid', `the volume ${volume.name} is not bootable`)
    if (volume.status !== 'available') throw volumeConflict(volume, 'no server can boot from it')
    checkZones(cloud, volume, zoneId)
    const content = volume.imageId === undefined ? undefined : cloud.imageStore.find(volume.imageId)
    return { disk: content ?? noteContent(name), takes: {}, make: (id) => claim(id, volumes.get(volume.id)) }
  }
  const image = images.get(boot.imageId)
  if (cloud.options.disklessNeedsVolume && flavor.diskGiB === 0 && !('volumeGiB' in boot))
    throw new CloudError('forbidden', `the flavor ${flavor.name} has no disk: its servers boot from volumes alone`)
  checkFit(image, flavor, 'volumeGiB' in boot)
  const disk = cloud.imageStore.find(image.id) ?? noteContent(name)
  if (!('volumeGiB' in boot)) return { disk, takes: {}, make: () => undefined }
  const zone = zoneForVolume(cloud, zoneId)
  const put = planVolume(cloud, { name: '', sizeGiB: boot.volumeGiB, imageId: image.id, ...zone })
  return {
    disk,
    takes: { volumes: 1, volumeGiB: boot.volumeGiB },
    make: (id) => {
      const volumeId: VolumeId = asId(cloud.newId())
      put(volumeId)
      if (boot.deleteOnTermination) cloud.goesWithServer.add(volumeId)
      claim(id, volumes.get(volumeId))
    },
  }
}

/** Fails when the image cannot be booted with that flavor. */
export const checkFit = (image: Image, flavor: Flavor, onVolume: boolean): void => {
  const refuse = (why: string) => {
    throw new CloudError('invalid', `the image ${image.name} does not fit the flavor ${flavor.name}: ${why}`)
  }
  if (image.status !== 'active')
    throw new CloudError('conflict', `the image ${image.name} is ${image.status}`, {
      resource: { kind: 'image', id: image.id },
    })
  if (image.architecture && flavor.architecture && image.architecture !== flavor.architecture)
    refuse(`it is for ${image.architecture}, the flavor is ${flavor.architecture}`)
  if (image.minMemoryMiB > flavor.memoryMiB)
    refuse(`it needs ${image.minMemoryMiB} MiB of memory, there are ${flavor.memoryMiB}`)
  if (!onVolume && flavor.diskGiB > 0 && image.minDiskGiB > flavor.diskGiB)
    refuse(`it needs ${image.minDiskGiB} GiB of disk, there are ${flavor.diskGiB}`)
}

/** Fails with `invalid` when a subnet is bound to another zone than the server's. */
const checkSubnetZone = (cloud: SimulatedCloud, subnetId: SubnetId, zoneId: ZoneId | undefined): void => {
  const subnet = cloud.tables.subnets.get(subnetId)
  if (subnet.zoneId !== undefined && subnet.zoneId !== zoneId)
    throw new CloudError('invalid', `the subnet ${subnet.name} is in ${subnet.zoneId}, the server in ${zoneId}`)
}

const freePort = (cloud: SimulatedCloud, id: Port['id'], zoneId: ZoneId | undefined): Port => {
  const port = cloud.tables.ports.get(id)
  if (port.owner !== 'none')
    throw new CloudError('conflict', `the port ${id} is in use`, { resource: { kind: 'port', id } })
  for (const { subnetId } of port.fixedIps) checkSubnetZone(cloud, subnetId, zoneId)
  return port
}

const planPlugs = (cloud: SimulatedCloud, spec: ServerSpec, zoneId: ZoneId | undefined) => {
  const { networks, ports, subnets } = cloud.tables
  const securityGroupIds = chooseGroups(cloud, spec.securityGroupIds)
  for (const wish of spec.interfaces) {
    if ('portId' in wish) {
      freePort(cloud, wish.portId, zoneId)
      continue
    }
    const network = usableNetwork(cloud, wish.networkId)
    if (wish.subnetId !== undefined) checkSubnetZone(cloud, wish.subnetId, zoneId)
    else if (!subnets.has('network', network.id))
      throw new CloudError('invalid', `the network ${network.name} has no subnet for a server's address`)
  }
  const handedIn = spec.interfaces.flatMap((wish) => ('portId' in wish ? [wish.portId] : []))
  if (new Set(handedIn).size < handedIn.length)
    throw new CloudError('invalid', 'the same port is handed in more than once')
  const held = { owner: 'server', status: 'building' } as const
  const plug = (serverId: ServerId) => {
    const before: Port[] = []
    try {
      for (const wish of spec.interfaces) {
        if ('portId' in wish) {
          const port = freePort(cloud, wish.portId, zoneId)
          before.push(port)
          ports.put({ ...port, ...held, serverId })
          continue
        }
        const id = asId<'port'>(cloud.newId())
        const { networkId, ...fixedIp } = wish
        const network = networks.get(networkId)
        const fixedIps = fixedIp.subnetId === undefined && fixedIp.address === undefined ? undefined : [fixedIp]
        putPort(cloud, { ...held, id, name: '', network, fixedIps, securityGroupIds, serverId })
        cloud.goesWithServer.add(id)
      }
    } catch (error) {
      for (const port of ports.by('server', serverId)) if (cloud.goesWithServer.has(port.id)) removePort(cloud, port)
      for (const port of before) ports.put(port)
      throw error
    }
  }
  return { plug, takes: { ports: spec.interfaces.length - handedIn.length } }
}
