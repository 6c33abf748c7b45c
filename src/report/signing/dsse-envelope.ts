import { z } from 'zod'
import { decodedText } from './decoded-text.ts'
import { parsedJson } from './parsed-json.ts'
import { preAuthenticationEncoding } from './pre-authentication-encoding.ts'
import type { PublicKey, SigningKey } from './signing-key.ts'

/** A payload as it was signed, byte for byte, with its one signature (secure-systems-lab/dsse envelope.md). */
export interface DsseEnvelope {
  readonly payloadType: string
  readonly payload: Uint8Array
  /** A hint, until the key of that id has verified the signature. */
  readonly keyId: string
  readonly signature: Uint8Array
}

const envelopeSchema = z.strictObject({
  payload: z.string(),
  payloadType: z.string(),
  signatures: z.tuple([z.strictObject({ keyid: z.string(), sig: z.string() })]),
})

/** Signs a payload of that type. */
export const signedEnvelope = (payloadType: string, payload: Uint8Array, key: SigningKey): DsseEnvelope => ({
  payloadType,
  payload,
  keyId: key.publicKey.id,
  signature: key.sign(preAuthenticationEncoding(payloadType, payload)),
})

/** True when this very key signed the envelope's type and payload, and the envelope names this key. */
export const isSignedBy = ({ payloadType, payload, keyId, signature }: DsseEnvelope, key: PublicKey): boolean =>
  keyId === key.id && key.verify(preAuthenticationEncoding(payloadType, payload), signature)

/** The envelope as JSON text. There is exactly one text for an envelope. */
export const envelopeText = ({ payloadType, payload, keyId, signature }: DsseEnvelope): string =>
  `${JSON.stringify(
    { payload: base64(payload), payloadType, signatures: [{ keyid: keyId, sig: base64(signature) }] },
    null,
    2,
  )}\n`

/**
 * The envelope of a file; `undefined` for anything but the bytes that `envelopeText` makes. DSSE leaves the JSON's layout, base64's alphabet and its
 * last bits open; they are fixed here, so that no byte of the file can change unseen.
 */
export const readEnvelope = (file: Uint8Array): DsseEnvelope | undefined => {
  const read = envelopeSchema.safeParse(parsedJson(file))
  if (!read.success) return undefined
  const { payload, payloadType, signatures } = read.data
  const [{ keyid, sig }] = signatures
  const envelope = {
    payloadType,
    payload: Buffer.from(payload, 'base64'),
    keyId: keyid,
    signature: Buffer.from(sig, 'base64'),
  }
  return envelopeText(envelope) === decodedText(file) ? envelope : undefined
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
