import { generateKeyPairSync } from 'node:crypto'
import type { FloatingIp } from '../../model/floating-ip.ts'
import type { NetworkId, RouterId, ServerId, SubnetId, VolumeId } from '../../model/id.ts'
import type { Image } from '../../model/image.ts'
import type { KeyPair } from '../../model/key-pair.ts'
import type { Network, Port, PortSpec, Router, RouterSpec, Subnet, SubnetSpec } from '../../model/network.ts'
import type { SecurityGroup } from '../../model/security-group.ts'
import type { Server, ServerSpec } from '../../model/server.ts'
import type { Attachment, Snapshot, Volume, VolumeSpec } from '../../model/volume.ts'
import type { CreateCall } from '../call.ts'
import type { Resources } from '../change.ts'
import { type MadeKind, remove } from './made.ts'
import type { Subject } from './subject.ts'

/** A call that makes something new. */
export const creating = ({ call, newToken }: Subject): CreateCall => ({ ...call, token: newToken() })

/** A name that nothing else has. Letters, digits and dashes, as every cloud takes for everything. */
export const newName = ({ newToken }: Subject): string => `portolan-${newToken()}`

const passing = new Set([
  'building',
  'creating',
  'importing',
  'attaching',
  'detaching',
  'extending',
  'stopping',
  'starting',
  'rebooting',
  'resizing',
  'deleting',
])

/** The resource once it is in a state that it stays in: of an attachment its volume tells. Throws its fault when that is `error`. */
export const settled = async <Kind extends keyof Resources>(
  { cloud, call }: Subject,
  kind: Kind,
  { id }: Resources[Kind],
): Promise<Resources[Kind]> => {
  const stays = (now: object) => !('status' in now && (passing.has(String(now.status)) || now.status === 'error'))
  const resource = await cloud.until(kind, id, stays, call)
  if (kind === 'attachment')
    await cloud.until('volume', (resource as Attachment).volumeId, ({ status }) => status === 'in_use', call)
  return resource
}

/** An OpenSSH public key that nobody has the other half of. */
export const newPublicKey = (): string => {
  const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  const parts = [Buffer.from('ssh-ed25519'), Buffer.from(x, 'base64url')]
  const blob = parts.flatMap((part) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(part.length)
    return [length, part]
  })
  return `ssh-ed25519 ${Buffer.concat(blob).toString('base64')}`
}

export const newKeyPair = async (subject: Subject): Promise<KeyPair> =>
  subject.made.add(
    'key-pair',
    await subject.cloud.keyPairs.create({ name: newName(subject), publicKey: newPublicKey() }, creating(subject)),
  )

export const newNetwork = async (subject: Subject<'networks.create'>, name = newName(subject)): Promise<Network> => {
  const spec = { name, range: subject.samples.range }
  const network = subject.made.add('network', await subject.cloud.networks.create(spec, creating(subject)))
  return settled(subject, 'network', network)
}

/** What a subnet is asked for with, in that network: a free CIDR, and the zone where clouds want one. */
export const subnetSpec = (subject: Subject, networkId: NetworkId, asked: Partial<SubnetSpec> = {}): SubnetSpec => ({
  name: newName(subject),
  networkId,
  cidr: subject.newCidr(),
  ...zoneOf(subject),
  ...asked,
})

export const newSubnet = async (
  subject: Subject<'networks.create' | 'subnets.create'>,
  asked: Partial<SubnetSpec> = {},
): Promise<Subnet> => {
  const networkId = asked.networkId ?? (await newNetwork(subject)).id
  const spec = subnetSpec(subject, networkId, asked)
  return subject.made.add('subnet', await subject.cloud.subnets.create(spec, creating(subject)))
}

export const newSecurityGroup = async (subject: Subject): Promise<SecurityGroup> => {
  const spec = { name: newName(subject), description: 'made by a contract rule' }
  return subject.made.add('security-group', await subject.cloud.securityGroups.create(spec, creating(subject)))
}

export const newRouter = async (subject: Subject<'routers'>, asked: Partial<RouterSpec> = {}): Promise<Router> =>
  subject.made.add(
    'router',
    await subject.cloud.routers.create({ name: newName(subject), ...asked }, creating(subject)),
  )

/** Attaches the subnet until the rule is over. */
export const attachSubnet = async (
  { cloud, call, made }: Subject<'routers'>,
  routerId: RouterId,
  subnetId: SubnetId,
): Promise<void> => {
  made.undo(async (lastCall) => {
    await cloud.routers.detachSubnet(routerId, subnetId, lastCall)
  })
  await cloud.routers.attachSubnet(routerId, subnetId, call)
}

export const newPort = async (
  subject: Subject<'ports'>,
  networkId: NetworkId,
  asked: Partial<PortSpec> = {},
): Promise<Port> =>
  subject.made.add(
    'port',
    await subject.cloud.ports.create({ name: newName(subject), networkId, ...asked }, creating(subject)),
  )

export const newFloatingIp = async (
  subject: Subject<'floatingIps' | 'samples.externalNetworkId'>,
): Promise<FloatingIp> => {
  const spec = { poolId: subject.samples.externalNetworkId, description: newName(subject) }
  return subject.made.add('floating-ip', await subject.cloud.floatingIps.create(spec, creating(subject)))
}

export const volumeSpec = (subject: Subject, asked: Partial<VolumeSpec> = {}): VolumeSpec => ({
  name: newName(subject),
  sizeGiB: 1,
  ...zoneOf(subject),
  ...asked,
})

/** A volume that is `available`. */
export const newVolume = async (subject: Subject<'volumes'>, asked: Partial<VolumeSpec> = {}): Promise<Volume> => {
  const { cloud, made } = subject
  return settled(
    subject,
    'volume',
    made.add('volume', await cloud.volumes.create(volumeSpec(subject, asked), creating(subject))),
  )
}

export const newSnapshot = async (subject: Subject<'volumes' | 'snapshots'>, volumeId: VolumeId): Promise<Snapshot> => {
  const { cloud, made } = subject
  const spec = { name: newName(subject), volumeId }
  return settled(subject, 'snapshot', made.add('snapshot', await cloud.snapshots.create(spec, creating(subject))))
}

/** An attachment whose volume is `in_use`. */
export const newAttachment = async (
  subject: Subject<'volumes' | 'attachments'>,
  volumeId: VolumeId,
  serverId: ServerId,
): Promise<Attachment> => {
  const { cloud, call, made } = subject
  const attachment = made.add('attachment', await cloud.attachments.create({ volumeId, serverId }, creating(subject)))
  await cloud.until('volume', volumeId, ({ status }) => status === 'in_use', call)
  return attachment
}

/** A network with a subnet where the cloud makes such, else the one that the harness names. */
const serverNetwork = async (subject: Subject): Promise<NetworkId> => {
  const { sharedNetworkId } = subject.samples
  if (!subject.cloud.networks.create && sharedNetworkId) return sharedNetworkId
  const { networkId } = await newSubnet(subject as Subject<'networks.create' | 'subnets.create'>)
  return networkId
}

/** What a server is asked for with: the samples, on a network of its own unless `asked` has interfaces. */
export const serverSpec = async (subject: Subject, asked: Partial<ServerSpec> = {}): Promise<ServerSpec> => {
  const { imageId, flavorId } = subject.samples
  return {
    name: newName(subject),
    flavorId,
    boot: { imageId },
    interfaces: asked.interfaces ?? [{ networkId: await serverNetwork(subject) }],
    ...zoneOf(subject),
    ...asked,
  }
}

/** A server that is `active`. */
export const newServer = async (subject: Subject, asked: Partial<ServerSpec> = {}): Promise<Server> => {
  const { cloud, made } = subject
  const spec = await serverSpec(subject, asked)
  return settled(subject, 'server', made.add('server', await cloud.servers.create(spec, creating(subject))))
}

/** Deletes a resource that was just made: its id looks right, and nothing has it. */
export const goneId = async <Kind extends MadeKind>(
  { cloud, call }: Subject,
  kind: Kind,
  { id }: Resources[Kind],
): Promise<Resources[Kind]['id']> => {
  await remove(cloud, kind, id, call)
  await cloud.gone(kind, id, call)
  return id
}

/** Bytes as a stream, in pieces of uneven length. */
export const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> => {
  let offset = 0
  let size = 1
  return new ReadableStream({
    pull(controller) {
      if (offset >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(offset, offset + size))
      offset += size
      size = (size * 7) % 65_521
    },
  })
}

/** An image with those bytes in it, `active`. */
export const newImage = async (subject: Subject<'images.content'>, bytes: Uint8Array): Promise<Image> => {
  const { cloud, call } = subject
  const image = await newEmptyImage(subject)
  await cloud.images.content.upload(image.id, streamOf(bytes), call)
  return cloud.until('image', image.id, ({ status }) => status === 'active', call)
}

/** An image without data. */
export const newEmptyImage = async (subject: Subject<'images.content'>): Promise<Image> =>
  subject.made.add(
    'image',
    await subject.cloud.images.content.create({ name: newName(subject), format: 'raw' }, creating(subject)),
  )

const zoneOf = ({ samples }: Subject) => (samples.zoneId ? { zoneId: samples.zoneId } : {})
