import { CloudError } from '../../../model/cloud-error.ts'
import type { VolumeTypeAnswer } from '../../../wire/openstack/block-storage/volume-answer.ts'
import { requireRole } from '../kernel/policy.ts'
import type { CinderCall, CinderContext } from './cinder-context.ts'
import { param, requireSince } from './cinder-context.ts'
import { notOffered } from './cinder-error.ts'
import { sizeSpecs } from './volume-type-size.ts'
import type { CinderVolumeType } from './volume-types.ts'

const ofTheCloud = 'volume types made by hand: they are those of the cloud below'

/** `/types`: the volume types of the cloud below, which nobody changes here. */
export const mountTypeRoutes = ({ routes, types }: CinderContext): void => {
  routes.get('/types', async (context) => {
    const isPublic = context.req.query('is_public')?.toLowerCase()
    const all = isPublic === 'false' ? [] : await types.list()
    return context.json({ volume_types: all.map((type) => typeView(context, type)) })
  })

  routes.get('/types/:id', async (context) => {
    const id = param(context, 'id')
    if (id !== 'default') return context.json({ volume_type: typeView(context, await types.need(id)) })
    const type = (await types.list()).find((known) => known.default)
    if (!type) throw new CloudError('not_found', 'Default volume type can not be found.')
    return context.json({ volume_type: typeView(context, type) })
  })

  routes.get('/types/:id/extra_specs', async (context) => {
    const type = await types.need(param(context, 'id'))
    return context.json({ extra_specs: shownSpecs(context, type) })
  })
  routes.get('/types/:id/extra_specs/:key', async (context) => {
    const type = await types.need(param(context, 'id'))
    const key = param(context, 'key')
    const value = shownSpecs(context, type)[key]
    if (value !== undefined) return context.json({ [key]: value })
    throw new CloudError('not_found', `Volume Type ${type.id} has no extra specs with key ${key}.`)
  })
  routes.get('/types/:id/encryption', async (context) => {
    requireRole(context.get('authorization'), 'admin', 'volume_extension:volume_type_encryption:get')
    await types.need(param(context, 'id'))
    return context.json({})
  })
  routes.get('/types/:id/os-volume-type-access', async (context) => {
    requireRole(context.get('authorization'), 'admin', 'volume_extension:volume_type_access:list')
    const { id } = await types.need(param(context, 'id'))
    throw new CloudError('not_found', `Access list not available for public volume types: ${id} is one.`)
  })

  const refuse = (action: string) => (context: CinderCall) => {
    requireRole(context.get('authorization'), 'admin', action)
    throw notOffered(ofTheCloud)
  }
  routes.post('/types', refuse('volume_extension:type_create'))
  routes.put('/types/:id', refuse('volume_extension:type_update'))
  routes.delete('/types/:id', refuse('volume_extension:type_delete'))
  routes.post('/types/:id/action', refuse('volume_extension:volume_type_access:addProjectAccess'))
  routes.post('/types/:id/extra_specs', refuse('volume_extension:types_extra_specs:create'))
  routes.put('/types/:id/extra_specs/:key', refuse('volume_extension:types_extra_specs:update'))
  routes.delete('/types/:id/extra_specs/:key', refuse('volume_extension:types_extra_specs:delete'))
  routes.post('/types/:id/encryption', refuse('volume_extension:volume_type_encryption:create'))

  routes.get('/default-types', (context) => {
    requireSince(context, '3.62')
    requireRole(context.get('authorization'), 'admin', 'volume_extension:default_get_all')
    return context.json({ default_types: [] })
  })
}

/** Limits of sizes are not among the extra specs that members see (openstack/cinder `cinder/policies/types_extra_specs.py`, `user_visible_extra_specs`). */
const shownSpecs = (context: CinderCall, type: CinderVolumeType): Readonly<Record<string, string>> =>
  context.get('authorization').isAdmin ? sizeSpecs(type) : {}

const typeView = (context: CinderCall, type: CinderVolumeType): VolumeTypeAnswer => ({
  id: type.id,
  name: type.name,
  is_public: true,
  description: type.description || null,
  extra_specs: shownSpecs(context, type),
  'os-volume-type-access:is_public': true,
  ...(context.get('authorization').isAdmin ? { qos_specs_id: null } : {}),
})
