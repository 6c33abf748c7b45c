import { z } from 'zod'
import { name, wholeNumber } from './fields.ts'

const serverGroupPolicies = ['affinity', 'anti-affinity', 'soft-affinity', 'soft-anti-affinity'] as const
export type ServerGroupPolicy = (typeof serverGroupPolicies)[number]

/** `POST /os-server-groups` before 2.64: one policy in a list. */
export const serverGroupCreateOld = z.strictObject({
  server_group: z.strictObject({ name, policies: z.array(z.enum(serverGroupPolicies)).length(1) }),
})

/** `POST /os-server-groups` from 2.64 on. */
export const serverGroupCreate = z.strictObject({
  server_group: z.strictObject({
    name,
    policy: z.enum(serverGroupPolicies),
    rules: z.strictObject({ max_server_per_host: wholeNumber(1) }).optional(),
  }),
})
