import { CloudError } from '../../../model/cloud-error.ts'
import type { ServerSpec } from '../../../model/server.ts'
import type { BlockDevice, ServerCreate } from '../../../wire/openstack/compute/server-create.ts'
import type { Front } from '../kernel/front.ts'
import { maySee } from '../kernel/policy.ts'
import type { Authorization } from '../kernel/service.ts'
import type { PlannedDisk } from './server-record.ts'

/** What a new server boots from, and what else it gets. */
export interface ChosenDisks {
  /** The image that is copied to the flavor's own disk, or to a volume that the cloud below makes with the server. */
  readonly image?: { readonly id: string; readonly volumeGiB?: number; readonly deleteOnTermination: boolean }
  readonly boot?: PlannedDisk
  readonly others: readonly PlannedDisk[]
}

type Request = Pick<ServerCreate, 'imageRef' | 'block_device_mapping' | 'block_device_mapping_v2'>

/** Decides a new server's disks, with Nova's refusals (openstack/nova `nova/compute/api.py`, `_validate_bdm`). */
export const chooseDisks = (front: Front, caller: Authorization, request: Request): ChosenDisks => {
  const { imageRef = '', block_device_mapping: old = [], block_device_mapping_v2: asked = [] } = request
  if (old.length > 0 && asked.length > 0)
    throw refusal('Using different block_device_mapping syntaxes is not allowed in the same request.')
  const devices = old.length > 0 ? fromOldMapping(old, imageRef) : asked
  if (devices.length === 0) {
    if (imageRef === '') throw refusal('Missing imageRef attribute')
    return { image: { id: imageRef, deleteOnTermination: true }, others: [] }
  }
  const boots = devices.filter(({ boot_index }) => typeof boot_index === 'number' && boot_index >= 0)
  const order = boots.map(({ boot_index }) => boot_index ?? 0).sort((a, b) => a - b)
  if (order.some((index, place) => index !== place) || order.length === 0)
    throw refusal(
      'Block Device Mapping is Invalid: Boot sequence for the instance and image/block device mapping combination is not valid.',
    )
  const root = devices.find(({ boot_index }) => boot_index === 0)
  const others = devices.filter((device) => device !== root).map((device) => planned(front, caller, device))
  if (!root) throw refusal('Block Device Mapping is Invalid.')
  if (root.source_type !== 'image') return { boot: plannedBoot(front, caller, root), others }
  const id = root.uuid ?? root.image_id
  if (id === undefined) throw refusal('Block Device Mapping is Invalid: Missing device UUID.')
  const deleteOnTermination = root.delete_on_termination ?? false
  if (destinationOf(root) === 'local') {
    if (imageRef !== '' && imageRef !== id) throw badFormat('the boot image differs from imageRef')
    return { image: { id, deleteOnTermination: true }, others }
  }
  if (!root.volume_size)
    throw refusal(
      "Block Device Mapping is Invalid: Images with destination_type 'volume' need to have a non-zero size specified",
    )
  if (root.volume_type) return { boot: plannedBoot(front, caller, root), others }
  return { image: { id, volumeGiB: root.volume_size, deleteOnTermination }, others }
}

/** The same boot for the driver, where it needs no volume made first. */
export const bootOf = (front: Front, { image, boot }: ChosenDisks): ServerSpec['boot'] | undefined => {
  if (image) {
    const imageId = front.mirror.nativeId('image', image.id)
    const { volumeGiB, deleteOnTermination } = image
    return volumeGiB === undefined ? { imageId } : { imageId, volumeGiB, deleteOnTermination }
  }
  if (boot?.source.kind !== 'volume') return undefined
  return { volumeId: front.mirror.nativeId('volume', boot.source.volumeId) }
}

const refusal = (message: string): CloudError => new CloudError('invalid', message)

const badFormat = (details: string): CloudError => refusal(`Block Device Mapping is Invalid: ${details}.`)

const destinationOf = ({ source_type, destination_type }: BlockDevice): 'local' | 'volume' =>
  destination_type ?? (source_type === 'volume' || source_type === 'snapshot' ? 'volume' : 'local')

const plannedBoot = (front: Front, caller: Authorization, device: BlockDevice): PlannedDisk => {
  if (device.source_type === 'blank') throw badFormat('A blank volume cannot be booted from')
  if (!front.driver.traits.bootFromVolume)
    throw badFormat('Servers of this cloud cannot boot from a volume that exists already')
  return planned(front, caller, device)
}

const planned = (front: Front, caller: Authorization, device: BlockDevice): PlannedDisk => {
  if (!front.driver.volumes) throw refusal('Block Device Mapping is Invalid: this cloud has no volumes.')
  if (destinationOf(device) === 'local') throw localDisk(device)
  const deviceName = device.device_name?.replace(/^(?!\/dev\/)/, '/dev/')
  return {
    source: sourceOf(front, caller, device),
    ...(device.volume_type ? { volumeType: device.volume_type } : {}),
    deleteOnTermination: device.delete_on_termination ?? false,
    tag: device.tag ?? null,
    ...(deviceName === undefined ? {} : { device: deviceName }),
  }
}

/** Flavors here have neither ephemeral nor swap disks. */
const localDisk = ({ source_type, guest_format }: BlockDevice): CloudError => {
  if (source_type !== 'blank') return badFormat('Mapping image to local is not supported.')
  return refusal(
    guest_format === 'swap'
      ? 'Swap drive requested is larger than instance type allows.'
      : 'Ephemeral disks requested are larger than the instance type allows. If no size is given in one block device mapping, flavor ephemeral size will be used.',
  )
}

const sourceOf = (front: Front, caller: Authorization, device: BlockDevice): PlannedDisk['source'] => {
  const { mirror } = front
  switch (device.source_type) {
    case 'volume': {
      const id = device.uuid ?? device.volume_id ?? ''
      const volume = mirror.get('volume', id)
      if (!volume || !maySee(caller, volume.projectId))
        throw refusal(`Block Device Mapping is Invalid: failed to get volume ${id}.`)
      if (volume.native?.status !== 'available')
        throw refusal(
          `Invalid volume: volume ${id} status must be 'available'. Currently in '${volume.native?.status.replace('_', '-') ?? 'creating'}'`,
        )
      return { kind: 'volume', volumeId: id }
    }
    case 'snapshot': {
      const id = device.uuid ?? device.snapshot_id ?? ''
      const snapshot = mirror.get('snapshot', id)
      if (!snapshot?.native || !maySee(caller, snapshot.projectId))
        throw refusal(`Block Device Mapping is Invalid: failed to get snapshot ${id}.`)
      return { kind: 'snapshot', snapshotId: id, sizeGiB: device.volume_size ?? snapshot.native.sizeGiB }
    }
    case 'image': {
      const id = device.uuid ?? device.image_id ?? ''
      if (!front.driver.traits.volumesFromImages) throw badFormat('Volumes of this cloud cannot be made from images')
      if (!mirror.get('image', id)) throw refusal(`Block Device Mapping is Invalid: failed to get image ${id}.`)
      if (!device.volume_size)
        throw badFormat("Images with destination_type 'volume' need to have a non-zero size specified")
      return { kind: 'image', imageId: id, sizeGiB: device.volume_size }
    }
    case 'blank':
      if (!device.volume_size)
        throw badFormat("Blank volumes (source: 'blank', dest: 'volume') need to have non-zero size")
      return { kind: 'blank', sizeGiB: device.volume_size }
    default:
      throw badFormat('Missing source_type')
  }
}

/** The first API's mapping in the words of the second: what is named `vda`, or comes first without an image, is booted from. */
const fromOldMapping = (
  devices: NonNullable<ServerCreate['block_device_mapping']>,
  imageRef: string,
): readonly BlockDevice[] => {
  const root =
    imageRef === '' ? (devices.find(({ device_name }) => /vda$/.test(device_name ?? '')) ?? devices[0]) : undefined
  const translated = devices
    .filter(({ no_device }) => no_device === undefined)
    .map((device): BlockDevice => {
      const { volume_id, snapshot_id } = device
      if (volume_id === undefined && snapshot_id === undefined) throw badFormat('Invalid or missing volume or snapshot')
      return {
        ...device,
        source_type: volume_id === undefined ? 'snapshot' : 'volume',
        destination_type: 'volume',
        boot_index: device === root ? 0 : -1,
      }
    })
  return imageRef === ''
    ? translated
    : [{ source_type: 'image', uuid: imageRef, destination_type: 'local', boot_index: 0 }, ...translated]
}
