import { createHash } from 'node:crypto'
import type { ChallengeReport } from '../../challenge/challenge-report.ts'
import { envelopeText, signedEnvelope } from './dsse-envelope.ts'
import { reportStatement, statementPayloadType } from './report-statement.ts'
import type { SigningKey } from './signing-key.ts'

/** The file that holds a report's signature, beside the files that it signs. */
export const envelopeFileName = 'report.dsse.json'

export interface ReportToSign {
  readonly report: ChallengeReport
  /** The report's files as they were written, by name. */
  readonly files: Readonly<Record<string, Uint8Array>>
  readonly key: SigningKey
  /** Milliseconds since the Unix epoch. */
  readonly signedAt: number
}

/** The text of the envelope that signs a report's files: every byte of each of them, and the report's sums. */
export const signReport = ({ report: { schema, summary }, files, key, signedAt }: ReportToSign): string => {
  const subject = Object.entries(files).map(([name, bytes]) => ({ name, digest: { sha256: sha256(bytes) } }))
  const statement = reportStatement(subject, {
    signedAt: new Date(signedAt).toISOString(),
    report: { schema, summary },
  })
  return envelopeText(signedEnvelope(statementPayloadType, Buffer.from(JSON.stringify(statement)), key))
}

/** SHA-256 of these bytes, in lower-case hexadecimal. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
