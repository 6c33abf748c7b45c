import { z } from 'zod'
import type { GroupName } from '../../cloud/groups.ts'
import { groupTable } from '../../cloud/groups.ts'
import { errorCodes } from '../../model/cloud-error.ts'

/** A group's methods with those of the groups inside it: `list`, `content.upload`. */
const methodsOf = (methods: object): string[] =>
  Object.entries(methods).flatMap(([name, inner]) =>
    typeof inner === 'string' ? [name] : methodsOf(inner).map((method) => `${name}.${method}`),
  )

/** Every method of the contract as `group.method`, such as `servers.create` or `images.content.upload`. */
const faultyOperations: readonly string[] = (Object.keys(groupTable) as GroupName[]).flatMap((group) =>
  methodsOf(groupTable[group].methods).map((method) => `${group}.${method}`),
)

const where = {
  /** `group.method`. */
  operation: z.string().refine((operation) => faultyOperations.includes(operation), {
    error: 'not a method of the contract, such as servers.create',
  }),
  /** Which call of it fails, counted from 1 in the order in which they are made. */
  call: z.int().min(1),
}

const fault = z.discriminatedUnion('kind', [
  /** Nothing is done and the cloud says why. */
  z.strictObject({ ...where, kind: z.literal('error'), code: z.enum(errorCodes), message: z.string().optional() }),
  /** Nothing is done and no answer comes. */
  z.strictObject({ ...where, kind: z.literal('timeout') }),
  /** Nothing is done and the cloud says when to come back. */
  z.strictObject({ ...where, kind: z.literal('rate_limit'), retryAfterMs: z.number().min(0) }),
  /** The work is done and no answer comes. */
  z.strictObject({ ...where, kind: z.literal('lost_answer') }),
])

const faultPlan = z.array(fault).readonly()

export type Fault = z.infer<typeof fault>

/** What goes wrong and when. */
export type FaultPlan = z.infer<typeof faultPlan>

/** Reads a plan from a file's content. Throws zod's error, with the path of every mistake, when it is none. */
export const parseFaultPlan = (plan: unknown): FaultPlan => faultPlan.parse(plan)
