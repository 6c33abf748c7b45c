import { createHash, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'

const generate = promisify(generateKeyPair)

/** The kinds of keys that OpenSSH writes in one line. */
const keyTypes: ReadonlySet<string> = new Set([
  'ssh-rsa',
  'ssh-ed25519',
  'ssh-dss',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
])

/** The MD5 fingerprint of a public key in OpenSSH's one-line form, as `aa:bb:…`; undefined for what is no such key. */
export const fingerprintOf = (publicKey: string): string | undefined => {
  const [type, encoded] = publicKey.trim().split(/\s+/)
  if (type === undefined || encoded === undefined || !keyTypes.has(type)) return undefined
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined
  const blob = Buffer.from(encoded, 'base64')
  if (blob.length < 4 + type.length) return undefined
  if (blob.readUInt32BE(0) !== type.length || blob.toString('latin1', 4, 4 + type.length) !== type) return undefined
  const digest = createHash('md5').update(blob).digest('hex')
  return digest.match(/../g)?.join(':')
}

/** A new RSA key of 2048 bits: the private half in PEM, the public one in OpenSSH's line, as Nova makes them (openstack/nova `nova/crypto.py`). */
export const generateSshKey = async (): Promise<{ readonly privateKey: string; readonly publicKey: string }> => {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 })
  const { e = '', n = '' } = publicKey.export({ format: 'jwk' })
  const blob = Buffer.concat([
    lengthPrefixed(Buffer.from('ssh-rsa')),
    multiplePrecision(Buffer.from(e, 'base64url')),
    multiplePrecision(Buffer.from(n, 'base64url')),
  ])
  return {
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: `ssh-rsa ${blob.toString('base64')} Generated-by-Nova`,
  }
}

/** RFC 4251, section 5: `string`. */
const lengthPrefixed = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** RFC 4251, section 5: `mpint`, which would read as negative with its highest bit set. */
const multiplePrecision = (bytes: Buffer): Buffer =>
  lengthPrefixed((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes)
