import { CloudError } from '../../../model/cloud-error.ts'
import {
  volumeCreate,
  volumeCreateStrict,
  volumeUpdate,
} from '../../../wire/openstack/block-storage/volume-requests.ts'
import { requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { CinderContext } from './cinder-context.ts'
import { param, requireSince, since } from './cinder-context.ts'
import { notOffered } from './cinder-error.ts'
import { createVolume } from './create-volume.ts'
import { deleteVolume } from './delete-volume.ts'
import { listVolumes, volumesFound } from './volume-listing.ts'
import { volumeCreated, volumeDetail, volumeExtended } from './volume-view.ts'

/** `/volumes`: make, list, show, change and delete volumes. */
export const mountVolumeRoutes = (cinder: CinderContext): void => {
  const { routes, volumes } = cinder

  routes.get('/volumes', (context) => listVolumes(cinder, context, false))
  routes.get('/volumes/detail', (context) => listVolumes(cinder, context, true))

  routes.get('/volumes/summary', (context) => {
    requireSince(context, '3.12')
    const found = volumesFound(cinder, context)
    const metadata: Record<string, string[]> = {}
    for (const { details } of found)
      for (const [key, value] of Object.entries(details.metadata))
        metadata[key] = [...new Set([...(metadata[key] ?? []), value])]
    return context.json({
      'volume-summary': {
        total_count: found.length,
        total_size: found.reduce((total, { sizeGiB }) => total + sizeGiB, 0),
        ...(since(context, '3.36') ? { metadata } : {}),
      },
    })
  })

  routes.post('/volumes', async (context) => {
    const authorization = context.get('authorization')
    requireRole(authorization, 'member', 'volume:create')
    const body = await readJson(context, since(context, '3.53') ? volumeCreateStrict : volumeCreate)
    if (Object.keys(body['OS-SCH-HNT:scheduler_hints'] ?? {}).length > 0)
      throw notOffered('scheduler hints (OS-SCH-HNT:scheduler_hints)')
    const volume = await createVolume(cinder, authorization, body.volume)
    return context.json({ volume: volumeCreated(cinder, context, volume) }, 202)
  })

  routes.get('/volumes/:id', (context) => {
    const volume = volumes.need(context.get('authorization'), param(context, 'id'))
    return context.json({ volume: volumeExtended(cinder, context, volume) })
  })

  routes.put('/volumes/:id', async (context) => {
    const authorization = context.get('authorization')
    const { id } = volumes.needForChange(authorization, param(context, 'id'), 'volume:update')
    const { volume: changes } = await readJson(context, volumeUpdate)
    if (Object.keys(changes).length === 0 && since(context, '3.53'))
      throw new CloudError('invalid', 'Invalid input for field/attribute volume. {} does not have enough properties')
    const name = changes.name ?? changes.display_name
    const description = changes.description ?? changes.display_description
    volumes.change(id, {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(changes.metadata ? { metadata: changes.metadata } : {}),
    })
    return context.json({ volume: volumeDetail(cinder, context, volumes.need(authorization, id)) })
  })

  routes.delete('/volumes/:id', async (context) => {
    const volume = volumes.needForChange(context.get('authorization'), param(context, 'id'), 'volume:delete')
    const flag = (name: string) => /^(1|true|yes|on)$/i.test(context.req.query(name) ?? '')
    const force = since(context, '3.23') && flag('force')
    if (force) requireRole(context.get('authorization'), 'admin', 'volume:force_delete')
    await deleteVolume(cinder, volume, { cascade: flag('cascade'), force })
    return context.body(null, 202)
  })

  routes.get('/volumes/:id/encryption', (context) => {
    volumes.need(context.get('authorization'), param(context, 'id'))
    return context.json({ encryption_key_id: null })
  })
}
