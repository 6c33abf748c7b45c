import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { generateX509Key, x509FingerprintOf } from './x509-key.ts'

const now = Date.UTC(2026, 0, 1)
const made = generateX509Key('0f1e2d3c', now, Buffer.alloc(8, 7))

it('is a certificate that its own key signed, for a client to log in as the user', async () => {
  const certificate = new X509Certificate((await made).publicKey)
  expect(certificate.subject).toBe('CN=0f1e2d3c')
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.subjectAltName).toContain('0f1e2d3c@localhost')
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
  expect(Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)).toBe(3650 * 86_400_000)
})

it('comes as a PKCS #12 file that holds the certificate and the key that belongs to it', async () => {
  const { publicKey, privateKey } = await made
  const certificate = new X509Certificate(publicKey)
  const file = Buffer.from(privateKey, 'base64')
  expect(file.includes(certificate.raw)).toBe(true)
  // PKCS #8 begins with the version and RSA's algorithm; the sequence's header, of four bytes, stands before that.
  const at = file.indexOf(Buffer.from('020100300d06092a864886f70d010101', 'hex')) - 4
  const key = createPrivateKey({
    key: file.subarray(at, at + 4 + file.readUInt16BE(at + 2)),
    format: 'der',
    type: 'pkcs8',
  })
  expect(certificate.checkPrivateKey(key)).toBe(true)
})

it('has the SHA-1 of the certificate as its fingerprint, and what is no certificate has none', async () => {
  const { publicKey } = await made
  const digest = createHash('sha1').update(new X509Certificate(publicKey).raw).digest('hex')
  expect(x509FingerprintOf(publicKey)).toBe(digest.match(/../g)?.join(':'))
  expect(x509FingerprintOf('ssh-ed25519 AAAA')).toBeUndefined()
})
