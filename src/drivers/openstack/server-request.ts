import type { CreateCall } from '../../cloud/call.ts'
import type { ServerInterfaceSpec, ServerSpec } from '../../model/server.ts'
import { takesHostNames } from '../../openstack/compute/servers.ts'
import { ports } from '../../openstack/network/ports.ts'
import { subnets } from '../../openstack/network/subnets.ts'
import type { BlockDevice, RequestedNetwork, ServerCreate } from '../../wire/openstack/compute/server-create.ts'
import { hostNameFor } from './host-name.ts'
import { createMarked } from './neutron-group.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { partToken, tokenKey } from './token-mark.ts'

/** The description of a port that this driver made for a server and takes away with it. */
export const serverPortDescription = 'portolan:made-for-server'

/**
 * The body of `POST /servers`. Nova takes a network or a port for an interface; a choice of subnet among several, and "no security group", it does not take: there a
 * port is made first, marked so that it goes with the server.
 */
export const serverRequest = async (
  cloud: OpenStackCloud,
  spec: ServerSpec,
  call: CreateCall,
): Promise<ServerCreate> => {
  const { name, flavorId, boot, interfaces, securityGroupIds, keyPairId, userData, zoneId, metadata, configDrive } =
    spec
  const networks: RequestedNetwork[] = []
  for (const [index, wanted] of interfaces.entries())
    networks.push(await networkRequest(cloud, spec, wanted, { ...call, token: partToken(call.token, `port-${index}`) }))
  const groups = interfaces.some((wanted) => !('portId' in wanted)) ? securityGroupIds : undefined
  const hostname = hostNameFor(name)
  return {
    name,
    ...(hostname !== undefined && (await takesHostNames(cloud.compute, call)) ? { hostname } : {}),
    flavorRef: flavorId,
    ...bootRequest(boot),
    networks: networks.length === 0 ? 'none' : networks,
    ...(groups && groups.length > 0 ? { security_groups: groups.map((id) => ({ name: id })) } : {}),
    ...(keyPairId === undefined ? {} : { key_name: keyPairId }),
    ...(userData === undefined ? {} : { user_data: Buffer.from(userData, 'utf8').toString('base64') }),
    ...(zoneId === undefined ? {} : { availability_zone: zoneId }),
    ...(configDrive === undefined ? {} : { config_drive: configDrive }),
    metadata: { ...metadata, [tokenKey]: call.token },
  }
}

const networkRequest = async (
  cloud: OpenStackCloud,
  { name, securityGroupIds }: ServerSpec,
  wanted: ServerInterfaceSpec,
  call: CreateCall,
): Promise<RequestedNetwork> => {
  if ('portId' in wanted) return { port: wanted.portId }
  const { networkId, subnetId, address } = wanted
  // Where Neutron has no groups, every port is without.
  const hasGroups = cloud.extensions.has('security-group')
  const withoutGroups = hasGroups && securityGroupIds?.length === 0
  const ofSeveral =
    subnetId !== undefined && address === undefined && !(await isOnlySubnet(cloud, networkId, subnetId, call))
  if (!withoutGroups && !ofSeveral) return { uuid: networkId, ...(address === undefined ? {} : { fixed_ip: address }) }
  const fixed = {
    ...(subnetId === undefined ? {} : { subnet_id: subnetId }),
    ...(address ? { ip_address: address } : {}),
  }
  const body = (description: string) => ({
    name,
    description,
    network_id: networkId,
    ...(Object.keys(fixed).length === 0 ? {} : { fixed_ips: [fixed] }),
    ...(securityGroupIds && hasGroups ? { security_groups: [...securityGroupIds] } : {}),
  })
  const port = await createMarked(cloud, 'port', ports, body, call, serverPortDescription)
  return { port: port.id }
}

/** True when the cloud shows this subnet on the network and no other. */
const isOnlySubnet = async (
  { network }: OpenStackCloud,
  networkId: string,
  subnetId: string,
  call: CreateCall,
): Promise<boolean> => {
  const ids: string[] = []
  for await (const { id } of subnets.list(network, { network_id: networkId }, call)) ids.push(id)
  return ids.length === 1 && ids[0] === subnetId
}

const bootRequest = (boot: ServerSpec['boot']): Pick<ServerCreate, 'imageRef' | 'block_device_mapping_v2'> => {
  if ('volumeId' in boot) return { block_device_mapping_v2: [{ ...fromVolume, uuid: boot.volumeId }] }
  if (!('volumeGiB' in boot)) return { imageRef: boot.imageId }
  const { imageId, volumeGiB, deleteOnTermination } = boot
  return {
    block_device_mapping_v2: [
      {
        source_type: 'image',
        destination_type: 'volume',
        boot_index: 0,
        uuid: imageId,
        volume_size: volumeGiB,
        delete_on_termination: deleteOnTermination,
      },
    ],
  }
}

const fromVolume: BlockDevice = {
  source_type: 'volume',
  destination_type: 'volume',
  boot_index: 0,
  delete_on_termination: false,
}
