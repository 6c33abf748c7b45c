import { CloudError } from '../../model/cloud-error.ts'
import type { AttachmentId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'

/** An attachment's id is the server's and the volume's: older Novas have none of their own, and the pair is all that it takes to find it. */
export const attachmentId = (serverId: string, volumeId: string): AttachmentId => asId(`${serverId}:${volumeId}`)

/** The server and the volume of an attachment. Throws `not_found` for what is no attachment's id. */
export const partsOfAttachmentId = (id: string): { readonly serverId: string; readonly volumeId: string } => {
  const [serverId, volumeId, ...rest] = id.split(':')
  if (serverId && volumeId && rest.length === 0) return { serverId, volumeId }
  throw new CloudError('not_found', `there is no attachment ${id}`, { resource: { kind: 'attachment', id } })
}
