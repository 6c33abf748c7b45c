import { z } from 'zod'
import * as field from './fields.ts'

/** Bodies of the resources below one server. */

export const metadataBody = z.strictObject({ metadata: field.metadata })

export const metadataItemBody = z.strictObject({
  meta: field.metadata.refine((meta) => Object.keys(meta).length === 1, 'must have exactly one item'),
})

export const tagsBody = z.strictObject({ tags: z.array(field.tag).max(50) })

export const interfaceBody = z.strictObject({
  interfaceAttachment: z
    .strictObject({
      net_id: field.uuid.optional(),
      port_id: field.uuid.optional(),
      fixed_ips: z
        .array(z.strictObject({ ip_address: field.address }))
        .length(1)
        .optional(),
      tag: field.tag.optional(),
    })
    .optional(),
})

export const volumeAttachmentBody = z.strictObject({
  volumeAttachment: z.strictObject({
    volumeId: field.uuid,
    device: z
      .union([z.string().regex(/(^\/dev\/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$/), z.literal(''), z.null()])
      .optional(),
    tag: field.tag.optional(),
    delete_on_termination: field.flag.optional(),
  }),
})

export const volumeAttachmentUpdate = z.strictObject({
  volumeAttachment: z.strictObject({
    volumeId: field.uuid,
    id: field.uuid.optional(),
    serverId: field.uuid.optional(),
    device: z.string().nullish(),
    tag: z.string().nullish(),
    delete_on_termination: field.flag.optional(),
  }),
})
