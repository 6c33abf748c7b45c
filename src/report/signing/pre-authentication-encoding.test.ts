import { expect, test } from 'vitest'
import { preAuthenticationEncoding } from './pre-authentication-encoding.ts'

const encoded = (type: string, payload: string) =>
  Buffer.from(preAuthenticationEncoding(type, Buffer.from(payload))).toString()

test('it is the one of the test vector in secure-systems-lab/dsse protocol.md', () => {
  expect(encoded('http://example.com/HelloWorld', 'hello world')).toBe(
    'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  )
})

test('lengths count bytes, not characters', () => {
  expect(encoded('é', 'ü€')).toBe('DSSEv1 2 é 5 ü€')
})
