import type { CinderContext } from './cinder-context.ts'
import { attachedByNova, invalidVolume, notFound } from './cinder-error.ts'
import type { CinderVolume, VolumeLibrary } from './volume-library.ts'

/** Why Cinder lets nobody detach a volume (openstack/cinder `cinder/volume/api.py`, `begin_detaching`). */
export const notInUse =
  "Unable to detach volume. Volume status must be 'in-use' and attach_status must be 'attached' to detach."

/** The steps in which a client without Nova takes a volume and gives it back (openstack/cinder `cinder/volume/api.py`). Each answers nothing. */
export const reserve = (volumes: VolumeLibrary, { id, status }: CinderVolume): undefined => {
  if (status !== 'available')
    throw invalidVolume(`Volume status must be available to reserve, but the status is ${status}.`)
  volumes.hold(id, 'attaching')
}

export const unreserve = (volumes: VolumeLibrary, { id, details }: CinderVolume): undefined => {
  if (details.hold?.status === 'attaching') volumes.hold(id, undefined)
}

export const beginDetaching = (volumes: VolumeLibrary, { id, status }: CinderVolume): undefined => {
  if (status !== 'in-use') throw invalidVolume(notInUse)
  volumes.hold(id, 'detaching')
}

export const rollDetaching = (volumes: VolumeLibrary, { id, details }: CinderVolume): undefined => {
  if (details.hold?.status === 'detaching') volumes.hold(id, undefined)
}

/** Notes that something uses the volume: from now on it is `in-use`. */
export const noteAttachment = (
  { front, volumes }: CinderContext,
  { id, status, details }: CinderVolume,
  projectId: string,
  {
    instance_uuid: serverId,
    host_name: hostName,
    mountpoint,
    mode = 'rw',
  }: {
    readonly instance_uuid?: string | undefined
    readonly host_name?: string | undefined
    readonly mountpoint: string
    readonly mode?: 'rw' | 'ro' | undefined
  },
): undefined => {
  if (details.readonly && mode !== 'ro') throw invalidVolume(`Invalid attaching mode '${mode}' for volume ${id}.`)
  if (status !== 'available' && status !== 'attaching')
    throw invalidVolume(`volume ${id} is not available: its status is ${status}`)
  volumes.hold(id, undefined)
  volumes.ownAttachments.put({
    id: front.newId(),
    volumeId: id,
    projectId,
    serverId: serverId ?? null,
    status: 'attached',
    mode,
    mountpoint,
    hostName: hostName ?? null,
    attachedAt: front.timestamp(),
  })
}

/** Forgets what `noteAttachment` noted. What Nova attached is Nova's to detach. */
export const detach = (
  volumes: VolumeLibrary,
  { id, attachments, status }: CinderVolume,
  attachmentId: string | undefined,
): undefined => {
  const concerned =
    attachmentId === undefined ? attachments : attachments.filter((attachment) => attachment.id === attachmentId)
  if (attachmentId !== undefined && concerned.length === 0) throw notFound('Volume attachment', attachmentId)
  const byNova = concerned.find((attachment) => attachment.byNova)
  if (byNova) throw attachedByNova(byNova.serverId ?? '')
  if (concerned.length === 0 && status === 'available')
    throw invalidVolume('Unable to detach volume. It is not attached.')
  for (const attachment of concerned) volumes.ownAttachments.delete(attachment.id)
  volumes.hold(id, undefined)
}
