import { CloudError } from '../../../model/cloud-error.ts'
import { tag } from '../../../wire/openstack/compute/fields.ts'
import { tagsBody } from '../../../wire/openstack/compute/server-parts.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { requireState } from './server-guard.ts'
import type { ServerRecord } from './server-record.ts'

/** The most tags of one server (openstack/nova `nova/objects/instance.py`, `MAX_TAG_COUNT`). */
const mostTags = 50

/** `/servers/{id}/tags`, from 2.26 on. */
export const mountTagRoutes = (routes: ComputeRoutes, { servers }: Compute): void => {
  const root = '/servers/:id/tags'
  const rule = (action: string, role: 'reader' | 'member') =>
    ({ role, policy: `os_compute_api:os-server-tags:${action}`, since: '2.26' }) as const
  const need = (call: ComputeCall) => servers.need(call.caller, call.param('id'))
  const needChangeable = (call: ComputeCall, action: string): ServerRecord => {
    const record = need(call)
    requireState(servers, record, action, ['active', 'paused', 'suspended', 'stopped'], { whileBusy: true })
    return record
  }
  const put = (id: string, tags: readonly string[]) => servers.change(id, (record) => ({ ...record, tags }))
  const noTag = (id: string, name: string) =>
    new CloudError('not_found', `Server ${id} has no tag '${name}'`, { reason: 'ServerTagNotFound' })

  routes.get(root, rule('index', 'reader'), (call) => call.json({ tags: need(call).tags }))
  routes.put(root, rule('update_all', 'member'), async (call) => {
    const { id } = needChangeable(call, 'update tags')
    const tags = [...new Set((await call.read(tagsBody)).tags)]
    put(id, tags)
    return call.json({ tags })
  })
  routes.delete(root, rule('delete_all', 'member'), (call) => {
    put(needChangeable(call, 'delete tags').id, [])
    return call.empty(204)
  })
  routes.get(`${root}/:tag`, rule('show', 'reader'), (call) => {
    const { id, tags } = need(call)
    if (!tags.includes(call.param('tag'))) throw noTag(id, call.param('tag'))
    return call.empty(204)
  })
  routes.put(`${root}/:tag`, rule('update', 'member'), (call) => {
    const { id, tags } = needChangeable(call, 'update tag')
    const name = call.param('tag')
    if (!tag.safeParse(name).success)
      throw new CloudError(
        'invalid',
        `Tag '${name}' is invalid. It must be a non empty string without characters '/' and ','.`,
      )
    if (tags.includes(name)) return call.empty(204)
    if (tags.length >= mostTags)
      throw new CloudError('invalid', `The number of tags exceeded the per-server limit ${mostTags}`)
    put(id, [...tags, name])
    return call.empty(201, { location: `${call.self}/servers/${id}/tags/${encodeURIComponent(name)}` })
  })
  routes.delete(`${root}/:tag`, rule('delete', 'member'), (call) => {
    const { id, tags } = needChangeable(call, 'delete tag')
    const name = call.param('tag')
    if (!tags.includes(name)) throw noTag(id, name)
    put(
      id,
      tags.filter((other) => other !== name),
    )
    return call.empty(204)
  })
}
