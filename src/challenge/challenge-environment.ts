import { z } from 'zod'

const machineSchema = z.object({
  /** The version of this program. */
  portolan: z.string(),
  node: z.string(),
  /** For example `linux x64`. */
  platform: z.string(),
  /** How slow embedded clouds were made; absent where none took part. */
  latency: z.enum(['realistic', 'none']).optional(),
  /** True when embedded clouds were told to go wrong on purpose. */
  faults: z.boolean().optional(),
})
/** What a challenge runs on. */
export type Machine = Readonly<z.infer<typeof machineSchema>>

/** When, of what and by what a challenge was run. */
export const environmentSchema = machineSchema.partial().extend({
  /** ISO 8601. */
  startedAt: z.string(),
  endedAt: z.string(),
  workloads: z.array(
    z.object({
      name: z.string(),
      description: z.string().optional(),
      /** SHA-256 of the workload as it was read. */
      hash: z.string(),
    }),
  ),
})
export type Environment = Readonly<z.infer<typeof environmentSchema>>
