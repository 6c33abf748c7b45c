import type { ServerDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { ServerId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { PortStatus } from '../../model/network.ts'
import type { Server, ServerStatus } from '../../model/server.ts'
import { bootGuest, consoleOf, haltGuest } from './guest.ts'
import { noteContent } from './image-content.ts'
import { activate, unborn } from './images.ts'
import { deleteServer } from './server-deletion.ts'
import { planServer } from './server-plan.ts'
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
        cloud.usage.admit({ ...plan.takes, servers: 1, vcpus, memoryMiB })
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
        const { disk } = plan
        cloud.guests.set(id, { userData: spec.userData, disk, state: 'off', bootedBefore: false, boot: 0, log: [] })
        cloud.after('serverBuild', () => switchOn(cloud, id, 'building'))
      }),
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
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
        if (server.imageId !== undefined && after.diskGiB < before.diskGiB)
          throw new CloudError('invalid', `the flavor ${after.name} has a smaller disk than ${before.name}`)
        if (before.architecture && after.architecture && before.architecture !== after.architecture)
          throw new CloudError('invalid', `the flavor ${after.name} is for ${after.architecture}`)
        refuseUnless(server, ['active', 'stopped'])
        cloud.usage.admit({ vcpus: after.vcpus - before.vcpus, memoryMiB: after.memoryMiB - before.memoryMiB })
        table.put({ ...server, status: 'resizing', flavorId })
        switchOff(cloud, id)
        cloud.after('serverResize', () => switchOn(cloud, id, 'resizing'))
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
        refuseUnless(server, ['active', 'stopped'])
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
