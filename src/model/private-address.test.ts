import { expect, it } from 'vitest'
import { isPrivateAddress, isPrivateRange } from './private-address.ts'

it.each([
  '10.0.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.127.0.1',
  '169.254.169.254',
  '127.0.0.1',
  'fd00::1',
  'fe80::1',
  '::1',
])('%s is private', (address) => expect(isPrivateAddress(address)).toBe(true))

it.each(['9.255.255.255', '172.32.0.1', '198.18.0.1', '100.128.0.1', '2001:db8::1'])('%s is not', (address) =>
  expect(isPrivateAddress(address)).toBe(false),
)

it('a range is private when all of it is', () => {
  expect(isPrivateRange('10.20.0.0/16')).toBe(true)
  expect(isPrivateRange('0.0.0.0/0')).toBe(false)
  expect(isPrivateRange('198.18.0.0/24')).toBe(false)
})
