import { z } from 'zod'
import * as field from './fields.ts'
import type { Introduced } from './introduced.ts'

/** `PUT /servers/{id}`. */
export const serverUpdate = z.strictObject({
  server: z.strictObject({
    name: field.name.optional(),
    'OS-DCF:diskConfig': field.diskConfig.optional(),
    accessIPv4: field.ipv4.optional(),
    accessIPv6: field.ipv6.optional(),
    description: field.description.optional(),
    hostname: field.hostname.optional(),
  }),
})

export const serverUpdateFields: Introduced = { description: { since: '2.19' }, hostname: { since: '2.90' } }
