import { CloudError } from '../../../model/cloud-error.ts'
import { type Rebuild, rebuildFields } from '../../../wire/openstack/compute/server-action.ts'
import { findImage } from '../image/find-image.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import { requireState } from './server-guard.ts'
import { putMetadata } from './server-metadata.ts'
import type { ServerRecord } from './server-record.ts'

/** Starts to write a server's root disk anew and answers with the server as it will be. */
export const rebuildServer = async (
  compute: Compute,
  call: ComputeCall,
  record: ServerRecord,
  request: Rebuild,
): Promise<Response> => {
  const { front, servers, work, views } = compute
  call.refuseUnknown(request, rebuildFields)
  if (!front.driver.servers.rebuild)
    throw new CloudError('unsupported', 'The requested functionality is not supported: rebuild.')
  for (const field of ['user_data', 'key_name', 'trusted_image_certificates', 'personality'] as const)
    if (request[field] !== undefined && request[field] !== null)
      throw new CloudError('invalid', `${field} is not supported when a server is rebuilt.`)
  requireState(servers, record, 'rebuild', ['active', 'stopped', 'error'])
  const image = findImage(front, call.caller, request.imageRef)
  if (!image) throw new CloudError('invalid', 'Cannot find image for rebuild')
  if (image.status !== 'active') throw new CloudError('invalid', `Image ${request.imageRef} is not active.`)
  if (request.metadata) await putMetadata(compute, record, request.metadata)
  servers.change(record.id, (now) => ({
    ...now,
    name: request.name ?? now.name,
    hostname: request.hostname ?? now.hostname,
    description: request.description === undefined ? now.description : request.description,
    diskConfig: request['OS-DCF:diskConfig'] ?? now.diskConfig,
    accessIPv4: request.accessIPv4 ?? now.accessIPv4,
    accessIPv6: request.accessIPv6 ?? now.accessIPv6,
    imageId: request.imageRef,
  }))
  work.begin(call, record.id, 'rebuild', { name: 'rebuilding', imageId: request.imageRef })
  const changed = servers.need(call.caller, record.id)
  const adminPass = request.adminPass ?? Buffer.from(front.random.bytes(9)).toString('base64url')
  const view: Record<string, unknown> = JSON.parse(views.text(call, changed, 'changed'))
  const keyAndData = {
    ...(call.at('2.54') ? { key_name: changed.keyName } : {}),
    ...(call.at('2.57') ? { user_data: changed.userData } : {}),
  }
  const links = call.links('servers', record.id)
  return call.json({ server: { ...view, ...keyAndData, adminPass } }, 202, { location: links[0]?.href ?? '' })
}
