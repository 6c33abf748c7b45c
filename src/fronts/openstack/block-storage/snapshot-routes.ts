import { z } from 'zod'
import { CloudError } from '../../../model/cloud-error.ts'
import {
  snapshotActions,
  snapshotCreate,
  snapshotUpdate,
} from '../../../wire/openstack/block-storage/snapshot-requests.ts'
import { projectOf, requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { CinderCall, CinderContext } from './cinder-context.ts'
import { param, since } from './cinder-context.ts'
import { invalidInput, invalidSnapshot, invalidVolume, notFound, notOffered } from './cinder-error.ts'
import { listFilter } from './list-filters.ts'
import { cinderPage } from './list-query.ts'
import type { CinderSnapshot } from './snapshot-library.ts'
import { snapshotCreated, snapshotDetail, snapshotSummary } from './snapshot-view.ts'
import { projectAsked } from './volume-listing.ts'

const sortKeys = {
  id: ({ id }: CinderSnapshot) => id,
  name: ({ details }: CinderSnapshot) => details.name,
  display_name: ({ details }: CinderSnapshot) => details.name,
  created_at: ({ record }: CinderSnapshot) => record.createdAt,
  updated_at: ({ details }: CinderSnapshot) => details.updatedAt,
  status: ({ status }: CinderSnapshot) => status,
  volume_id: ({ volumeId }: CinderSnapshot) => volumeId,
  volume_size: ({ sizeGiB }: CinderSnapshot) => sizeGiB,
} as const

const oneAction = z.record(z.string(), z.unknown())

/** `/snapshots`: make, list, show, change and delete snapshots of volumes. */
export const mountSnapshotRoutes = (cinder: CinderContext): void => {
  const { front, routes, snapshots, volumes, quotas } = cinder

  const list = (context: CinderCall, detailed: boolean) => {
    const fits = listFilter<CinderSnapshot>(context, {
      fields: {
        name: ({ details }) => details.name,
        display_name: ({ details }) => details.name,
        status: ({ status }) => status,
        volume_id: ({ volumeId }) => volumeId,
        availability_zone: ({ volumeId }) => cinder.zones.nameOf(volumes.get(volumeId)?.record.native?.zoneId),
      },
      metadata: ({ details }) => details.metadata,
      forAdmins: { project_id: ({ record }) => record.projectId, id: ({ id }) => id },
    })
    return cinderPage(cinder, context, [...snapshots.list(projectAsked(context))].filter(fits), {
      path: detailed ? 'snapshots/detail' : 'snapshots',
      key: 'snapshots',
      what: 'Snapshot',
      sortKeys,
      view: (snapshot) => (detailed ? snapshotDetail(context, snapshot) : snapshotSummary(snapshot)),
      count: since(context, '3.45') && /^(1|true|yes|on)$/i.test(context.req.query('with_count') ?? ''),
    })
  }
  routes.get('/snapshots', (context) => list(context, false))
  routes.get('/snapshots/detail', (context) => list(context, true))

  routes.post('/snapshots', async (context) => {
    const authorization = context.get('authorization')
    requireRole(authorization, 'member', 'volume:create_snapshot')
    const { snapshot: request } = await readJson(context, snapshotCreate)
    const volume = volumes.need(authorization, request.volume_id ?? 'None')
    if (!front.driver.snapshots) throw notOffered('snapshots of volumes')
    const anyStatus = since(context, '3.66')
    if (anyStatus && request.force === false)
      throw invalidInput(
        'Invalid force value: False. Since microversion 3.66 a snapshot of a volume in use needs no force, and force=False is refused.',
      )
    if (volume.status !== 'available' && !(volume.status === 'in-use' && (anyStatus || request.force)))
      throw invalidVolume(`Volume ${volume.id} status must be available, but current status is: ${volume.status}.`)
    const projectId = volume.record.projectId ?? projectOf(authorization)
    quotas.admit(projectId, { snapshots: 1, gigabytes: volume.sizeGiB })
    const id = front.newId()
    const name = request.name ?? request.display_name ?? null
    snapshots.details.put({
      id,
      name,
      description: request.description ?? null,
      metadata: request.metadata ?? {},
      userId: authorization.userId,
      updatedAt: front.timestamp(),
    })
    const volumeId = front.mirror.nativeId('volume', volume.id)
    await front.mirror.create('snapshot', { name: name ?? '', volumeId }, { id, projectId })
    return context.json({ snapshot: snapshotCreated(snapshots.need(authorization, id)) }, 202)
  })

  routes.get('/snapshots/:id', (context) => {
    const snapshot = snapshots.need(context.get('authorization'), param(context, 'id'))
    return context.json({ snapshot: snapshotDetail(context, snapshot) })
  })

  routes.put('/snapshots/:id', async (context) => {
    const authorization = context.get('authorization')
    const { id } = snapshots.needForChange(authorization, param(context, 'id'), 'volume:update_snapshot')
    const { snapshot: changes } = await readJson(context, snapshotUpdate)
    const name = changes.name ?? changes.display_name
    const description = changes.description ?? changes.display_description
    snapshots.change(id, {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
    })
    return context.json({ snapshot: snapshotSummary(snapshots.need(authorization, id)) })
  })

  const remove = async ({ id, status }: CinderSnapshot, force: boolean): Promise<void> => {
    if (status === 'deleting' && force) return
    if (!force && status !== 'available' && status !== 'error')
      throw invalidSnapshot('Snapshot status must be available or error and must not be part of a group.')
    try {
      await front.mirror.delete('snapshot', id)
    } catch (error) {
      if (error instanceof CloudError && error.code === 'conflict') throw invalidSnapshot(error.message, error)
      throw error
    }
  }

  routes.delete('/snapshots/:id', async (context) => {
    const snapshot = snapshots.needForChange(
      context.get('authorization'),
      param(context, 'id'),
      'volume:delete_snapshot',
    )
    await remove(snapshot, false)
    return context.body(null, 202)
  })

  routes.post('/snapshots/:id/action', async (context) => {
    const authorization = context.get('authorization')
    const snapshot = snapshots.need(authorization, param(context, 'id'))
    const [[action = '', value] = [], ...more] = Object.entries(await readJson(context, oneAction))
    if (more.length > 0)
      throw new CloudError('invalid', `There is more in the body than ${action}`, { reason: 'ValidationError' })
    if (action === 'os-update_snapshot_status')
      throw notOffered('snapshot statuses from outside (os-update_snapshot_status)')
    if (action === 'os-unmanage') throw notOffered('snapshots that are not managed (os-unmanage)')
    if (!Object.hasOwn(snapshotActions, action)) throw new CloudError('invalid', `There is no such action: ${action}`)
    requireRole(authorization, 'admin', `volume_extension:snapshot_admin_actions:${action.slice(3)}`)
    if (action === 'os-force_delete') await remove(snapshot, true)
    else {
      const body = snapshotActions['os-reset_status'].safeParse(value)
      if (!body.success) throw invalidInput(`status: ${body.error.issues[0]?.message ?? 'invalid'}`)
      const over = snapshot.record.native?.status
      if (over === undefined) throw notFound('Snapshot', snapshot.id)
      snapshots.change(snapshot.id, { hold: { status: body.data.status, over } })
    }
    return context.body(null, 202)
  })
}
