import { isDeepStrictEqual } from 'node:util'
import { challengeReportSchema } from '../../challenge/challenge-report.ts'
import { type DsseEnvelope, isSignedBy, readEnvelope } from './dsse-envelope.ts'
import { parsedJson } from './parsed-json.ts'
import { type ReportStatement, reportStatementSchema, statementPayloadType } from './report-statement.ts'
import { sha256 } from './sign-report.ts'
import type { PublicKey } from './signing-key.ts'

/** A public key under the name that its user knows it by. */
export interface KnownKey {
  readonly name: string
  readonly publicKey: PublicKey
}

export interface ReportToVerify {
  /** The envelope's file, byte for byte. */
  readonly envelope: Uint8Array
  /** The bytes of a file beside the envelope; `undefined` when there is none. */
  readonly read: (name: string) => Promise<Uint8Array | undefined>
  /** Whose signature counts. */
  readonly keys: readonly KnownKey[]
  /** The files that must be among those signed; `report.json` when absent. */
  readonly required?: readonly string[]
}

interface VerificationCheck {
  /** `envelope`, `signature`, `statement`, or the name of a file that is signed. */
  readonly name: string
  readonly result: 'passed' | 'failed'
  readonly detail: string
}

/** What was found about a signed report. Later versions of schema 1 only add to it. */
export interface ReportVerification {
  readonly schema: 'portolan.report-verification/1'
  /** True when every check passed: a known key signed exactly these files. */
  readonly verified: boolean
  /** The key that the envelope names. Its name is here only when it is a known key that made the signature. */
  readonly signer?: { readonly keyId: string; readonly name?: string }
  /** As the signer's clock told it; only of a signature that is good. */
  readonly signedAt?: string
  readonly checks: readonly VerificationCheck[]
}

const reportFile = 'report.json'

/**
 * Checks a signed report without a network. Nothing that an envelope says is believed before a known key's signature on it is good; then a change of any one byte
 * of the envelope or of a signed file fails a check.
 */
export const verifyReport = async ({
  envelope: file,
  read,
  keys,
  required = [reportFile],
}: ReportToVerify): Promise<ReportVerification> => {
  const envelope = readEnvelope(file)
  if (!envelope) return verification([failed('envelope', 'this is no envelope as portolan writes it, byte for byte')])
  const well = passed('envelope', `one signature over ${envelope.payload.length} bytes of ${envelope.payloadType}`)
  const key = keys.find(({ publicKey }) => publicKey.id === envelope.keyId)
  const signature = checkedSignature(envelope, key)
  const signer = { keyId: envelope.keyId }
  if (!key || signature.result === 'failed') return verification([well, signature], { signer })
  const statement = statementOf(envelope)
  const signerNamed = { ...signer, name: key.name }
  if (!statement)
    return verification([well, signature, failed('statement', 'what is signed is not a challenge’s report')], {
      signer: signerNamed,
    })
  const checks: VerificationCheck[] = [well, signature]
  for (const { name, digest } of statement.subject)
    checks.push(checkedFile(name, digest.sha256, await read(name), statement))
  for (const name of required)
    if (!statement.subject.some((signed) => signed.name === name))
      checks.push(failed(name, 'is not among the files that are signed'))
  return verification(checks, { signer: signerNamed, signedAt: statement.predicate.signedAt })
}

const checkedSignature = (envelope: DsseEnvelope, key: KnownKey | undefined): VerificationCheck => {
  if (!key) return failed('signature', 'cannot be checked: the key that the envelope names is not known here')
  return isSignedBy(envelope, key.publicKey)
    ? passed('signature', `made by the key ${key.name}`)
    : failed('signature', `not made by the key ${key.name}, or something was changed after it`)
}

const statementOf = ({ payloadType, payload }: DsseEnvelope): ReportStatement | undefined => {
  if (payloadType !== statementPayloadType) return undefined
  return reportStatementSchema.safeParse(parsedJson(payload)).data
}

const checkedFile = (
  name: string,
  digest: string,
  bytes: Uint8Array | undefined,
  { predicate }: ReportStatement,
): VerificationCheck => {
  if (!bytes) return failed(name, 'is signed, and is not there')
  if (sha256(bytes) !== digest) return failed(name, 'was changed after it was signed')
  if (name !== reportFile) return passed(name, `${bytes.length} bytes, as they were signed`)
  const report = challengeReportSchema.safeParse(parsedJson(bytes)).data
  if (!report) return failed(name, `does not follow the schema ${predicate.report.schema}`)
  if (!isDeepStrictEqual(report.summary, predicate.report.summary))
    return failed(name, 'has other sums than the signed statement')
  return passed(name, `${bytes.length} bytes, as they were signed; schema ${report.schema}`)
}

const verification = (
  checks: readonly VerificationCheck[],
  rest: Pick<ReportVerification, 'signer' | 'signedAt'> = {},
): ReportVerification => ({
  schema: 'portolan.report-verification/1',
  verified: checks.every(({ result }) => result === 'passed'),
  ...rest,
  checks,
})

const passed = (name: string, detail: string): VerificationCheck => ({ name, result: 'passed', detail })
const failed = (name: string, detail: string): VerificationCheck => ({ name, result: 'failed', detail })
