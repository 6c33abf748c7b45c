import { CloudError } from '../../../model/cloud-error.ts'
import type { Attachment } from '../../../model/volume.ts'
import { volumeAttachmentBody, volumeAttachmentUpdate } from '../../../wire/openstack/compute/server-parts.ts'
import { notInUse } from '../block-storage/volume-attaching.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { maySee } from '../kernel/policy.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { refuseLocked, requireState } from './server-guard.ts'
import type { ServerDisk, ServerRecord } from './server-record.ts'

type Attached = MirrorRecord<'attachment'> & { readonly native: Attachment }

/** `/servers/{id}/os-volume_attachments`. An attachment goes by its volume's id. */
export const mountVolumeAttachmentRoutes = (routes: ComputeRoutes, compute: Compute): void => {
  const { front, servers, relations, work } = compute
  const { mirror } = front
  const root = '/servers/:id/os-volume_attachments'
  const policy = (action: string) => `os_compute_api:os-volumes-attachments:${action}`
  const need = (call: ComputeCall) => servers.need(call.caller, call.param('id'))
  const attachedTo = (record: ServerRecord): readonly Attached[] => {
    const nativeId = servers.mirrored(record.id)?.nativeId
    return nativeId === undefined ? [] : relations.attachmentsOf(nativeId)
  }
  const needAttached = (record: ServerRecord, volumeId: string): Attached => {
    const found = attachedTo(record).find(({ native }) => mirror.idOf('volume', native.volumeId) === volumeId)
    if (found) return found
    throw new CloudError('not_found', `Instance ${record.id} is not attached to volume ${volumeId}`)
  }

  routes.get(root, { policy: policy('index') }, (call) => {
    const record = need(call)
    const [offset, limit] = [wholeNumber(call, 'offset', 0), wholeNumber(call, 'limit', front.profile.pageLimit)]
    const all = attachedTo(record).slice(offset, offset + (limit || front.profile.pageLimit))
    return call.json({ volumeAttachments: all.map((attached) => view(compute, call, record, attached)) })
  })

  routes.get(`${root}/:volume`, { policy: policy('show') }, (call) => {
    const record = need(call)
    const attached = needAttached(record, call.param('volume'))
    return call.json({ volumeAttachment: view(compute, call, record, attached) })
  })

  routes.post(root, { role: 'member', policy: policy('create') }, async (call) => {
    const record = need(call)
    const { volumeAttachment: asked } = await call.read(volumeAttachmentBody)
    call.refuseUnknown(asked, { tag: { since: '2.49' }, delete_on_termination: { since: '2.79' } })
    refuseLocked(call, record)
    requireState(servers, record, 'attach_volume', ['active', 'paused', 'stopped', 'resized'])
    const volumeId = asked.volumeId
    refuseUnfit(compute, call, volumeId)
    const device = asked.device || nextDevice(attachedTo(record))
    if (attachedTo(record).some(({ native }) => native.device === device))
      throw new CloudError('conflict', `The supplied device path (${device}) is in use.`, { reason: 'DevicePathInUse' })
    const { native } = await mirror.create(
      'attachment',
      { volumeId: mirror.nativeId('volume', volumeId), serverId: mirror.nativeId('server', record.id), device },
      { projectId: record.projectId },
    )
    await mirror.refresh('volume', volumeId)
    const disk: ServerDisk = {
      volumeId,
      deleteOnTermination: asked.delete_on_termination ?? false,
      tag: asked.tag ?? null,
      boot: false,
    }
    servers.change(record.id, (now) => ({ ...now, disks: [...withoutDisk(now, volumeId), disk] }))
    work.done(call, record.id, 'attach_volume')
    const answer = {
      id: volumeId,
      serverId: record.id,
      volumeId,
      device: native?.device ?? device,
      ...(call.at('2.70') ? { tag: disk.tag } : {}),
      ...(call.at('2.79') ? { delete_on_termination: disk.deleteOnTermination } : {}),
    }
    return call.json({ volumeAttachment: answer })
  })

  routes.put(`${root}/:volume`, { role: 'member', policy: policy('update') }, async (call) => {
    const record = need(call)
    const { volumeAttachment: asked } = await call.read(volumeAttachmentUpdate)
    const volumeId = call.param('volume')
    if (!call.at('2.85') || asked.volumeId !== volumeId)
      throw new CloudError('conflict', `volume ${volumeId} is not migrating; this API should only be called by Cinder`)
    const attached = needAttached(record, volumeId)
    const now = view(compute, call, record, attached)
    for (const field of ['id', 'serverId', 'device', 'tag'] as const)
      if (asked[field] !== undefined && asked[field] !== (field === 'id' ? volumeId : now[field]))
        throw new CloudError('invalid', `The ${field} property is not mutable`)
    const { delete_on_termination: deleteOnTermination } = asked
    if (deleteOnTermination !== undefined)
      servers.change(record.id, (changed) => ({
        ...changed,
        disks: [...withoutDisk(changed, volumeId), { ...diskOf(changed, volumeId), deleteOnTermination }],
      }))
    return call.empty(202)
  })

  routes.delete(`${root}/:volume`, { role: 'member', policy: policy('delete') }, async (call) => {
    const record = need(call)
    const volumeId = call.param('volume')
    const attached = needAttached(record, volumeId)
    refuseLocked(call, record)
    requireState(servers, record, 'detach_volume', ['active', 'paused', 'stopped', 'resized', 'suspended'])
    if (diskOf(record, volumeId).boot)
      throw new CloudError('forbidden', 'Cannot detach a root device volume', { reason: 'RootVolume' })
    refuseUnsettled(compute, call, volumeId)
    await mirror.delete('attachment', attached.id)
    await mirror.refresh('volume', volumeId)
    servers.change(record.id, (now) => ({ ...now, disks: withoutDisk(now, volumeId) }))
    work.done(call, record.id, 'detach_volume')
    return call.empty(202)
  })
}

const wholeNumber = (call: ComputeCall, name: string, otherwise: number): number => {
  const value = call.query(name)
  if (value === undefined) return otherwise
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw new CloudError('invalid', `Invalid input for query parameters ${name}. Value: ${value}.`)
}

const refuseUnfit = ({ front }: Compute, { caller }: ComputeCall, id: string): void => {
  const volume = front.mirror.get('volume', id)
  if (!volume || !maySee(caller, volume.projectId))
    throw new CloudError('not_found', `Volume ${id} could not be found.`, { reason: 'VolumeNotFound' })
  const status = volume.native?.status ?? 'creating'
  if (status === 'available') return
  const words = status.replace('_', '-')
  throw new CloudError('invalid', `Invalid volume: volume ${id} status must be 'available'. Currently in '${words}'`, {
    reason: 'InvalidVolume',
  })
}

/** Nova passes Cinder's refusal on, wrapped in its own words. */
const refuseUnsettled = ({ front }: Compute, { requestId }: ComputeCall, id: string): void => {
  const status = front.mirror.get('volume', id)?.native?.status
  if (status === undefined || status === 'in_use') return
  throw new CloudError(
    'invalid',
    `Invalid volume: Invalid input received: Invalid volume: ${notInUse} (HTTP 400) (Request-ID: ${requestId})`,
    { reason: 'InvalidVolume' },
  )
}

const withoutDisk = ({ disks }: ServerRecord, volumeId: string): readonly ServerDisk[] =>
  disks.filter((disk) => disk.volumeId !== volumeId)

const diskOf = ({ disks }: ServerRecord, volumeId: string): ServerDisk =>
  disks.find((disk) => disk.volumeId === volumeId) ?? { volumeId, deleteOnTermination: false, tag: null, boot: false }

/** The first free device name after the root disk's. */
const nextDevice = (attached: readonly Attached[]): string => {
  const taken = new Set(attached.map(({ native }) => native.device))
  const letter = [...'bcdefghijklmnopqrstuvwxyz'].find((each) => !taken.has(`/dev/vd${each}`))
  if (letter !== undefined) return `/dev/vd${letter}`
  throw new CloudError('forbidden', 'The server has as many volumes as it can have.', { reason: 'TooManyDiskDevices' })
}

const view = (
  { front }: Compute,
  call: ComputeCall,
  record: ServerRecord,
  { id, native }: Attached,
): Readonly<Record<string, unknown>> => {
  const volumeId = front.mirror.idOf('volume', native.volumeId) ?? native.volumeId
  const disk = diskOf(record, volumeId)
  return {
    ...(call.at('2.89') ? {} : { id: volumeId }),
    volumeId,
    serverId: record.id,
    ...(native.device === undefined ? {} : { device: native.device }),
    ...(call.at('2.70') ? { tag: disk.tag } : {}),
    ...(call.at('2.79') ? { delete_on_termination: disk.deleteOnTermination } : {}),
    ...(call.at('2.89') ? { attachment_id: id, bdm_uuid: id } : {}),
  }
}
