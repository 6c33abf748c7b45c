import { CloudError } from '../../../model/cloud-error.ts'
import {
  type AttachmentCreate,
  attachmentCreate,
  attachmentCreateWithMode,
  attachmentUpdate,
} from '../../../wire/openstack/block-storage/attachment-requests.ts'
import { projectOf, requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { Authorization } from '../kernel/service.ts'
import type { CinderCall, CinderContext } from './cinder-context.ts'
import { cinderTime, param, requireSince, since } from './cinder-context.ts'
import { attachedByNova, invalidVolume, notOffered } from './cinder-error.ts'
import { cinderPage } from './list-query.ts'
import { projectAsked } from './volume-listing.ts'

/** An attachment of either maker, as this API shows it. */
interface Attachment {
  readonly id: string
  readonly volumeId: string
  readonly serverId: string | null
  readonly status: 'reserved' | 'attached'
  readonly mode: 'rw' | 'ro' | null
  readonly attachedAt: string | null
  readonly byNova: boolean
}

const connections = 'connections of volumes to hosts (connector): this cloud attaches volumes to its own servers alone'

/** `/attachments`, since 3.27: what uses volumes, and reservations by clients that are not Nova (openstack/cinder `cinder/api/v3/attachments.py`). */
export const mountAttachmentRoutes = (cinder: CinderContext): void => {
  const { front, routes, volumes } = cinder

  const attachmentsOf = (projectId: string | undefined): Attachment[] => {
    const found: Attachment[] = []
    for (const { attachments, details } of volumes.list(projectId))
      for (const { id, volumeId, serverId, attachedAt, byNova } of attachments)
        if (byNova)
          found.push({
            id,
            volumeId,
            serverId,
            status: 'attached',
            mode: details.readonly ? 'ro' : 'rw',
            attachedAt,
            byNova,
          })
    const own = projectId === undefined ? volumes.ownAttachments : volumes.ownAttachments.by('project', projectId)
    return [...found, ...[...own].map((attachment) => ({ ...attachment, byNova: false }))]
  }
  const need = (authorization: Authorization, id: string): Attachment => {
    const found = attachmentsOf(authorization.isAdmin ? undefined : projectOf(authorization)).find(
      (attachment) => attachment.id === id,
    )
    if (found) return found
    throw new CloudError('not_found', `Volume attachment could not be found with filter: attachment_id = ${id}.`)
  }

  const list = (context: CinderCall, detailed: boolean) => {
    requireSince(context, '3.27')
    const query = new URL(context.req.url).searchParams
    const filters = [
      ['volume_id', ({ volumeId }: Attachment) => volumeId],
      ['instance_id', ({ serverId }: Attachment) => serverId],
      ['status', ({ status }: Attachment) => status],
      ['attach_status', ({ status }: Attachment) => status],
    ] as const
    const found = attachmentsOf(projectAsked(context)).filter((attachment) =>
      filters.every(([name, read]) => !query.has(name) || read(attachment) === query.get(name)),
    )
    return cinderPage(cinder, context, found, {
      path: detailed ? 'attachments/detail' : 'attachments',
      key: 'attachments',
      what: 'Volume attachment',
      sortKeys: { id: ({ id }) => id, created_at: () => null, volume_id: ({ volumeId }) => volumeId },
      view: detailed ? detailOf : summaryOf,
    })
  }
  routes.get('/attachments', (context) => list(context, false))
  routes.get('/attachments/detail', (context) => list(context, true))

  routes.get('/attachments/:id', (context) => {
    requireSince(context, '3.27')
    return context.json({ attachment: detailOf(need(context.get('authorization'), param(context, 'id'))) })
  })

  routes.post('/attachments', async (context) => {
    requireSince(context, '3.27')
    const authorization = context.get('authorization')
    requireRole(authorization, 'member', 'volume:attachment_create')
    const { attachment: request }: AttachmentCreate = await readJson(
      context,
      since(context, '3.54') ? attachmentCreateWithMode : attachmentCreate,
    )
    const volume = volumes.need(authorization, request.volume_uuid)
    if (request.connector) throw notOffered(connections)
    if (volume.status !== 'available')
      throw invalidVolume(
        `Volume ${volume.id} status must be available or in-use or downloading to reserve, but the current status is ${volume.status}.`,
      )
    const own = {
      id: front.newId(),
      volumeId: volume.id,
      projectId: projectOf(authorization),
      serverId: request.instance_uuid ?? null,
      status: 'reserved' as const,
      mode: volume.details.readonly ? ('ro' as const) : (request.mode ?? null),
      mountpoint: null,
      hostName: null,
      attachedAt: null,
    }
    volumes.ownAttachments.put(own)
    volumes.hold(volume.id, 'reserved')
    return context.json({ attachment: detailOf({ ...own, byNova: false }) })
  })

  routes.put('/attachments/:id', async (context) => {
    requireSince(context, '3.27')
    requireRole(context.get('authorization'), 'member', 'volume:attachment_update')
    need(context.get('authorization'), param(context, 'id'))
    await readJson(context, attachmentUpdate)
    throw notOffered(connections)
  })

  routes.post('/attachments/:id/action', async (context) => {
    requireSince(context, '3.44')
    requireRole(context.get('authorization'), 'member', 'volume:attachment_complete')
    const { id, byNova, volumeId } = need(context.get('authorization'), param(context, 'id'))
    const body: unknown = await context.req.json().catch(() => undefined)
    if (typeof body !== 'object' || body === null || Object.keys(body).join() !== 'os-complete')
      throw new CloudError('invalid', 'There is no such action: only os-complete is one.')
    const own = volumes.ownAttachments.get(id)
    if (!byNova && own) {
      volumes.ownAttachments.put({ ...own, status: 'attached', attachedAt: front.timestamp() })
      volumes.hold(volumeId, undefined)
    }
    return context.body(null, 204)
  })

  routes.delete('/attachments/:id', (context) => {
    requireSince(context, '3.27')
    const authorization = context.get('authorization')
    requireRole(authorization, 'member', 'volume:attachment_delete')
    const { id, byNova, volumeId, serverId } = need(authorization, param(context, 'id'))
    if (byNova) throw attachedByNova(serverId ?? '')
    volumes.ownAttachments.delete(id)
    volumes.hold(volumeId, undefined)
    const others = attachmentsOf(undefined).filter((attachment) => attachment.volumeId === volumeId)
    return context.json({ attachments: others.map(summaryOf) })
  })
}

const summaryOf = ({ id, status, serverId, volumeId }: Attachment) => ({
  id,
  status,
  instance: serverId,
  volume_id: volumeId,
})

const detailOf = (attachment: Attachment) => ({
  ...summaryOf(attachment),
  attached_at: attachment.attachedAt === null ? '' : cinderTime(attachment.attachedAt),
  detached_at: '',
  attach_mode: attachment.mode ?? 'null',
  connection_info: {},
})
