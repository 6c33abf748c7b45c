import type {
  _InstanceType,
  Instance,
  InstanceNetworkInterfaceSpecification,
  RunInstancesCommandInput,
} from '@aws-sdk/client-ec2'
import type { Call, CreateCall } from '../../cloud/call.ts'
import type { ServerDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { Server, ServerInterfaceSpec, ServerSpec, ServerStatus } from '../../model/server.ts'
import { type AwsAccount, byToken, during, gone, nameOf, newTags, once, theOne, userTags } from './aws-account.ts'
import { groupsIn, originalsOf } from './aws-security-groups.ts'
import { findInstance, isThere } from './find-instance.ts'

/** Bytes, before encoding (RunInstances' reference). */
export const userDataLimit = 16_384

/** Instances. A terminated one, which EC2 shows for an hour, is gone. */
export const awsServers = (account: AwsAccount): ServerDriver => {
  const { sdk, client } = account
  const view = async (instances: readonly Instance[], call: Call): Promise<Server[]> => {
    const groups = instances.flatMap(({ SecurityGroups = [] }) => SecurityGroups.map(({ GroupId = '' }) => GroupId))
    const originals = await originalsOf(account, groups, call)
    return instances.map((instance) => asServer(instance, originals))
  }
  return {
    create: (spec, call) =>
      once(
        account,
        call.token,
        async () => {
          const { Reservations = [] } = await client.send(
            new sdk.DescribeInstancesCommand({ Filters: byToken(call.token) }),
            during(call),
          )
          const made = Reservations.flatMap(({ Instances = [] }) => Instances).filter(isThere)
          return (await view(made.slice(0, 1), call))[0]
        },
        async () => {
          const { Instances } = await client.send(
            new sdk.RunInstancesCommand(await runInput(account, spec, call)),
            during(call),
          )
          const instance = theOne(Instances, 'InstanceID', spec.name)
          return theOne(await view([instance], call), 'InstanceID', spec.name)
        },
      ),
    async *list(call) {
      for await (const { Reservations = [] } of sdk.paginateDescribeInstances(
        { client, pageSize: 100 },
        {},
        during(call),
      ))
        yield* await view(Reservations.flatMap(({ Instances = [] }) => Instances).filter(isThere), call)
    },
    async get(id, call) {
      return theOne(await view([await findInstance(account, id, call)], call), 'InstanceID', id)
    },
    delete: (id, call) => gone(client.send(new sdk.TerminateInstancesCommand({ InstanceIds: [id] }), during(call))),
    async start(id, call) {
      await client.send(new sdk.StartInstancesCommand({ InstanceIds: [id] }), during(call))
    },
    async stop(id, call) {
      await client.send(new sdk.StopInstancesCommand({ InstanceIds: [id] }), during(call))
    },
    async reboot(id, _kind, call) {
      await client.send(new sdk.RebootInstancesCommand({ InstanceIds: [id] }), during(call))
    },
    async resize(id, flavorId, call) {
      const { State } = await findInstance(account, id, call)
      if (State?.Name !== 'stopped')
        throw Object.assign(new Error(`The instance '${id}' is not in the 'stopped' state.`), {
          name: 'IncorrectInstanceState',
        })
      await client.send(
        new sdk.ModifyInstanceAttributeCommand({ InstanceId: id, InstanceType: { Value: flavorId } }),
        during(call),
      )
    },
    async consoleLog(id, call) {
      const { Output = '' } = await client.send(new sdk.GetConsoleOutputCommand({ InstanceId: id }), during(call))
      return Buffer.from(Output, 'base64').toString('utf8')
    },
    async setMetadata(id, metadata, call) {
      const before = userTags((await findInstance(account, id, call)).Tags)
      const dropped = Object.keys(before).filter((key) => !(key in metadata))
      if (dropped.length > 0)
        await client.send(
          new sdk.DeleteTagsCommand({ Resources: [id], Tags: dropped.map((Key) => ({ Key })) }),
          during(call),
        )
      const Tags = Object.entries(metadata).map(([Key, Value]) => ({ Key, Value }))
      if (Tags.length > 0) await client.send(new sdk.CreateTagsCommand({ Resources: [id], Tags }), during(call))
      return theOne(await view([await findInstance(account, id, call)], call), 'InstanceID', id)
    },
  }
}

const runInput = async (account: AwsAccount, spec: ServerSpec, call: CreateCall): Promise<RunInstancesCommandInput> => {
  if (!('imageId' in spec.boot))
    throw new CloudError('unsupported', 'AWS cannot boot a server from an existing volume.', {
      hint: 'Boot from an image and attach the volume.',
    })
  if (Buffer.byteLength(spec.userData ?? '') > userDataLimit)
    throw new CloudError('invalid', `User data on AWS has at most ${userDataLimit} bytes.`)
  const { interfaces, vpcId } = await placeInterfaces(account, spec, call)
  const groups =
    spec.securityGroupIds && vpcId !== undefined
      ? await groupsIn(account, vpcId, spec.securityGroupIds, call)
      : undefined
  const [only, ...more] = interfaces
  const withGroups = interfaces.map((each) => (groups ? { ...each, Groups: groups } : each))
  return {
    ClientToken: call.token,
    MinCount: 1,
    MaxCount: 1,
    ImageId: spec.boot.imageId,
    InstanceType: spec.flavorId as unknown as _InstanceType,
    ...(spec.keyPairId === undefined ? {} : { KeyName: spec.keyPairId }),
    ...(spec.userData === undefined ? {} : { UserData: Buffer.from(spec.userData).toString('base64') }),
    ...(spec.zoneId === undefined ? {} : { Placement: { AvailabilityZone: spec.zoneId } }),
    ...(only && more.length === 0
      ? {
          SubnetId: only.SubnetId,
          ...(only.PrivateIpAddress === undefined ? {} : { PrivateIpAddress: only.PrivateIpAddress }),
          ...(groups ? { SecurityGroupIds: groups } : {}),
        }
      : { NetworkInterfaces: withGroups }),
    ...('volumeGiB' in spec.boot ? { BlockDeviceMappings: await rootDisk(account, spec.boot, call) } : {}),
    TagSpecifications: newTags('instance', {
      name: spec.name,
      token: call.token,
      ...(spec.metadata ? { more: spec.metadata } : {}),
    }),
  }
}

/** A network interface needs a subnet: the one named, else the network's first, in the server's zone where one is named. */
const placeInterfaces = async (
  { sdk, client }: AwsAccount,
  { interfaces, zoneId }: ServerSpec,
  call: Call,
): Promise<{ readonly interfaces: InstanceNetworkInterfaceSpecification[]; readonly vpcId?: string }> => {
  let vpcId: string | undefined
  const placed: InstanceNetworkInterfaceSpecification[] = []
  for (const [DeviceIndex, wanted] of interfaces.entries()) {
    const { networkId, subnetId, address } = asNetworked(wanted)
    const { Subnets = [] } = await client.send(
      new sdk.DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [networkId] }] }),
      during(call),
    )
    const subnet = Subnets.find(
      ({ SubnetId, AvailabilityZone }) =>
        (subnetId === undefined || SubnetId === subnetId) && (zoneId === undefined || AvailabilityZone === zoneId),
    )
    if (!subnet)
      throw new CloudError(
        'invalid',
        `The network ${networkId} has no ${subnetId ? `subnet ${subnetId}` : 'subnet'}${zoneId ? ` in the zone ${zoneId}` : ''}.`,
      )
    vpcId = networkId
    placed.push({
      DeviceIndex,
      SubnetId: subnet.SubnetId,
      ...(address === undefined ? {} : { PrivateIpAddress: address }),
    })
  }
  return { interfaces: placed, ...(vpcId === undefined ? {} : { vpcId }) }
}

const asNetworked = (wanted: ServerInterfaceSpec): Exclude<ServerInterfaceSpec, { readonly portId: unknown }> => {
  if ('portId' in wanted) throw new CloudError('unsupported', 'This cloud has no ports: name a network.')
  return wanted
}

const rootDisk = async (
  { sdk, client }: AwsAccount,
  boot: Extract<ServerSpec['boot'], { readonly volumeGiB: number }>,
  call: Call,
) => {
  const { Images } = await client.send(new sdk.DescribeImagesCommand({ ImageIds: [boot.imageId] }), during(call))
  const { RootDeviceName } = theOne(Images, 'AMIID', boot.imageId)
  return [
    { DeviceName: RootDeviceName, Ebs: { VolumeSize: boot.volumeGiB, DeleteOnTermination: boot.deleteOnTermination } },
  ]
}

/** EC2's instance states (InstanceState's reference), all of them. */
const statuses: Readonly<Record<string, ServerStatus>> = {
  pending: 'building',
  running: 'active',
  stopping: 'stopping',
  stopped: 'stopped',
  'shutting-down': 'deleting',
  terminated: 'deleting',
}

const asServer = (instance: Instance, originals: ReadonlyMap<string, string>): Server => {
  const id = instance.InstanceId ?? ''
  const [first] = instance.NetworkInterfaces ?? []
  const reason = instance.StateReason?.Code?.startsWith('Server.') ? instance.StateReason.Message : undefined
  return {
    id: asId<'server'>(id),
    name: nameOf(instance.Tags, id),
    status: statuses[instance.State?.Name ?? ''] ?? 'unknown',
    ...(reason === undefined ? {} : { fault: reason }),
    flavorId: asId<'flavor'>(instance.InstanceType ?? ''),
    ...(instance.ImageId === undefined ? {} : { imageId: asId<'image'>(instance.ImageId) }),
    ...(instance.KeyName ? { keyPairId: asId<'key-pair'>(instance.KeyName) } : {}),
    interfaces: first
      ? (instance.NetworkInterfaces ?? []).map((each) => ({
          networkId: asId<'network'>(each.VpcId ?? ''),
          ...(each.SubnetId === undefined ? {} : { subnetId: asId<'subnet'>(each.SubnetId) }),
          address: each.PrivateIpAddress ?? '',
          ...(each.MacAddress === undefined ? {} : { macAddress: each.MacAddress }),
          ...(each.Association?.PublicIp === undefined ? {} : { publicAddress: each.Association.PublicIp }),
        }))
      : [],
    securityGroupIds: (instance.SecurityGroups ?? []).map(({ GroupId = '' }) =>
      asId<'security-group'>(originals.get(GroupId) ?? GroupId),
    ),
    ...(instance.Placement?.AvailabilityZone === undefined
      ? {}
      : { zoneId: asId<'zone'>(instance.Placement.AvailabilityZone) }),
    metadata: userTags(instance.Tags),
    ...(instance.LaunchTime === undefined ? {} : { createdAt: instance.LaunchTime.toISOString() }),
  }
}
