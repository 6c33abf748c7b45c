import type { Volume as EbsVolume, VolumeType as EbsVolumeType } from '@aws-sdk/client-ec2'
import type { Call } from '../../cloud/call.ts'
import type { VolumeDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { Volume, VolumeStatus } from '../../model/volume.ts'
import { type AwsAccount, byToken, during, gone, nameOf, newTags, once, theOne } from './aws-account.ts'
import { attachmentsOf } from './aws-attachments.ts'

/** EBS volumes. Each lives in one zone: the one named, else the region's first. */
export const awsVolumes = (account: AwsAccount): VolumeDriver => {
  const { sdk, client } = account
  return {
    create: (spec, call) =>
      once(
        account,
        call.token,
        async () => {
          const { Volumes = [] } = await client.send(
            new sdk.DescribeVolumesCommand({ Filters: byToken(call.token) }),
            during(call),
          )
          return Volumes.map(asVolume)[0]
        },
        async () => {
          if (spec.imageId !== undefined || spec.snapshotId !== undefined)
            throw new CloudError('unsupported', 'Volumes on this cloud cannot be made from an image or a snapshot.')
          const made = await client.send(
            new sdk.CreateVolumeCommand({
              ClientToken: call.token,
              Size: spec.sizeGiB,
              AvailabilityZone: spec.zoneId ?? (await firstZone(account, call)),
              ...(spec.type === undefined ? {} : { VolumeType: spec.type as EbsVolumeType }),
              TagSpecifications: newTags('volume', { name: spec.name, token: call.token }),
            }),
            during(call),
          )
          return asVolume({ ...made, Tags: [{ Key: 'Name', Value: spec.name }] })
        },
      ),
    async *list(call) {
      for await (const { Volumes = [] } of sdk.paginateDescribeVolumes({ client, pageSize: 100 }, {}, during(call)))
        yield* Volumes.filter(({ State }) => (State as string) !== 'deleted').map(asVolume)
    },
    async get(id, call) {
      const { Volumes } = await client.send(new sdk.DescribeVolumesCommand({ VolumeIds: [id] }), during(call))
      return asVolume(theOne(Volumes, 'Volume', id))
    },
    async *types() {
      for (const name of Object.values(sdk.VolumeType))
        yield { name, description: `EBS ${name}`, default: name === 'gp2' }
    },
    async extend(id, sizeGiB, call) {
      await client.send(new sdk.ModifyVolumeCommand({ VolumeId: id, Size: sizeGiB }), during(call))
      const { Volumes } = await client.send(new sdk.DescribeVolumesCommand({ VolumeIds: [id] }), during(call))
      return asVolume(theOne(Volumes, 'Volume', id))
    },
    delete: (id, call) => gone(client.send(new sdk.DeleteVolumeCommand({ VolumeId: id }), during(call))),
  }
}

const firstZone = async ({ sdk, client }: AwsAccount, call: Call): Promise<string> => {
  const { AvailabilityZones } = await client.send(new sdk.DescribeAvailabilityZonesCommand({}), during(call))
  return theOne(AvailabilityZones, 'AvailabilityZone', 'of the region').ZoneName ?? ''
}

/** EBS's volume states (VolumeState's reference). */
const statuses: Readonly<Record<string, VolumeStatus>> = {
  creating: 'creating',
  available: 'available',
  'in-use': 'in_use',
  deleting: 'deleting',
  deleted: 'deleting',
  error: 'error',
}

const asVolume = (volume: EbsVolume): Volume => {
  const id = volume.VolumeId ?? ''
  const moving = volume.Attachments?.find(({ State }) => State === 'attaching' || State === 'detaching')?.State
  return {
    id: asId<'volume'>(id),
    name: nameOf(volume.Tags, id),
    status: moving === 'attaching' || moving === 'detaching' ? moving : (statuses[volume.State ?? ''] ?? 'error'),
    sizeGiB: volume.Size ?? 0,
    ...(volume.VolumeType === undefined ? {} : { type: volume.VolumeType }),
    ...(volume.AvailabilityZone === undefined ? {} : { zoneId: asId<'zone'>(volume.AvailabilityZone) }),
    bootable: Boolean(volume.SnapshotId),
    attachments: attachmentsOf(volume),
    ...(volume.CreateTime === undefined ? {} : { createdAt: volume.CreateTime.toISOString() }),
  }
}
