import { z } from 'zod'
import { metadata } from './fields.ts'

/** The body of `POST` and `PUT /{resource}/{id}/metadata`. */
export const metadataBody = z.strictObject({ metadata })

/** The body of `PUT /{resource}/{id}/metadata/{key}`: that key alone. */
export const metadataItem = z.strictObject({
  meta: metadata.refine((items) => Object.keys(items).length === 1, {
    message: 'Request body contains too many items',
  }),
})
