import { z } from 'zod'
import { challengeReportSchema } from '../../challenge/challenge-report.ts'

/** The payload type of in-toto statements (in-toto/attestation spec/v1/envelope.md). */
export const statementPayloadType = 'application/vnd.in-toto+json'

/** A name of our own for "a signed challenge report", version 1: a UUID URN, which needs no registry and no domain. */
const predicateType = 'urn:uuid:492468e6-3ba1-40cb-8e0e-f687ffe03217'

/** An in-toto statement (in-toto/attestation spec/v1/statement.md) that these files are a challenge's report. */
export const reportStatementSchema = z.object({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z
    .array(
      z.object({
        /** A file beside the envelope: never a path, so that a foreign envelope reads nothing else. */
        name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
        digest: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      }),
    )
    .min(1),
  predicateType: z.literal(predicateType),
  predicate: z.object({
    schema: z.literal('portolan.signed-report/1'),
    /** When the signer's own clock says it was signed. */
    signedAt: z.iso.datetime(),
    /** The report's schema and sums, for policies that read statements alone. */
    report: z.object({
      schema: challengeReportSchema.shape.schema,
      summary: challengeReportSchema.shape.summary,
    }),
  }),
})
export type ReportStatement = Readonly<z.infer<typeof reportStatementSchema>>

/** The statement that files of these digests are the report with that schema and those sums. */
export const reportStatement = (
  subject: ReportStatement['subject'],
  { signedAt, report }: Pick<ReportStatement['predicate'], 'signedAt' | 'report'>,
): ReportStatement => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject,
  predicateType,
  predicate: { schema: 'portolan.signed-report/1', signedAt, report },
})
