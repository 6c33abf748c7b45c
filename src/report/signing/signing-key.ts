import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Random } from '../../lib/random.ts'

/** A key that checks signatures. */
export interface PublicKey {
  /** SHA-256 of its DER SubjectPublicKeyInfo, as `openssl pkey -pubin -outform DER | sha256sum` prints it. */
  readonly id: string
  /** Its SubjectPublicKeyInfo as PEM. */
  readonly pem: string
  /** True when this key's private part signed these bytes. */
  verify(signed: Uint8Array, signature: Uint8Array): boolean
}

/** A key that signs. What prints or serialises it shows its public part alone. */
export interface SigningKey {
  readonly publicKey: PublicKey
  sign(bytes: Uint8Array): Uint8Array
}

/** What RFC 8410 puts before the 32 bytes of an Ed25519 private key in PKCS#8. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A new Ed25519 private key as PKCS#8 PEM. It is a secret, as good as the random bytes that it is made of. */
export const newPrivateKeyPem = (random: Random): string =>
  createPrivateKey({ key: Buffer.concat([pkcs8Prefix, random.bytes(32)]), format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString()

/** The key of a PKCS#8 PEM; `undefined` when it holds no Ed25519 private key. */
export const readSigningKey = (pem: string): SigningKey | undefined => {
  const key = ed25519(() => createPrivateKey(pem))
  return key && { publicKey: publicKeyOf(createPublicKey(key)), sign: (bytes) => sign(null, bytes, key) }
}

/** The key of a SubjectPublicKeyInfo PEM; `undefined` when it holds no Ed25519 public key. A private key is not taken for one. */
export const readPublicKey = (pem: string): PublicKey | undefined => {
  if (pem.includes('PRIVATE KEY')) return undefined
  const key = ed25519(() => createPublicKey(pem))
  return key && publicKeyOf(key)
}

const ed25519 = (read: () => KeyObject): KeyObject | undefined => {
  try {
    const key = read()
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}

const publicKeyOf = (key: KeyObject): PublicKey => ({
  id: createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('hex'),
  pem: key.export({ format: 'pem', type: 'spki' }).toString(),
  verify: (signed, signature) => verify(null, signed, key, signature),
})
