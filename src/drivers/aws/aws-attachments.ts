import type { Volume as EbsVolume } from '@aws-sdk/client-ec2'
import type { Call } from '../../cloud/call.ts'
import type { AttachmentDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { AttachmentId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { Attachment } from '../../model/volume.ts'
import { type AwsAccount, during, gone, once, theOne } from './aws-account.ts'
import { findInstance } from './find-instance.ts'

/** Attachments have no id on AWS: theirs here is the volume's and the instance's. */
export const awsAttachments = (account: AwsAccount): AttachmentDriver => {
  const { sdk, client } = account
  const volume = async (VolumeId: string, call: Call): Promise<EbsVolume> => {
    const { Volumes } = await client.send(new sdk.DescribeVolumesCommand({ VolumeIds: [VolumeId] }), during(call))
    return theOne(Volumes, 'Volume', VolumeId)
  }
  return {
    create: ({ volumeId, serverId, device }, call) =>
      once(
        account,
        call.token,
        async () => attachmentsOf(await volume(volumeId, call)).find((present) => present.serverId === serverId),
        async () => {
          const [elsewhere] = attachmentsOf(await volume(volumeId, call))
          if (elsewhere)
            throw Object.assign(new Error(`${volumeId} is already attached to ${elsewhere.serverId}.`), {
              name: 'VolumeInUse',
            })
          const free = await freeDevice(account, serverId, call)
          const Device = device ?? free
          await client.send(
            new sdk.AttachVolumeCommand({ VolumeId: volumeId, InstanceId: serverId, Device }),
            during(call),
          )
          return { id: idOf(volumeId, serverId), volumeId, serverId, device: Device }
        },
      ),
    async *list(call) {
      for await (const { Volumes = [] } of sdk.paginateDescribeVolumes({ client, pageSize: 100 }, {}, during(call)))
        yield* Volumes.flatMap(attachmentsOf)
    },
    async get(id, call) {
      call.signal.throwIfAborted()
      const [volumeId] = partsOf(id)
      return theOne(
        attachmentsOf(await volume(volumeId, call)).filter((present) => present.id === id),
        'Attachment',
        id,
      )
    },
    async delete(id, call) {
      const [VolumeId, InstanceId] = partsOf(id)
      const work = client.send(new sdk.DetachVolumeCommand({ VolumeId, InstanceId }), during(call))
      await gone(work.catch((error: Error) => (error.name === 'IncorrectState' ? undefined : Promise.reject(error))))
    },
  }
}

const idOf = (volumeId: string, instanceId: string): AttachmentId => asId<'attachment'>(`${volumeId}:${instanceId}`)

const partsOf = (id: AttachmentId): readonly [string, string] => {
  const [volumeId, instanceId] = id.split(':')
  if (volumeId && instanceId) return [volumeId, instanceId]
  throw new CloudError('not_found', `There is no attachment ${id}.`)
}

/** A volume's attachments that are not yet undone. */
export const attachmentsOf = ({ VolumeId = '', Attachments = [] }: EbsVolume): Attachment[] =>
  Attachments.filter(({ State }) => State !== 'detached').map(({ InstanceId = '', Device }) => ({
    id: idOf(VolumeId, InstanceId),
    volumeId: asId<'volume'>(VolumeId),
    serverId: asId<'server'>(InstanceId),
    ...(Device === undefined ? {} : { device: Device }),
  }))

/** EC2 wants the device named: the first of those it recommends for volumes that the server has not taken (EC2 user guide, device names). */
const freeDevice = async (account: AwsAccount, serverId: string, call: Call): Promise<string> => {
  const instance = await findInstance(account, serverId, call)
  const taken = new Set(instance.BlockDeviceMappings?.map(({ DeviceName }) => DeviceName))
  const free = [...'fghijklmnop'].map((letter) => `/dev/sd${letter}`).find((name) => !taken.has(name))
  if (free === undefined) throw new CloudError('quota_exceeded', `The server ${serverId} has no free device name left.`)
  return free
}
