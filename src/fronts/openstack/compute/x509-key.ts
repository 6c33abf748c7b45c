import { webcrypto, X509Certificate } from 'node:crypto'
import { pkcs12 } from './pkcs12.ts'

/** The SHA-1 fingerprint of a certificate in PEM, as `aa:bb:…`; undefined for what is none. */
export const x509FingerprintOf = (certificate: string): string | undefined => {
  try {
    return new X509Certificate(certificate).fingerprint.toLowerCase()
  } catch {
    return undefined
  }
}

/**
 * A new RSA key of 2048 bits in a certificate of its own for logging in to Windows as `userId@localhost`, good for ten years from `now`: the certificate in PEM,
 * and both as a PKCS #12 file in base64 (openstack/nova `nova/crypto.py`, `generate_winrm_x509_cert`).
 */
export const generateX509Key = async (
  userId: string,
  now: number,
  salt: Uint8Array,
): Promise<{ readonly privateKey: string; readonly publicKey: string }> => {
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto as never)
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: Buffer.from([1, 0, 1]),
    modulusLength: 2048,
  }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [userId] }],
    notBefore: new Date(now),
    notAfter: new Date(now + 3650 * 86_400_000),
    signingAlgorithm: algorithm,
    keys: keys as never,
    extensions: [
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: 'upn', value: `${userId}@localhost` }]),
    ],
  })
  const privateKey = new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const file = pkcs12({ privateKey, certificate: new Uint8Array(certificate.rawData) }, salt)
  return { privateKey: file.toString('base64'), publicKey: `${certificate.toString('pem')}\n` }
}
