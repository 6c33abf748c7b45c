import { z } from 'zod'
import { type FaultPlan, parseFaultPlan } from '../drivers/simulated/fault-plan.ts'
import type { HttpFault } from './http-faults.ts'

const httpFaultSchema = z.strictObject({
  method: z.string(),
  path: z.string().startsWith('/'),
  call: z.int().min(1),
  kind: z.enum(['error', 'timeout', 'rate_limit', 'lost_answer']),
  afterMs: z.number().min(0).optional(),
})

const entrySchema = z.looseObject({ cloud: z.string().optional() })

export interface CloudFaults {
  /** What goes wrong below the APIs. */
  readonly faults: FaultPlan
  /** What goes wrong on the way to and from them. */
  readonly httpFaults: readonly HttpFault[]
}

/**
 * Reads a file's list of faults for one embedded cloud. An entry with an `operation` (`servers.create`) goes wrong below the APIs, one with a
 * `method` and a `path` on the way; one with a `cloud` is for that cloud alone. Throws zod's error for what is neither.
 */
export const readFaults = (document: unknown, cloudName: string): CloudFaults => {
  const entries = z.array(entrySchema).parse(document)
  const mine = entries
    .filter(({ cloud }) => cloud === undefined || cloud === cloudName)
    .map(({ cloud: _, ...fault }): Readonly<Record<string, unknown>> => fault)
  const onTheWay = z.array(httpFaultSchema).parse(mine.filter((fault) => 'path' in fault))
  return {
    faults: parseFaultPlan(mine.filter((fault) => !('path' in fault))),
    httpFaults: onTheWay.map(({ afterMs, ...fault }) => (afterMs === undefined ? fault : { ...fault, afterMs })),
  }
}
