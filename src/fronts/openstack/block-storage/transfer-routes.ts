import { createHash, timingSafeEqual } from 'node:crypto'
import { CloudError } from '../../../model/cloud-error.ts'
import {
  type TransferCreate,
  transferAccept,
  transferCreate,
  transferCreateWithSnapshots,
} from '../../../wire/openstack/block-storage/transfer-requests.ts'
import { maySee, projectOf, requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { Authorization } from '../kernel/service.ts'
import type { Collection } from '../store/store.ts'
import type { CinderCall, CinderContext } from './cinder-context.ts'
import { cinderTime, linksTo, param, requireSince, since } from './cinder-context.ts'
import { invalidVolume, notFound } from './cinder-error.ts'
import { cinderPage } from './list-query.ts'
import { projectAsked } from './volume-listing.ts'
import type { Transfer } from './volume-record.ts'

/** `/os-volume-transfer`, and since 3.55 `/volume-transfers`: a volume from one project to another, by a key (openstack/cinder `cinder/transfer/api.py`). */
export const mountTransferRoutes = (cinder: CinderContext): void => {
  const { front } = cinder
  const transfers: Collection<Transfer> = front.store.collection('block-storage:transfers', {
    project: ({ projectId }) => projectId,
  })
  mountAt('os-volume-transfer', '3.0', cinder, transfers)
  mountAt('volume-transfers', '3.55', cinder, transfers)
}

const mountAt = (path: string, floor: string, cinder: CinderContext, transfers: Collection<Transfer>): void => {
  const { front, routes, volumes, snapshots, quotas } = cinder
  const root = `/${path}`

  const need = (authorization: Authorization, id: string): Transfer => {
    const transfer = transfers.get(id)
    if (transfer && maySee(authorization, transfer.projectId)) return transfer
    throw notFound('Transfer', id)
  }
  const summary = (context: CinderCall, { id, volumeId, name }: Transfer) => ({
    id,
    volume_id: volumeId,
    name,
    links: linksTo(cinder.site, context, `${path}/${id}`),
  })
  const detail = (context: CinderCall, transfer: Transfer) => ({
    ...summary(context, transfer),
    created_at: cinderTime(transfer.createdAt),
    ...(since(context, '3.55') ? { no_snapshots: transfer.noSnapshots } : {}),
    ...(since(context, '3.57')
      ? {
          source_project_id: transfer.projectId,
          destination_project_id: transfer.acceptedBy,
          accepted: transfer.acceptedBy !== null,
        }
      : {}),
  })
  const list = (context: CinderCall, detailed: boolean) => {
    requireSince(context, floor)
    const project = projectAsked(context)
    const all = project === undefined ? transfers : transfers.by('project', project)
    const found = [...all].filter(({ acceptedBy }) => acceptedBy === null)
    return cinderPage(cinder, context, found, {
      path: detailed ? `${path}/detail` : path,
      key: 'transfers',
      what: 'Transfer',
      sortKeys: {
        id: ({ id }) => id,
        created_at: ({ createdAt }) => createdAt,
        name: ({ name }) => name,
        display_name: ({ name }) => name,
      },
      view: (transfer) => (detailed ? detail(context, transfer) : summary(context, transfer)),
    })
  }
  routes.get(root, (context) => list(context, false))
  routes.get(`${root}/detail`, (context) => list(context, true))

  routes.get(`${root}/:id`, (context) => {
    requireSince(context, floor)
    return context.json({ transfer: detail(context, need(context.get('authorization'), param(context, 'id'))) })
  })

  routes.post(root, async (context) => {
    requireSince(context, floor)
    const authorization = context.get('authorization')
    const { transfer: request }: TransferCreate = await readJson(
      context,
      since(context, '3.55') ? transferCreateWithSnapshots : transferCreate,
    )
    const volume = volumes.needForChange(authorization, request.volume_id, 'volume:create_transfer')
    if (volume.status !== 'available') throw invalidVolume('status must be available')
    const key = Buffer.from(front.random.bytes(8)).toString('hex')
    const transfer: Transfer = {
      id: front.newId(),
      volumeId: volume.id,
      projectId: volume.record.projectId ?? projectOf(authorization),
      name: request.name ?? null,
      keyDigest: digest(key).toString('hex'),
      noSnapshots: request.no_snapshots === true,
      acceptedBy: null,
      createdAt: front.timestamp(),
    }
    transfers.put(transfer)
    volumes.hold(volume.id, 'awaiting-transfer')
    return context.json({ transfer: { ...detail(context, transfer), auth_key: key } }, 202)
  })

  routes.post(`${root}/:id/accept`, async (context) => {
    requireSince(context, floor)
    const authorization = context.get('authorization')
    requireRole(authorization, 'member', 'volume:accept_transfer')
    const projectId = projectOf(authorization)
    const { accept } = await readJson(context, transferAccept)
    const id = param(context, 'id')
    const transfer = transfers.get(id)
    if (!transfer || transfer.acceptedBy !== null) throw notFound('Transfer', id)
    if (!timingSafeEqual(digest(accept.auth_key), Buffer.from(transfer.keyDigest, 'hex')))
      throw new CloudError('invalid', `Invalid auth key: Attempt to transfer ${id} with invalid auth key.`)
    const volume = volumes.get(transfer.volumeId)
    if (volume?.status !== 'awaiting-transfer') throw invalidVolume('status must be awaiting-transfer')
    const along = transfer.noSnapshots ? [] : [...snapshots.ofVolume(volume.id)]
    quotas.admit(projectId, {
      volumes: 1,
      snapshots: along.length,
      gigabytes: along.reduce((total, { sizeGiB }) => total + sizeGiB, volume.sizeGiB),
    })
    front.store.transaction(() => {
      front.mirror.reassign('volume', volume.id, projectId)
      for (const snapshot of along) front.mirror.reassign('snapshot', snapshot.id, projectId)
      volumes.change(volume.id, { userId: authorization.userId })
      volumes.hold(volume.id, undefined)
      transfers.put({ ...transfer, acceptedBy: projectId })
    })
    return context.json({ transfer: summary(context, transfer) }, 202)
  })

  routes.delete(`${root}/:id`, (context) => {
    requireSince(context, floor)
    const authorization = context.get('authorization')
    const { id, volumeId, acceptedBy } = need(authorization, param(context, 'id'))
    requireRole(authorization, 'member', 'volume:delete_transfer')
    transfers.delete(id)
    if (acceptedBy === null) volumes.hold(volumeId, undefined)
    return context.body(null, 202)
  })
}

const digest = (key: string): Buffer => createHash('sha256').update(key).digest()
