import type { Call, CreateCall } from '../../../cloud/call.ts'
import type { Resources, WatchedKind } from '../../../cloud/change.ts'
import type { CloudDriver } from '../../../cloud/driver.ts'
import { CloudError } from '../../../model/cloud-error.ts'
import type { FloatingIpSpec } from '../../../model/floating-ip.ts'
import type { ServerId, VolumeId } from '../../../model/id.ts'
import { asId } from '../../../model/id.ts'
import type { DiskFormat, ImageSpec } from '../../../model/image.ts'
import type { KeyPairSpec } from '../../../model/key-pair.ts'
import type { NetworkSpec, PortSpec, RouterSpec, SubnetSpec } from '../../../model/network.ts'
import type { SecurityGroupSpec } from '../../../model/security-group.ts'
import type { ServerSpec } from '../../../model/server.ts'
import type { AttachmentSpec, SnapshotSpec, VolumeSpec } from '../../../model/volume.ts'

/** An image made from a server's root disk instead of from uploaded data. */
interface ServerImageSpec {
  readonly fromServer: ServerId
  readonly name: string
  readonly properties?: Readonly<Record<string, string>>
}

/** An image made from what is on a volume. */
interface VolumeImageSpec {
  readonly fromVolume: VolumeId
  readonly name: string
  readonly format: DiskFormat
  readonly properties?: Readonly<Record<string, string>>
}

/** What each kind is made from. The specs are plain data in the driver's ids, so that a create can be repeated after a restart. */
export interface Specs {
  readonly image: ImageSpec | ServerImageSpec | VolumeImageSpec
  readonly 'key-pair': KeyPairSpec
  readonly network: NetworkSpec
  readonly subnet: SubnetSpec
  readonly router: RouterSpec
  readonly port: PortSpec
  readonly 'security-group': SecurityGroupSpec
  readonly 'floating-ip': FloatingIpSpec
  readonly volume: VolumeSpec
  readonly attachment: AttachmentSpec
  readonly snapshot: SnapshotSpec
  readonly server: ServerSpec
}

export type MadeKind = keyof Specs & WatchedKind

/** How one kind is made, read, listed and unmade by a driver. A missing function means that this cloud cannot. */
interface KindBelow<Kind extends WatchedKind> {
  create?(driver: CloudDriver, spec: Specs[Kind & MadeKind], call: CreateCall): Promise<Resources[Kind]>
  get(driver: CloudDriver, id: string, call: Call): Promise<Resources[Kind]>
  list(driver: CloudDriver, call: Call): AsyncIterable<Resources[Kind]>
  delete?(driver: CloudDriver, id: string, call: Call): Promise<void>
}

const without = (what: string): never => {
  throw new CloudError('unsupported', `the cloud below has no ${what}`)
}

async function* nothing(): AsyncGenerator<never> {}

/** The driver's groups behind one shape, so that the mirror is written once for all kinds. */
export const below: { readonly [Kind in WatchedKind]: KindBelow<Kind> } = {
  flavor: {
    get: (driver, id, call) => driver.flavors.get(asId(id), call),
    list: (driver, call) => driver.flavors.list(call),
  },
  image: {
    create: async (driver, spec, call) => {
      if ('fromVolume' in spec) {
        const { fromVolume, ...image } = spec
        return driver.volumes?.createImage?.(fromVolume, image, call) ?? without('images of volumes')
      }
      if (!('fromServer' in spec)) return (driver.images.content ?? without('image upload')).create(spec, call)
      const { fromServer, ...image } = spec
      return driver.servers.createImage?.(fromServer, image, call) ?? without('images of servers')
    },
    get: (driver, id, call) => driver.images.get(asId(id), call),
    list: (driver, call) => driver.images.list(call),
    delete: async (driver, id, call) => (driver.images.content ?? without('image deletion')).delete(asId(id), call),
  },
  'key-pair': {
    create: (driver, spec, call) => driver.keyPairs.create(spec, call),
    get: (driver, id, call) => driver.keyPairs.get(asId(id), call),
    list: (driver, call) => driver.keyPairs.list(call),
    delete: (driver, id, call) => driver.keyPairs.delete(asId(id), call),
  },
  network: {
    create: async (driver, spec, call) => driver.networks.create?.(spec, call) ?? without('tenant networks'),
    get: (driver, id, call) => driver.networks.get(asId(id), call),
    list: (driver, call) => driver.networks.list(call),
    delete: (driver, id, call) => driver.networks.delete(asId(id), call),
  },
  subnet: {
    create: async (driver, spec, call) => driver.subnets.create?.(spec, call) ?? without('tenant subnets'),
    get: (driver, id, call) => driver.subnets.get(asId(id), call),
    list: (driver, call) => driver.subnets.list(call),
    delete: (driver, id, call) => driver.subnets.delete(asId(id), call),
  },
  router: {
    create: async (driver, spec, call) => (driver.routers ?? without('routers')).create(spec, call),
    get: async (driver, id, call) => (driver.routers ?? without('routers')).get(asId(id), call),
    list: (driver, call) => driver.routers?.list(call) ?? nothing(),
    delete: async (driver, id, call) => (driver.routers ?? without('routers')).delete(asId(id), call),
  },
  port: {
    create: async (driver, spec, call) => (driver.ports ?? without('ports')).create(spec, call),
    get: async (driver, id, call) => (driver.ports ?? without('ports')).get(asId(id), call),
    list: (driver, call) => driver.ports?.list(call) ?? nothing(),
    delete: async (driver, id, call) => (driver.ports ?? without('ports')).delete(asId(id), call),
  },
  'security-group': {
    create: (driver, spec, call) => driver.securityGroups.create(spec, call),
    get: (driver, id, call) => driver.securityGroups.get(asId(id), call),
    list: (driver, call) => driver.securityGroups.list(call),
    delete: (driver, id, call) => driver.securityGroups.delete(asId(id), call),
  },
  'floating-ip': {
    create: async (driver, spec, call) => (driver.floatingIps ?? without('floating IPs')).create(spec, call),
    get: async (driver, id, call) => (driver.floatingIps ?? without('floating IPs')).get(asId(id), call),
    list: (driver, call) => driver.floatingIps?.list(call) ?? nothing(),
    delete: async (driver, id, call) => (driver.floatingIps ?? without('floating IPs')).delete(asId(id), call),
  },
  volume: {
    create: async (driver, spec, call) => (driver.volumes ?? without('volumes')).create(spec, call),
    get: async (driver, id, call) => (driver.volumes ?? without('volumes')).get(asId(id), call),
    list: (driver, call) => driver.volumes?.list(call) ?? nothing(),
    delete: async (driver, id, call) => (driver.volumes ?? without('volumes')).delete(asId(id), call),
  },
  attachment: {
    create: async (driver, spec, call) => (driver.attachments ?? without('attachments')).create(spec, call),
    get: async (driver, id, call) => (driver.attachments ?? without('attachments')).get(asId(id), call),
    list: (driver, call) => driver.attachments?.list(call) ?? nothing(),
    delete: async (driver, id, call) => (driver.attachments ?? without('attachments')).delete(asId(id), call),
  },
  snapshot: {
    create: async (driver, spec, call) => (driver.snapshots ?? without('snapshots')).create(spec, call),
    get: async (driver, id, call) => (driver.snapshots ?? without('snapshots')).get(asId(id), call),
    list: (driver, call) => driver.snapshots?.list(call) ?? nothing(),
    delete: async (driver, id, call) => (driver.snapshots ?? without('snapshots')).delete(asId(id), call),
  },
  server: {
    create: (driver, spec, call) => driver.servers.create(spec, call),
    get: (driver, id, call) => driver.servers.get(asId(id), call),
    list: (driver, call) => driver.servers.list(call),
    delete: (driver, id, call) => driver.servers.delete(asId(id), call),
  },
}
