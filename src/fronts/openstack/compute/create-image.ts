import { CloudError } from '../../../model/cloud-error.ts'
import { findImage } from '../image/find-image.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import { requireState } from './server-guard.ts'
import type { ServerRecord } from './server-record.ts'

/** Starts the capture of a server's root disk and answers with the image's id: in the `Location` header, from 2.45 on in the body. */
export const createImageOfServer = (
  { front, servers, work, quotas }: Compute,
  call: ComputeCall,
  record: ServerRecord,
  { name, metadata = {} }: { readonly name: string; readonly metadata?: Readonly<Record<string, string>> | undefined },
): Response => {
  if (!front.driver.servers.createImage)
    throw new CloudError('unsupported', 'The requested functionality is not supported: createImage.')
  requireState(servers, record, 'createImage', ['active', 'stopped', 'paused', 'suspended'])
  if (!call.at('2.39')) quotas.checkMetadata(record.projectId, metadata)
  const base = record.imageId === null ? undefined : findImage(front, call.caller, record.imageId)
  const properties = {
    ...base?.details.properties,
    ...(record.imageId === null ? {} : { base_image_ref: record.imageId }),
    image_type: 'snapshot',
    instance_uuid: record.id,
    user_id: call.caller.userId,
    ...metadata,
  }
  const fromServer = front.mirror.nativeId('server', record.id)
  const { id } = front.mirror.reserve('image', { fromServer, name, properties }, { projectId: record.projectId })
  work.begin(call, record.id, 'createImage', { name: 'image_snapshot', imageId: id })
  if (call.at('2.45')) return call.json({ image_id: id }, 202)
  return call.empty(202, { location: `${call.origin}/image/v2/images/${id}` })
}
