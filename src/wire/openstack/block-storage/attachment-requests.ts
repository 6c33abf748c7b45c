import { z } from 'zod'
import { uuid } from './fields.ts'

const attachment = {
  volume_uuid: uuid,
  instance_uuid: uuid.optional(),
  connector: z.record(z.string(), z.unknown()).nullish(),
} as const

/** The body of `POST /attachments` since 3.27 (openstack/cinder `cinder/api/schemas/attachments.py`). */
export const attachmentCreate = z.strictObject({ attachment: z.strictObject(attachment) })

/** The same since 3.54. */
export const attachmentCreateWithMode = z.strictObject({
  attachment: z.strictObject({ ...attachment, mode: z.enum(['rw', 'ro']).optional() }),
})

export type AttachmentCreate = z.infer<typeof attachmentCreateWithMode>

/** The body of `PUT /attachments/{id}`. */
export const attachmentUpdate = z.strictObject({
  attachment: z.strictObject({ connector: z.record(z.string(), z.unknown()) }),
})
