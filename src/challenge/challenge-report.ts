import { z } from 'zod'
import { type Environment, environmentSchema } from './challenge-environment.ts'
import { evidenceSchema } from './exchange-evidence.ts'
import { roundChoicesSchema } from './round-choices.ts'
import { topologySchema } from './round-topology.ts'

/** The steps of a round, in their order. */
export const phaseNames = ['preflight', 'deploy', 'probe', 're-apply', 'promises', 'tear-down', 'leak-check'] as const
export type PhaseName = (typeof phaseNames)[number]

/** `failed`: it ran and did not do what it should. `broken`: it could not be run to an answer. */
const verdicts = ['passed', 'failed', 'broken'] as const
export type Verdict = (typeof verdicts)[number]

const phaseSchema = z.object({
  phase: z.enum(phaseNames),
  result: z.enum(['passed', 'failed', 'skipped']),
  /** ISO 8601; absent for phases that were skipped. */
  startedAt: z.string().optional(),
  elapsedMs: z.number().nonnegative(),
  /** What was done, or what went wrong, as one sentence. */
  detail: z.string().optional(),
  /** What of the cloud's API shows why it failed, where somebody listened. */
  evidence: z.array(evidenceSchema).optional(),
})

const leakSchema = z.object({ kind: z.string(), id: z.string(), name: z.string() })

/** Something that every cloud promises, and how this one keeps it. */
const promiseSchema = z.object({
  promise: z.string(),
  /** `unknown`: this cloud, or what was deployed on it, cannot tell. */
  result: z.enum(['kept', 'broken', 'unknown']),
  /** Each breach with the resource that shows it, or why it is unknown. */
  details: z.array(z.string()),
})

const roundSchema = z.object({
  workload: z.string(),
  cloud: z.string(),
  verdict: z.enum(verdicts),
  /** True when nothing real was behind this cloud. */
  simulated: z.boolean(),
  phases: z.array(phaseSchema),
  /** How many resources were left behind. */
  leaked: z.int().nonnegative(),
  leaks: z.array(leakSchema),
  /** How many variables, beside credentials, somebody had to set by hand for this workload on this cloud. */
  handSet: z.int().nonnegative(),
  handSetNames: z.array(z.string()),
  /** ISO 8601; absent when it could not begin. */
  startedAt: z.string().optional(),
  elapsedMs: z.number().nonnegative(),
  /** Present exactly when the verdict is not `passed`. */
  cause: z.string().optional(),
  /** What of the cloud's API shows why no phase could begin. */
  evidence: z.array(evidenceSchema).optional(),
  /** Absent when there was nothing to look into. */
  promises: z.array(promiseSchema).optional(),
  choices: roundChoicesSchema.optional(),
  /** What was there right before the tear-down. */
  topology: topologySchema.optional(),
})

/** What a challenge found, for machines. Later versions of schema 1 only add to it. */
export const challengeReportSchema = z.object({
  schema: z.literal('portolan.challenge/1'),
  rounds: z.array(roundSchema),
  summary: z.object({
    rounds: z.int(),
    passed: z.int(),
    failed: z.int(),
    broken: z.int(),
    leaked: z.int(),
    handSet: z.int(),
    elapsedMs: z.number().nonnegative(),
  }),
  environment: environmentSchema.optional(),
})

export type Phase = Readonly<z.infer<typeof phaseSchema>>
export type KeptPromise = Readonly<z.infer<typeof promiseSchema>>
export type Leak = Readonly<z.infer<typeof leakSchema>>
export type Round = Readonly<z.infer<typeof roundSchema>>
export type ChallengeReport = Readonly<z.infer<typeof challengeReportSchema>>

/** The report of these rounds, with their sums. */
export const challengeReport = (
  rounds: readonly Round[],
  elapsedMs: number,
  environment?: Environment,
): ChallengeReport => {
  const count = (verdict: Verdict) => rounds.filter((round) => round.verdict === verdict).length
  const sum = (key: 'leaked' | 'handSet') => rounds.reduce((total, round) => total + round[key], 0)
  return {
    schema: 'portolan.challenge/1',
    rounds: [...rounds],
    summary: {
      rounds: rounds.length,
      passed: count('passed'),
      failed: count('failed'),
      broken: count('broken'),
      leaked: sum('leaked'),
      handSet: sum('handSet'),
      elapsedMs,
    },
    ...(environment ? { environment } : {}),
  }
}
