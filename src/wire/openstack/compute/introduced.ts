import type { Microversion } from '../microversion.ts'
import { isAtLeast } from '../microversion.ts'

/** From which microversion on a field may be sent, and until which one, where it went away again. */
export type Introduced = Readonly<Record<string, { readonly since?: string; readonly until?: string }>>

/** The first field of the body that this microversion does not know; undefined when it knows all. */
export const unknownField = (body: object, fields: Introduced, microversion: Microversion): string | undefined => {
  for (const field of Object.keys(body)) {
    const known = fields[field]
    if (!known) continue
    if (known.since !== undefined && !isAtLeast(microversion, known.since)) return field
    if (known.until !== undefined && isAtLeast(microversion, known.until)) return field
  }
  return undefined
}
