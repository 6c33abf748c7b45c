import type { VolumeDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { VolumeId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { Volume, VolumeSpec, VolumeStatus } from '../../model/volume.ts'
import { noteContent } from './image-content.ts'
import { activate, unborn } from './images.ts'
import { chooseZone } from './places.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import type { VolumeTypeOption } from './simulated-options.ts'

const typesOf = (cloud: SimulatedCloud): readonly VolumeTypeOption[] =>
  cloud.options.volumeTypes ?? [{ name: 'standard' }]

/** As in `openstack/cinder cinder/volume/volume_types.py`, `provision_filter_on_size`. */
const checkSize = (cloud: SimulatedCloud, typeName: string | undefined, sizeGiB: number): void => {
  const { minGiB, maxGiB, name } = typesOf(cloud).find((type) => type.name === typeName) ?? {}
  if (minGiB !== undefined && sizeGiB < minGiB)
    throw new CloudError('invalid', `a volume of the type ${name} has at least ${minGiB} GiB, not ${sizeGiB}`, {
      limits: { sizeGiB: { least: minGiB } },
    })
  if (maxGiB !== undefined && sizeGiB > maxGiB)
    throw new CloudError('invalid', `a volume of the type ${name} has at most ${maxGiB} GiB, not ${sizeGiB}`, {
      limits: { sizeGiB: { most: maxGiB } },
    })
}

/** Moves a volume on when it is still in the state that it should leave; else nothing happens. */
export const moveVolume = (cloud: SimulatedCloud, id: VolumeId, from: VolumeStatus, changes: Partial<Volume>): void => {
  const volume = cloud.tables.volumes.find(id)
  if (volume?.status === from) cloud.tables.volumes.put({ ...volume, ...changes })
}

/** Fails with `conflict`, naming the volume and the state that it is in. */
export const volumeConflict = ({ id, name, status }: Volume, why: string): CloudError =>
  new CloudError('conflict', `the volume ${name || id} is ${status.replace('_', ' ')}: ${why}`, {
    resource: { kind: 'volume', id },
  })

/** A volume from an image or a snapshot needs at least its size. */
const checkSource = (cloud: SimulatedCloud, { sizeGiB, imageId, snapshotId }: VolumeSpec) => {
  const { images, snapshots, volumes } = cloud.tables
  const refuse = (why: string) => {
    throw new CloudError('invalid', why)
  }
  if (!Number.isInteger(sizeGiB) || sizeGiB < 1)
    refuse(`a volume has a whole number of GiB, at least 1, not ${sizeGiB}`)
  if (imageId !== undefined && snapshotId !== undefined) refuse('a volume comes from an image or a snapshot, not both')
  if (imageId !== undefined) {
    const image = images.get(imageId)
    if (image.status !== 'active') throw new CloudError('conflict', `the image ${image.name} is ${image.status}`)
    const least = Math.max(image.minDiskGiB, Math.ceil((image.sizeBytes ?? 0) / 2 ** 30))
    if (sizeGiB < least) refuse(`the image ${image.name} needs ${least} GiB, the volume has ${sizeGiB}`)
    return { bootable: true, imageId }
  }
  if (snapshotId !== undefined) {
    const snapshot = snapshots.get(snapshotId)
    if (snapshot.status !== 'available')
      throw new CloudError('conflict', `the snapshot ${snapshot.name} is ${snapshot.status}`)
    if (sizeGiB < snapshot.sizeGiB) refuse(`the snapshot has ${snapshot.sizeGiB} GiB, the volume only ${sizeGiB}`)
    const source = volumes.get(snapshot.volumeId)
    const type = source.type === undefined ? {} : { type: source.type }
    return { bootable: source.bootable, snapshotId, ...type }
  }
  return { bootable: false }
}

/** Checks everything about a volume to be made; the function that it gives makes it, `creating`. */
export const planVolume = (cloud: SimulatedCloud, spec: VolumeSpec): ((id: VolumeId) => void) => {
  const source = checkSource(cloud, spec)
  const zoneId = chooseZone(cloud, 'volume', spec.zoneId)
  const types = typesOf(cloud)
  const type = spec.type ?? ('type' in source ? source.type : undefined) ?? types[0]?.name
  if (spec.type !== undefined && !types.some(({ name }) => name === spec.type))
    throw new CloudError('invalid', `there is no volume type ${spec.type}`)
  checkSize(cloud, type, spec.sizeGiB)
  return (id) =>
    cloud.tables.volumes.put({
      ...source,
      id,
      name: spec.name,
      status: 'creating',
      sizeGiB: spec.sizeGiB,
      ...(type === undefined ? {} : { type }),
      ...(zoneId === undefined ? {} : { zoneId }),
      attachments: [],
      createdAt: cloud.timestamp(),
    })
}

/** Volumes: `creating`, `available`, then whatever their attachments say. */
export const volumes = (cloud: SimulatedCloud): Required<VolumeDriver> => {
  const { volumes: table, snapshots } = cloud.tables
  return {
    create: (spec, call) =>
      cloud.create(table, call, (id) => {
        const put = planVolume(cloud, spec)
        cloud.usage.admit({ volumes: 1, volumeGiB: spec.sizeGiB })
        put(asId(id))
        cloud.after('volumeCreate', () => moveVolume(cloud, asId(id), 'creating', { status: 'available' }))
      }),
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    types: (call) =>
      cloud.answerAll(call, () =>
        typesOf(cloud).map(({ description = '', ...type }, index) => ({ ...type, description, default: index === 0 })),
      ),
    extend: (id, sizeGiB, call) =>
      cloud.answer(call, () => {
        const volume = table.get(id)
        if (volume.status !== 'available') throw volumeConflict(volume, 'only an available one is extended')
        if (!Number.isInteger(sizeGiB) || sizeGiB <= volume.sizeGiB)
          throw new CloudError('invalid', `the volume has ${volume.sizeGiB} GiB; ${sizeGiB} is not more`)
        checkSize(cloud, volume.type, sizeGiB)
        cloud.usage.admit({ volumeGiB: sizeGiB - volume.sizeGiB })
        table.put({ ...volume, status: 'extending', sizeGiB })
        cloud.after('volumeExtend', () => moveVolume(cloud, id, 'extending', { status: 'available' }))
        return table.get(id)
      }),
    createImage: (id, { properties = {}, ...spec }, call) =>
      cloud.create(cloud.tables.images, call, (imageId) => {
        const volume = table.get(id)
        if (volume.status !== 'available') throw volumeConflict(volume, 'only an available one is made an image of')
        const source = volume.imageId === undefined ? undefined : cloud.tables.images.find(volume.imageId)
        const { operatingSystem, architecture } = source ?? {}
        cloud.tables.images.put({
          ...spec,
          ...(operatingSystem ? { operatingSystem } : {}),
          ...(architecture ? { architecture } : {}),
          minDiskGiB: 0,
          minMemoryMiB: 0,
          properties: { ...properties },
          public: false,
          ...unborn(cloud, asId(imageId)),
          status: 'importing',
        })
        const content = (source && cloud.imageStore.find(source.id)) ?? noteContent(spec.name)
        cloud.after('serverImage', () => activate(cloud, asId(imageId), content))
      }),
    delete: (id, call) =>
      cloud.answer(call, () => {
        const volume = table.find(id)
        if (!volume || volume.status === 'deleting') return
        if (volume.status !== 'available' && volume.status !== 'error')
          throw volumeConflict(volume, 'it cannot be deleted now')
        if (snapshots.has('volume', id)) throw volumeConflict(volume, 'a snapshot depends on it')
        deleteVolume(cloud, volume)
      }),
  }
}

/** Deletes a volume that nothing holds any more. */
export const deleteVolume = (cloud: SimulatedCloud, volume: Volume): void => {
  cloud.tables.volumes.put({ ...volume, status: 'deleting' })
  cloud.after('volumeDelete', () => {
    cloud.tables.volumes.remove(volume.id)
    cloud.goesWithServer.delete(volume.id)
  })
}
