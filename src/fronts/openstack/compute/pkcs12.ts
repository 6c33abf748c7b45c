import { createHash, createHmac } from 'node:crypto'

/** A key and its certificate, DER. */
export interface KeyAndCertificate {
  /** PKCS #8. */
  readonly privateKey: Uint8Array
  readonly certificate: Uint8Array
}

/**
 * A PKCS #12 file (RFC 7292) with the key and its certificate, under the empty password, as Nova hands out X.509 key pairs. The empty password proves that
 * the file is whole; since it hides nothing, nothing in the file is encrypted.
 */
export const pkcs12 = ({ privateKey, certificate }: KeyAndCertificate, salt: Uint8Array): Buffer => {
  const localKeyId = attribute(oid.localKeyId, octets(createHash('sha1').update(certificate).digest()))
  const certificateBag = sequence(
    oid.certificateBag,
    tagged(0, sequence(oid.x509Certificate, tagged(0, octets(certificate)))),
    set(localKeyId),
  )
  const keyBag = sequence(oid.keyBag, tagged(0, Buffer.from(privateKey)), set(localKeyId))
  const safe = sequence(data(sequence(certificateBag)), data(sequence(keyBag)))
  const mac = createHmac('sha256', macKey(salt)).update(safe).digest()
  const macData = sequence(sequence(sequence(oid.sha256, none), octets(mac)), octets(salt), integer(iterations))
  return sequence(integer(3), data(safe), macData)
}

const iterations = 2048

/** RFC 7292, appendix B.2, for a key of one digest's length and the empty password, which is two zero bytes. */
const macKey = (salt: Uint8Array): Buffer => {
  const block = 64
  const filled = (bytes: Uint8Array) => Buffer.alloc(block, bytes)
  let key = Buffer.concat([Buffer.alloc(block, 3), filled(salt), filled(Buffer.alloc(2))])
  for (let round = 0; round < iterations; round += 1) key = createHash('sha256').update(key).digest()
  return key
}

const element = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const bytes: number[] = []
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  const length = content.length < 0x80 ? [content.length] : [0x80 | bytes.length, ...bytes]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts)
const set = (...parts: readonly Uint8Array[]): Buffer => element(0x31, ...parts)
const tagged = (number: number, content: Uint8Array): Buffer => element(0xa0 | number, content)
const octets = (bytes: Uint8Array): Buffer => element(0x04, bytes)
const none = element(0x05)
/** Of two bytes at most, the higher one below 0x80. */
const integer = (value: number): Buffer =>
  element(0x02, Buffer.from(value < 0x80 ? [value] : [value >> 8, value & 255]))
const attribute = (type: Buffer, value: Buffer): Buffer => sequence(type, set(value))
const identifier = (hex: string): Buffer => element(0x06, Buffer.from(hex, 'hex'))

const oid = {
  data: identifier('2a864886f70d010701'),
  localKeyId: identifier('2a864886f70d010915'),
  x509Certificate: identifier('2a864886f70d01091601'),
  keyBag: identifier('2a864886f70d010c0a0101'),
  certificateBag: identifier('2a864886f70d010c0a0103'),
  sha256: identifier('608648016503040201'),
}

/** A `ContentInfo` of plain data. */
const data = (content: Uint8Array): Buffer => sequence(oid.data, tagged(0, octets(content)))
