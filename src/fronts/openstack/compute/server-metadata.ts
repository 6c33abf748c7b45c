import { CloudError } from '../../../model/cloud-error.ts'
import { metadataBody, metadataItemBody } from '../../../wire/openstack/compute/server-parts.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import { refuseLocked, requireState } from './server-guard.ts'
import type { ServerRecord } from './server-record.ts'

type Metadata = Readonly<Record<string, string>>

/** Replaces a server's metadata below and here. Throws Nova's 403 past the project's limit. */
export const putMetadata = async (compute: Compute, record: ServerRecord, metadata: Metadata): Promise<void> => {
  const { front, servers, quotas } = compute
  quotas.checkMetadata(record.projectId, metadata)
  const nativeId = front.mirror.nativeId('server', record.id)
  const native = await front.mirror.act((driver, call) => driver.servers.setMetadata(nativeId, metadata, call))
  front.mirror.apply({ kind: 'server', id: nativeId, resource: native })
  servers.change(record.id, (now) => ({ ...now, metadata }))
}

/** `/servers/{id}/metadata`: whole and key by key. */
export const mountServerMetadataRoutes = (routes: ComputeRoutes, compute: Compute): void => {
  const { servers } = compute
  const root = '/servers/:id/metadata'
  const policy = (action: string) => `os_compute_api:server-metadata:${action}`

  const change = async (call: ComputeCall, action: string, edit: (now: Metadata) => Metadata): Promise<Metadata> => {
    const record = servers.need(call.caller, call.param('id'))
    refuseLocked(call, record)
    requireState(servers, record, action, ['active', 'paused', 'suspended', 'stopped'])
    const metadata = edit(record.metadata)
    await putMetadata(compute, record, metadata)
    return metadata
  }
  const needItem = (metadata: Metadata, key: string): string => {
    const value = metadata[key]
    if (value === undefined) throw new CloudError('not_found', 'Metadata item was not found')
    return value
  }

  routes.get(root, { policy: policy('index') }, (call) =>
    call.json({ metadata: servers.need(call.caller, call.param('id')).metadata }),
  )
  routes.post(root, { role: 'member', policy: policy('create') }, async (call) => {
    const { metadata } = await call.read(metadataBody)
    return call.json({ metadata: await change(call, 'update metadata', (now) => ({ ...now, ...metadata })) })
  })
  routes.put(root, { role: 'member', policy: policy('update_all') }, async (call) => {
    const { metadata } = await call.read(metadataBody)
    return call.json({ metadata: await change(call, 'update metadata', () => metadata) })
  })
  routes.get(`${root}/:key`, { policy: policy('show') }, (call) => {
    const { metadata } = servers.need(call.caller, call.param('id'))
    const key = call.param('key')
    return call.json({ meta: { [key]: needItem(metadata, key) } })
  })
  routes.put(`${root}/:key`, { role: 'member', policy: policy('update') }, async (call) => {
    const { meta } = await call.read(metadataItemBody)
    if (!Object.hasOwn(meta, call.param('key'))) throw new CloudError('invalid', 'Request body and URI mismatch')
    await change(call, 'update metadata', (now) => ({ ...now, ...meta }))
    return call.json({ meta })
  })
  routes.delete(`${root}/:key`, { role: 'member', policy: policy('delete') }, async (call) => {
    await change(call, 'delete metadata', (now) => {
      const key = call.param('key')
      needItem(now, key)
      return Object.fromEntries(Object.entries(now).filter(([name]) => name !== key))
    })
    return call.empty(204)
  })
}
