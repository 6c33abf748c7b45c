import { z } from 'zod'
import { CloudError } from '../../../model/cloud-error.ts'
import { volumeActions } from '../../../wire/openstack/block-storage/volume-requests.ts'
import { requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { CinderCall, CinderContext } from './cinder-context.ts'
import { param } from './cinder-context.ts'
import { notOffered } from './cinder-error.ts'
import { deleteVolume } from './delete-volume.ts'
import { extendVolume } from './extend-volume.ts'
import { uploadVolume } from './upload-volume.ts'
import { beginDetaching, detach, noteAttachment, reserve, rollDetaching, unreserve } from './volume-attaching.ts'
import type { CinderVolume } from './volume-library.ts'

type Actions = typeof volumeActions
type Name = keyof Actions
type Handlers = {
  readonly [Action in Name]: (
    volume: CinderVolume,
    body: z.output<Actions[Action]>,
    context: CinderCall,
  ) => Response | undefined | Promise<Response | undefined>
}

/** Known to Cinder and refused here, by name. */
const notHere: Readonly<Record<string, string>> = {
  'os-retype': 'a change of a volume’s type (os-retype)',
  'os-migrate_volume': 'migration of volumes (os-migrate_volume)',
  'os-migrate_volume_completion': 'migration of volumes (os-migrate_volume_completion)',
  'os-initialize_connection':
    'connections of volumes to hosts (os-initialize_connection): attach the volume to a server',
  'os-terminate_connection':
    'connections of volumes to hosts (os-terminate_connection): detach the volume from its server',
  'os-reimage': 'writing an image over a volume (os-reimage)',
  'os-unmanage': 'volumes that are not managed (os-unmanage)',
  'os-extend_volume_completion': 'the completion of extends from outside (os-extend_volume_completion)',
  revert: 'going back to a snapshot (revert)',
}

const oneAction = z.record(z.string(), z.unknown())

/** `POST /volumes/{id}/action`: what the body's one member names (openstack/cinder `cinder/api/contrib/volume_actions.py`, `admin_actions.py`). */
export const mountVolumeActionRoutes = (cinder: CinderContext): void => {
  const { routes, volumes, front } = cinder
  const asAdmin = (context: CinderCall, action: string) => requireRole(context.get('authorization'), 'admin', action)

  const handlers: Handlers = {
    'os-extend': async (volume, { new_size }) => {
      await extendVolume(cinder, volume, new_size)
      return undefined
    },
    'os-volume_upload_image': (volume, body, context) => uploadVolume(cinder, context, volume, body),
    'os-reserve': (volume) => reserve(volumes, volume),
    'os-unreserve': (volume) => unreserve(volumes, volume),
    'os-begin_detaching': (volume) => beginDetaching(volumes, volume),
    'os-roll_detaching': (volume) => rollDetaching(volumes, volume),
    'os-attach': (volume, body, context) =>
      noteAttachment(cinder, volume, context.get('authorization').projectId ?? '', body),
    'os-detach': (volume, body) => detach(volumes, volume, body?.attachment_id ?? undefined),
    'os-set_bootable': ({ id }, { bootable }, context) => {
      volumes.change(id, { bootable })
      return context.body(null, 200)
    },
    'os-update_readonly_flag': ({ id, status }, { readonly }) => {
      if (status !== 'available')
        throw new CloudError(
          'invalid',
          `Invalid volume: Volume ${id} status must be available to update readonly flag, but current status is: ${status}.`,
        )
      volumes.change(id, { readonly })
      return undefined
    },
    'os-set_image_metadata': ({ id, details }, { metadata }, context) => {
      const imageMetadata = { ...details.imageMetadata, ...metadata }
      volumes.change(id, { imageMetadata })
      return context.json({ metadata: imageMetadata })
    },
    'os-unset_image_metadata': ({ id, details }, { key }, context) => {
      const { [key]: value, ...imageMetadata } = details.imageMetadata ?? {}
      if (value === undefined)
        throw new CloudError('not_found', `Glance metadata for volume/snapshot ${id} cannot be found.`)
      volumes.change(id, { imageMetadata })
      return context.body(null, 200)
    },
    'os-show_image_metadata': ({ details }, _body, context) => context.json({ metadata: details.imageMetadata ?? {} }),
    'os-reset_status': ({ id }, { status, attach_status: attachStatus, migration_status: migration }, context) => {
      asAdmin(context, 'volume_extension:volume_admin_actions:reset_status')
      if (migration) throw notOffered(notHere['os-migrate_volume'] ?? '')
      if (status) volumes.hold(id, status)
      if (attachStatus === 'detached')
        for (const own of [...volumes.ownAttachments.by('volume', id)]) volumes.ownAttachments.delete(own.id)
      return undefined
    },
    'os-force_delete': async (volume, _body, context) => {
      asAdmin(context, 'volume_extension:volume_admin_actions:force_delete')
      await deleteVolume(cinder, volume, { cascade: false, force: true })
      return undefined
    },
    'os-force_detach': (volume, body, context) => {
      asAdmin(context, 'volume_extension:volume_admin_actions:force_detach')
      return detach(volumes, volume, body.attachment_id ?? undefined)
    },
  }

  const run = async <Action extends Name>(
    action: Action,
    volume: CinderVolume,
    value: unknown,
    context: CinderCall,
  ) => {
    const body = volumeActions[action].safeParse(value)
    if (!body.success)
      throw new CloudError(
        'invalid',
        `Invalid input for field/attribute ${[action, ...(body.error.issues[0]?.path ?? [])].join('.')}. ${body.error.issues[0]?.message ?? ''}`,
        { reason: 'ValidationError' },
      )
    return handlers[action](volume, body.data as z.output<Actions[Action]>, context)
  }

  routes.post('/volumes/:id/action', async (context) => {
    const [[action, value] = [], ...more] = Object.entries(await readJson(context, oneAction))
    if (action === undefined || more.length > 0)
      throw new CloudError('invalid', 'There is no such action: None', { reason: 'MalformedRequestBody' })
    const volume = volumes.needForChange(context.get('authorization'), param(context, 'id'), `volume:${action}`)
    if (notHere[action] !== undefined) throw notOffered(notHere[action])
    if (!isAction(action)) throw new CloudError('invalid', `There is no such action: ${action}`)
    const answer = await run(action, volume, value, context)
    if (front.mirror.get('volume', volume.id) === undefined) volumes.forget(volume.id)
    return answer ?? context.body(null, 202)
  })
}

const isAction = (name: string): name is Name => Object.hasOwn(volumeActions, name)
