import type { Call, CreateCall } from '../../cloud/call.ts'
import type { ServerDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { ServerId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { Image } from '../../model/image.ts'
import type { Server, ServerSpec, ServerStatus } from '../../model/server.ts'
import type { ServerAction } from '../../openstack/compute/server-actions.ts'
import { consoleOutput, createServerImage, serverAction } from '../../openstack/compute/server-actions.ts'
import { createServer, replaceServerMetadata, serverMetadata, servers } from '../../openstack/compute/servers.ts'
import { ports } from '../../openstack/network/ports.ts'
import { unless } from './classify.ts'
import { imageByToken, readImage } from './images.ts'
import { namesakeOf } from './namesake.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { serverPortDescription, serverRequest } from './server-request.ts'
import { serverStatus } from './server-status.ts'
import { viewServer, viewServers } from './server-view.ts'
import { markedDescription, partToken, plainDescription, tokenKey } from './token-mark.ts'

/** Servers are Nova's; their interfaces are read from Neutron. */
export const serverGroup = (cloud: OpenStackCloud): ServerDriver => {
  const { compute, creates } = cloud
  const get = (id: ServerId, call: Call) => viewServer(cloud, id, servers.get(compute, id, call), call)

  /** Nova answers 409 when the state does not allow it, which is no error when the server is so already. */
  const act = async (id: ServerId, action: ServerAction, already: readonly ServerStatus[], call: Call) => {
    const done = async () => {
      await serverAction(compute, id, action, call)
      return true
    }
    await unless('conflict', done, async () =>
      already.includes(serverStatus(await servers.get(compute, id, call))) ? true : undefined,
    )
  }

  return {
    async create(spec, call) {
      const find = async () => (await findServer(cloud, spec, call))?.id
      const make = async () => createServer(compute, await serverRequest(cloud, spec, call), call)
      const id = asId<'server'>(await creates.once('server', call, find, () => withoutOrphans(cloud, spec, call, make)))
      // Nova's answer to a create is little more than the id (openstack/nova `nova/api/openstack/compute/servers.py`).
      return unless(
        'not_found',
        () => get(id, call),
        async () => acceptedServer(id, spec),
      )
    },
    async *list(call) {
      for await (const page of servers.pages(compute, {}, call)) yield* await viewServers(cloud, page, call)
    },
    get,
    status: async (id, call) => serverStatus(await servers.get(compute, id, call)),
    async delete(id, call) {
      const own = await portsMadeFor(cloud, id, call)
      await servers.delete(compute, id, call)
      for (const portId of own) await ports.delete(cloud.network, portId, call)
    },
    start: (id, call) => act(id, { 'os-start': null }, ['active', 'starting'], call),
    stop: (id, call) => act(id, { 'os-stop': null }, ['stopped', 'stopping'], call),
    reboot: (id, kind, call) => act(id, { reboot: { type: kind === 'hard' ? 'HARD' : 'SOFT' } }, ['rebooting'], call),
    resize: (id, flavorId, call) => act(id, { resize: { flavorRef: flavorId } }, [], call),
    confirmation: {
      confirm: (id, call) => act(id, { confirmResize: null }, ['active', 'stopped'], call),
      revert: (id, call) => act(id, { revertResize: null }, ['active', 'stopped'], call),
    },
    // Nova answers 409 while the guest is not there yet and 404 while there is no console (openstack/nova `nova/api/openstack/compute/console_output.py`).
    consoleLog: (id, call) =>
      unless(
        ['conflict', 'not_found'],
        () => consoleOutput(compute, id, call),
        async () => {
          await servers.get(compute, id, call)
          return ''
        },
      ),
    async setMetadata(id, metadata, call) {
      const token = (await serverMetadata(compute, id, call))[tokenKey]
      const kept = token === undefined ? {} : { [tokenKey]: token }
      await replaceServerMetadata(compute, id, { ...metadata, ...kept }, call)
      return get(id, call)
    },
    async createImage(id, { name, properties = {} }, call) {
      const metadata = { ...properties, [tokenKey]: call.token }
      const find = async () => (await imageByToken(cloud, name, call))?.id
      const make = () => createServerImage(compute, id, { name, metadata }, call)
      const imageId = await creates.once('server-image', call, find, make)
      return unless(
        'not_found',
        () => readImage(cloud, imageId, call),
        async () => acceptedImage(imageId, { name, properties }),
      )
    },
  }
}

/** Nova's filter is a regular expression that need not match the whole name, so it finds the namesakes and some others. */
const findServer = ({ compute }: OpenStackCloud, { name }: ServerSpec, call: CreateCall) =>
  namesakeOf(call.token, servers.list(compute, { name: name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') }, call))

/** A server as it was asked for, while the cloud does not show it yet. */
const acceptedServer = (id: ServerId, { name, boot, ...spec }: ServerSpec): Server => ({
  id,
  name,
  status: 'building',
  flavorId: spec.flavorId,
  ...('imageId' in boot && !('volumeGiB' in boot) ? { imageId: boot.imageId } : {}),
  ...(spec.keyPairId === undefined ? {} : { keyPairId: spec.keyPairId }),
  interfaces: [],
  securityGroupIds: spec.securityGroupIds ?? [],
  ...(spec.zoneId === undefined ? {} : { zoneId: spec.zoneId }),
  metadata: spec.metadata ?? {},
})

/** The same for an image of a server. */
const acceptedImage = (id: string, { name, properties }: Pick<Image, 'name' | 'properties'>): Image => ({
  id: asId(id),
  name,
  status: 'queued',
  checksums: {},
  minDiskGiB: 0,
  minMemoryMiB: 0,
  public: false,
  properties,
})

/** Takes the ports that were made for the server away again when Nova refuses it. */
const withoutOrphans = async (
  cloud: OpenStackCloud,
  { interfaces }: ServerSpec,
  call: CreateCall,
  make: () => Promise<string>,
): Promise<string> => {
  try {
    return await make()
  } catch (error) {
    const refused = error instanceof CloudError && !['timeout', 'unavailable', 'internal'].includes(error.code)
    if (refused)
      for (const index of interfaces.keys()) {
        const token = partToken(call.token, `port-${index}`)
        const made = new Set<string>()
        const unseen = cloud.creates.made<{ readonly id: string }>('port', token)
        if (unseen) made.add(unseen.id)
        const description = markedDescription(token, serverPortDescription)
        for await (const { id } of ports.list(cloud.network, { description }, call)) made.add(id)
        for (const id of made) {
          await ports.delete(cloud.network, id, call)
          cloud.creates.forget(id)
        }
      }
    throw error
  }
}

const portsMadeFor = async ({ network }: OpenStackCloud, serverId: ServerId, call: Call): Promise<string[]> => {
  const made: string[] = []
  for await (const { id, description } of ports.list(network, { device_id: serverId }, call))
    if (plainDescription(description) === serverPortDescription) made.push(id)
  return made
}
