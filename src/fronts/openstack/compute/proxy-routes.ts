import { z } from 'zod'
import { CloudError, type ErrorCode } from '../../../model/cloud-error.ts'
import { findImage } from '../image/find-image.ts'
import type { GlanceImage } from '../image/image-library.ts'
import { ImageLibrary } from '../image/image-library.ts'
import type { ServiceApp } from '../kernel/service.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { securityGroupView } from './security-group-view.ts'
import { portsOf } from './server-security-groups.ts'

/** The microversion that took Nova's proxies to its neighbours away (openstack/nova `MAX_PROXY_API_SUPPORT_VERSION`). */
export const until = '2.36'

const groupBody = z.strictObject({
  security_group: z.strictObject({ name: z.string().max(255), description: z.string().max(255) }),
})

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What Nova passes on to Neutron and Glance: their security groups and images in Nova's older words. Changes go through their own APIs. */
export const mountProxyRoutes = (routes: ComputeRoutes, app: ServiceApp, compute: Compute): void => {
  const { front, servers } = compute
  const { mirror } = front
  const groups = '/os-security-groups'
  const policy = 'os_compute_api:os-security-groups'

  /** Asks a neighbour as the caller, and answers with its refusal as Nova's. */
  const ask = async (call: ComputeCall, method: string, path: string, body?: object): Promise<unknown> => {
    const headers = {
      'x-auth-token': call.context.req.header('x-auth-token') ?? '',
      'content-type': 'application/json',
    }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await app.fetch(new Request(`${call.origin}${path}`, { method, headers, ...sent }))
    const text = await answer.text()
    if (answer.ok) return text === '' ? undefined : JSON.parse(text)
    throw new CloudError(codes[answer.status] ?? 'internal', messageOf(text))
  }
  const needGroup = (call: ComputeCall) => {
    const id = call.param('id')
    if (!uuidShape.test(id)) throw new CloudError('invalid', 'Security group id should be uuid')
    const group = mirror.get('security-group', id)
    if (group && (group.projectId === call.caller.projectId || call.caller.isAdmin)) return group
    throw new CloudError('not_found', `Security group ${id} not found.`, { reason: 'SecurityGroupNotFound' })
  }
  const groupAnswer = (id: string): object => {
    const group = mirror.get('security-group', id)
    if (!group) throw new CloudError('not_found', `Security group ${id} not found.`)
    return { security_group: securityGroupView(front, group) }
  }

  routes.get(groups, { policy, until }, async (call) => {
    await ask(call, 'GET', '/network/v2.0/security-groups?fields=id')
    const found = [...mirror.list('security-group', call.projectId)].map((group) => securityGroupView(front, group))
    return call.json({ security_groups: found })
  })
  routes.post(groups, { role: 'member', policy, until }, async (call) => {
    const made = await ask(call, 'POST', '/network/v2.0/security-groups', await call.read(groupBody))
    return call.json(groupAnswer((made as { security_group: { id: string } }).security_group.id))
  })
  routes.get(`${groups}/:id`, { policy, until }, (call) => call.json(groupAnswer(needGroup(call).id)))
  routes.put(`${groups}/:id`, { role: 'member', policy, until }, async (call) => {
    const { id } = needGroup(call)
    await ask(call, 'PUT', `/network/v2.0/security-groups/${id}`, await call.read(groupBody))
    return call.json(groupAnswer(id))
  })
  routes.delete(`${groups}/:id`, { role: 'member', policy, until }, async (call) => {
    const { id } = needGroup(call)
    await ask(call, 'DELETE', `/network/v2.0/security-groups/${id}`).catch((error: unknown) => {
      // Neutron's conflicts (in use, the default group) are Nova's 400 (openstack/nova `nova/network/security_group_api.py`).
      if (error instanceof CloudError && error.code === 'conflict') throw new CloudError('invalid', error.message)
      throw error
    })
    return call.empty(202)
  })
  routes.get('/servers/:id/os-security-groups', { policy }, (call) => {
    const record = servers.need(call.caller, call.param('id'))
    const native = servers.mirrored(record.id)?.native
    const ids = new Set([
      ...(native?.securityGroupIds ?? []),
      ...portsOf(compute, record).flatMap((port) => port.native?.securityGroupIds ?? []),
    ])
    const found = [...ids].flatMap((id) => mirror.byNative('security-group', id) ?? [])
    return call.json({ security_groups: found.map((group) => securityGroupView(front, group)) })
  })

  const images = new ImageLibrary(front)
  const needImage = (call: ComputeCall): GlanceImage => {
    const image = findImage(front, call.caller, call.param('id'))
    if (image) return image
    throw new CloudError('not_found', `Image ${call.param('id')} could not be found.`, { reason: 'ImageNotFound' })
  }
  const listImages = (call: ComputeCall, view: (image: GlanceImage) => object) =>
    call.json({ images: [...images].filter((image) => images.isVisible(call.caller, image)).map(view) })
  const imagePolicy = 'os_compute_api:images'
  routes.get('/images', { policy: imagePolicy, until }, (call) =>
    listImages(call, ({ id, details }) => ({ id, name: details.name ?? '', links: imageLinks(call, id) })),
  )
  routes.get('/images/detail', { policy: imagePolicy, until }, (call) =>
    listImages(call, (image) => imageView(call, image)),
  )
  routes.get('/images/:id', { policy: imagePolicy, until }, (call) =>
    call.json({ image: imageView(call, needImage(call)) }),
  )
  routes.delete('/images/:id', { role: 'member', policy: imagePolicy, until }, async (call) => {
    await ask(call, 'DELETE', `/image/v2/images/${needImage(call).id}`)
    return call.empty(204)
  })
}

const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'quota_exceeded',
  503: 'unavailable',
}

/** The sentence in a neighbour's refusal, whichever of their shapes it has. */
const messageOf = (text: string): string => {
  const found = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1]
  return found === undefined ? text.replace(/<[^>]*>/g, ' ').trim() : (JSON.parse(found) as string)
}

const imageStatuses: Readonly<Record<string, string>> = {
  active: 'ACTIVE',
  queued: 'SAVING',
  saving: 'SAVING',
  uploading: 'SAVING',
  importing: 'SAVING',
  deleted: 'DELETED',
  pending_delete: 'DELETED',
  killed: 'ERROR',
}

const imageLinks = (call: ComputeCall, id: string): object => [
  ...call.links('images', id),
  {
    rel: 'alternate',
    type: 'application/vnd.openstack.image',
    href: `${call.origin}/image/images/${id}`,
  },
]

const imageView = (call: ComputeCall, { id, status, details, record }: GlanceImage): object => {
  const serverId = details.properties.instance_uuid
  return {
    id,
    name: details.name ?? '',
    minRam: details.minMemoryMiB,
    minDisk: details.minDiskGiB,
    metadata: details.properties,
    created: details.createdAt,
    updated: details.updatedAt,
    status: imageStatuses[status] ?? 'UNKNOWN',
    progress: status === 'active' ? 100 : status === 'saving' ? 50 : 25,
    'OS-EXT-IMG-SIZE:size': record?.native?.sizeBytes ?? details.data?.size ?? 0,
    ...(serverId === undefined ? {} : { server: { id: serverId, links: call.links('servers', serverId) } }),
    links: imageLinks(call, id),
  }
}
