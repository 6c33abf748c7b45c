import { z } from 'zod'

/** What findings are about, in the order in which they are shown. */
export const areas = [
  'fit',
  'services',
  'interfaces',
  'access',
  'flavors',
  'images',
  'zones',
  'networks',
  'addresses',
  'security groups',
  'key pairs',
  'volumes',
  'guests',
  'quotas',
] as const
export type Area = (typeof areas)[number]

/** `absorbed`: a rule sees to it. `choice`: a person has to decide. `blocks`: it cannot be done there. */
export const consequences = ['absorbed', 'choice', 'blocks'] as const
export type Consequence = (typeof consequences)[number]

const findingSchema = z.object({
  area: z.enum(areas),
  /** What the difference is about: a component, a flavor, a number of networks. */
  subject: z.string(),
  /** The names of the resources that meet it, where it is met by resources. */
  resources: z.array(z.string()),
  here: z.string(),
  there: z.string(),
  consequence: z.enum(consequences),
  /** Whether what is assessed meets this difference. Only those that do count. */
  met: z.boolean(),
  /** Why it has this consequence, as one sentence. */
  because: z.string(),
  /** Present exactly when a rule absorbs it. */
  rule: z.object({ name: z.string(), source: z.string(), quirks: z.array(z.number()) }).optional(),
  /** What could be done. */
  hint: z.string().optional(),
})

const cloudSchema = z.object({ name: z.string(), kind: z.string(), region: z.string(), simulated: z.boolean() })

const summarySchema = z.object({
  absorbed: z.int(),
  choice: z.int(),
  blocks: z.int(),
  /** Differences that are not met. */
  unmet: z.int(),
})

/** `ready`: nothing met needs a choice or blocks. */
const verdictSchema = z.enum(['ready', 'choices', 'blocked'])

/** What differs between two clouds for one workload or one project, for machines. Later versions of schema 1 only add to it. */
export const assessmentSchema = z.object({
  schema: z.literal('portolan.assessment/1'),
  from: cloudSchema,
  to: cloudSchema,
  subject: z.object({
    kind: z.enum(['project', 'workload']),
    name: z.string(),
    /** How many resources it has, or would have there; where it does not fit there, here. */
    resources: z.int(),
  }),
  findings: z.array(findingSchema),
  summary: summarySchema,
  verdict: verdictSchema,
})

export type Finding = Readonly<z.infer<typeof findingSchema>>
export type AssessmentSummary = Readonly<z.infer<typeof summarySchema>>
export type Verdict = z.infer<typeof verdictSchema>
export type Assessment = Readonly<z.infer<typeof assessmentSchema>>

/** How many of each consequence are met. */
export const summaryOf = (findings: readonly Finding[]): AssessmentSummary => {
  const summary = { absorbed: 0, choice: 0, blocks: 0, unmet: 0 }
  for (const { met, consequence } of findings) summary[met ? consequence : 'unmet'] += 1
  return summary
}

/** The one word for a summary. */
export const verdictOf = ({ choice, blocks }: AssessmentSummary): Verdict => {
  if (blocks > 0) return 'blocked'
  return choice > 0 ? 'choices' : 'ready'
}
