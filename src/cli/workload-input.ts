import { z } from 'zod'

/** What every command about one workload on one cloud takes. */
export const workloadInput = z.object({
  file: z.string().default('workload.yaml'),
  cloud: z.string().optional(),
  region: z.string().optional(),
  name: z
    .string()
    .regex(/^[a-z](?:-?[a-z0-9])*$/, { error: 'expected lower-case letters, digits and single dashes' })
    .max(30)
    .optional(),
  input: z.array(z.string()).default([]),
})
