import type { ServerDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { ServerId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { PortStatus } from '../../model/network.ts'
import type { Server, ServerStatus } from '../../model/server.ts'
import { rootDevice } from './attachments.ts'
import { consoleOf, newGuest } from './guest.ts'
import { bootGuest, haltGuest, renewGuest } from './guest-boot.ts'
import { noteContent } from './image-content.ts'
import { activate, unborn } from './images.ts'
import { deleteServer } from './server-deletion.ts'
import { checkFit, planServer } from './server-plan.ts'
import { interfacesOf, showServer } from './server-view.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import { moveVolume } from './volumes.ts'

/** Servers: `building`, `active`, and between states while something is done to them. */
export const servers = (cloud: SimulatedCloud): Omit<Required<ServerDriver>, 'confirmation'> => {
  const { servers: table, flavors } = cloud.tables
  return {
    create: (spec, call) =>
      cloud.create(table, call, (newId) => {
        const id: ServerId = asId(newId)
        const plan = planServer(cloud, spec)
        const { vcpus, memoryMiB } = plan.flavor
        const takes = { ...plan.takes, servers: 1, vcpus, memoryMiB }
        const shortage = cloud.options.capacity?.toldLate ? cloud.usage.shortage(takes, plan.zoneId) : undefined
        if (shortage === undefined) cloud.usage.admit(takes, plan.zoneId)
        else cloud.usage.admitToQuota(takes)
        plan.plug(id)
        table.put({
          id,
          name: spec.name,
          status: 'building',
          flavorId: spec.flavorId,
          ...('imageId' in spec.boot && !('volumeGiB' in spec.boot) ? { imageId: spec.boot.imageId } : {}),
          ...(spec.keyPairId === undefined ? {} : { keyPairId: spec.keyPairId }),
          ...(plan.zoneId === undefined ? {} : { zoneId: plan.zoneId }),
          ...interfacesOf(cloud, id),
          metadata: { ...spec.metadata },
          createdAt: cloud.timestamp(),
        })
        plan.makeRoot(id)
        const hasDataSource = cloud.options.metadataService !== false || spec.configDrive === true
        cloud.guests.set(id, newGuest({ userData: spec.userData, disk: plan.disk, hasDataSource }))
        cloud.after('serverBuild', () => {
          if (shortage === undefined) switchOn(cloud, id, 'building')
          else {
            const fault = `no host has room: ${shortage}`
            moveServer(cloud, id, 'building', { status: 'error', fault, faultCode: 'no_capacity' })
          }
        })
      }),
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    status: (id, call) => cloud.answer(call, () => table.read(id).status),
    delete: (id, call) => cloud.answer(call, () => deleteServer(cloud, id)),
    start: (id, call) =>
      cloud.answer(call, () => {
        if (!enter(cloud, id, 'starting', ['stopped'], ['active', 'starting'])) return
        cloud.after('serverStart', () => switchOn(cloud, id, 'starting'))
      }),
    stop: (id, call) =>
      cloud.answer(call, () => {
        if (!enter(cloud, id, 'stopping', ['active'], ['stopped', 'stopping'])) return
        cloud.after('serverStop', () => {
          if (!moveServer(cloud, id, 'stopping', { status: 'stopped' })) return
          switchOff(cloud, id)
        })
      }),
    reboot: (id, kind, call) =>
      cloud.answer(call, () => {
        const from: ServerStatus[] = kind === 'hard' ? ['active', 'stopped'] : ['active']
        if (!enter(cloud, id, 'rebooting', from, ['rebooting'])) return
        switchOff(cloud, id)
        cloud.after('serverReboot', () => switchOn(cloud, id, 'rebooting'))
      }),
    resize: (id, flavorId, call) =>
      cloud.answer(call, () => {
        const server = table.get(id)
        const [before, after] = [flavors.get(server.flavorId), flavors.get(flavorId)]
        if (before.id === after.id) return
        const image = server.imageId === undefined ? undefined : cloud.tables.images.find(server.imageId)
        if (image) checkFit(image, after, false)
        if (before.architecture && after.architecture && before.architecture !== after.architecture)
          throw new CloudError('invalid', `the flavor ${after.name} is for ${after.architecture}`)
        const was = resting(server)
        const more = { vcpus: after.vcpus - before.vcpus, memoryMiB: after.memoryMiB - before.memoryMiB }
        cloud.usage.admit(more, server.zoneId)
        table.put({ ...server, status: 'resizing', flavorId })
        if (was === 'active') switchOff(cloud, id)
        cloud.after('serverResize', () => comeBack(cloud, id, 'resizing', was))
      }),
    rebuild: (id, imageId, call) =>
      cloud.answer(call, () => {
        const server = table.get(id)
        const image = cloud.tables.images.get(imageId)
        const was = resting(server)
        const root = rootVolumeOf(cloud, id)
        checkFit(image, flavors.get(server.flavorId), root !== undefined)
        if (root) cloud.tables.volumes.put({ ...root, imageId })
        if (was === 'active') switchOff(cloud, id)
        renewGuest(cloud, id, cloud.imageStore.find(imageId) ?? noteContent(image.name))
        table.put({ ...table.get(id), status: 'building', ...(root ? {} : { imageId }) })
        cloud.after('serverBuild', () => comeBack(cloud, id, 'building', was))
      }),
    consoleLog: (id, call) =>
      cloud.answer(call, () => {
        table.get(id)
        return consoleOf(cloud.guests.get(id))
      }),
    setMetadata: (id, metadata, call) =>
      cloud.answer(call, () => {
        table.put({ ...table.get(id), metadata: { ...metadata } })
        return table.get(id)
      }),
    createImage: (id, { name, properties = {} }, call) => {
      const { images } = cloud.tables
      return cloud.create(images, call, (imageId) => {
        const server = table.get(id)
        resting(server)
        const { minDiskGiB = 0, ...source } = describeSource(cloud, server)
        const base = { name, minMemoryMiB: 0, public: false, properties: { ...properties } }
        images.put({ ...base, ...source, minDiskGiB, ...unborn(cloud, asId(imageId)), status: 'importing' })
        const content = cloud.guests.get(id)?.disk ?? noteContent(name)
        cloud.after('serverImage', () => activate(cloud, asId(imageId), content))
      })
    },
  }
}

/** What an image of that server inherits from the image that the server was made from. */
const describeSource = (cloud: SimulatedCloud, { imageId }: Server) => {
  const image = imageId === undefined ? undefined : cloud.tables.images.find(imageId)
  return {
    format: 'raw' as const,
    ...(image?.format ? { format: image.format } : {}),
    ...(image?.operatingSystem ? { operatingSystem: image.operatingSystem } : {}),
    ...(image?.architecture ? { architecture: image.architecture } : {}),
    ...(image ? { minDiskGiB: image.minDiskGiB } : {}),
  }
}

const refuseUnless = ({ id, name, status }: Server, allowed: readonly ServerStatus[]): void => {
  if (!allowed.includes(status))
    throw new CloudError('conflict', `the server ${name} is ${status}, not ${allowed.join(' or ')}`, {
      resource: { kind: 'server', id },
    })
}

/** Enters a state that leads somewhere; false when the server is there already or on its way. Fails with `conflict` from elsewhere. */
const enter = (
  cloud: SimulatedCloud,
  id: ServerId,
  status: ServerStatus,
  from: readonly ServerStatus[],
  there: readonly ServerStatus[],
): boolean => {
  const server = cloud.tables.servers.get(id)
  if (there.includes(server.status)) return false
  refuseUnless(server, from)
  cloud.tables.servers.put({ ...server, status })
  return true
}

/** The state in which something may be done to a server that ends where it began. */
const resting = (server: Server): 'active' | 'stopped' => {
  refuseUnless(server, ['active', 'stopped'])
  return server.status === 'active' ? 'active' : 'stopped'
}

const comeBack = (cloud: SimulatedCloud, id: ServerId, from: ServerStatus, was: 'active' | 'stopped'): void => {
  if (was === 'active') switchOn(cloud, id, from)
  else moveServer(cloud, id, from, { status: 'stopped' })
}

const rootVolumeOf = ({ tables }: SimulatedCloud, id: ServerId) => {
  const root = tables.attachments.by('server', id).find(({ device }) => device === rootDevice)
  return root && tables.volumes.find(root.volumeId)
}

const moveServer = (cloud: SimulatedCloud, id: ServerId, from: ServerStatus, changes: Partial<Server>): boolean => {
  if (cloud.tables.servers.find(id)?.status !== from) return false
  showServer(cloud, id, changes)
  return true
}

const switchOn = (cloud: SimulatedCloud, id: ServerId, from: ServerStatus): void => {
  if (cloud.tables.servers.find(id)?.status !== from) return
  movePorts(cloud, id, 'active')
  for (const { volumeId } of cloud.tables.attachments.by('server', id))
    if (from === 'building') moveVolume(cloud, volumeId, 'attaching', { status: 'in_use' })
  moveServer(cloud, id, from, { status: 'active' })
  bootGuest(cloud, id)
}

const switchOff = (cloud: SimulatedCloud, id: ServerId): void => {
  haltGuest(cloud, id)
  movePorts(cloud, id, 'down')
}

const movePorts = (cloud: SimulatedCloud, id: ServerId, status: PortStatus): void => {
  for (const port of cloud.tables.ports.by('server', id)) cloud.tables.ports.put({ ...port, status })
}
