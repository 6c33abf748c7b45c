import { z } from 'zod'

/**
 * The body of `POST {guests}/probe`: an extra service of simulated clouds, type `portolan-guests`, since no packet reaches their guests. Ids are
 * OpenStack's.
 */
export const probeRequest = z.strictObject({
  probe: z.strictObject({
    from: z.union([z.literal('outside'), z.strictObject({ serverId: z.string() })]),
    to: z.strictObject({ address: z.string() }),
    protocol: z.enum(['tcp', 'udp', 'icmp']),
    port: z.int().min(1).max(65_535).optional(),
  }),
})

/** The answer to it. */
export const probeAnswer = z.object({
  result: z.object({ reached: z.boolean(), reason: z.string().optional(), simulated: z.boolean() }),
})
