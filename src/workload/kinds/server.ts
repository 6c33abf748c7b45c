import type { Call } from '../../cloud/call.ts'
import type { KeyPairId, NetworkId, PortId, SecurityGroupId, SubnetId, VolumeId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { ServerSpec } from '../../model/server.ts'
import type { NodeSpecs } from '../resource-node.ts'
import { renderUserData } from '../user-data.ts'
import { findNamed, type Keeper, type KeeperContext } from './keeper.ts'

export const serverKeeper: Keeper<'server'> = {
  create: async (spec, context, call) => (await context.cloud.servers.create(serverSpec(spec, context), call)).id,
  settle: async (id, _spec, { cloud, call }) => {
    const { interfaces } = await cloud.until('server', asId(id), ({ status }) => status === 'active', call)
    const [first] = interfaces
    return {
      ...(first ? { address: first.address } : {}),
      ...(first?.portId === undefined ? {} : { portId: first.portId }),
      ...(first?.publicAddress === undefined ? {} : { publicAddress: first.publicAddress }),
    }
  },
  instead: (spec, { limits }) => {
    const least = limits?.sizeGiB?.least
    const { bootVolumeGiB } = spec
    return least !== undefined && bootVolumeGiB !== undefined && least > bootVolumeGiB
      ? { ...spec, bootVolumeGiB: least }
      : undefined
  },
  find: ({ name }, { cloud, call }) => findNamed(cloud.servers.list(call), name),
  remove: async (id, { cloud, call }, spec) => {
    const roots = spec.bootVolumeGiB === undefined ? [] : await rootVolumes(id, spec, cloud, call)
    await cloud.servers.delete(asId(id), call)
    await cloud.gone('server', asId(id), call)
    // Clouds begin to delete it while they delete the server, and end later.
    for (const volumeId of roots) await cloud.gone('volume', volumeId, call)
  },
}

/** The volume that the server booted from, which goes with it. */
const rootVolumes = async (
  serverId: string,
  { imageId }: NodeSpecs['server'],
  { volumes }: KeeperContext['cloud'],
  call: Call,
): Promise<readonly VolumeId[]> => {
  const found: VolumeId[] = []
  for await (const volume of volumes?.list(call) ?? [])
    if (volume.bootable && volume.imageId === imageId)
      if (volume.attachments.some((attachment) => attachment.serverId === serverId)) found.push(volume.id)
  return found
}

const serverSpec = (spec: NodeSpecs['server'], { cloud, id, text }: KeeperContext): ServerSpec => {
  const onPorts = spec.interfaces.every((each) => 'port' in each)
  return {
    name: spec.name,
    flavorId: spec.flavorId,
    boot:
      spec.bootVolumeGiB === undefined
        ? { imageId: spec.imageId }
        : { imageId: spec.imageId, volumeGiB: spec.bootVolumeGiB, deleteOnTermination: true },
    interfaces: spec.interfaces.map((each) =>
      'port' in each
        ? { portId: id<PortId>(each.port) }
        : {
            networkId: id<NetworkId>(each.network),
            ...(each.subnet ? { subnetId: id<SubnetId>(each.subnet) } : {}),
            ...(each.address === undefined ? {} : { address: each.address }),
          },
    ),
    // Ports bring their own groups.
    ...(onPorts || spec.securityGroups.length === 0
      ? {}
      : { securityGroupIds: spec.securityGroups.map((group) => id<SecurityGroupId>(group)) }),
    ...(spec.keyPair ? { keyPairId: id<KeyPairId>(spec.keyPair) } : {}),
    ...(spec.zoneId ? { zoneId: spec.zoneId } : {}),
    metadata: spec.metadata,
    // No API tells whether a cloud has a metadata service: a config drive is read with one and without.
    ...(cloud.traits.configDrive ? { configDrive: true } : {}),
    userData: renderUserData(spec.guest, { text, id: (reference) => id<string>(reference) }),
  }
}
