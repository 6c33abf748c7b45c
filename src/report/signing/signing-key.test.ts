import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { seededRandom, systemRandom } from '../../lib/random.ts'
import { newPrivateKeyPem, readPublicKey, readSigningKey } from './signing-key.ts'

// RFC 8032, section 7.1, test 1.
const rfc = {
  seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  signature:
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
}

test('the key of a seed signs as RFC 8032 says', () => {
  const pem = newPrivateKeyPem({ next: () => 0, bytes: () => Buffer.from(rfc.seed, 'hex') })
  const key = readSigningKey(pem)
  expect(Buffer.from(key?.sign(new Uint8Array()) ?? []).toString('hex')).toBe(rfc.signature)
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(rfc.publicKey, 'hex')])
  expect(key?.publicKey.id).toBe(createHash('sha256').update(spki).digest('hex'))
})

test('a new key is PKCS#8, another one each time, and its public PEM reads back', () => {
  const pem = newPrivateKeyPem(systemRandom)
  expect(createPrivateKey(pem).asymmetricKeyType).toBe('ed25519')
  expect(newPrivateKeyPem(systemRandom)).not.toBe(pem)
  const { publicKey } = readSigningKey(pem) ?? {}
  expect(readPublicKey(publicKey?.pem ?? '')?.id).toBe(publicKey?.id)
})

test('nothing that prints a key prints its private part', () => {
  const pem = newPrivateKeyPem(seededRandom(1))
  const secret = pem.split('\n')[1] ?? ''
  const key = readSigningKey(pem)
  expect(inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key)).not.toContain(secret)
})

test('other kinds of keys, broken ones, and a private key where a public one belongs are not read', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  expect(readSigningKey(rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())).toBeUndefined()
  expect(readPublicKey(rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString())).toBeUndefined()
  expect(readSigningKey('hello')).toBeUndefined()
  expect(readPublicKey('hello')).toBeUndefined()
  expect(readPublicKey(newPrivateKeyPem(seededRandom(1)))).toBeUndefined()
})
