import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { DigestThread } from './digest-thread.ts'

const shared = (text: string) => {
  const bytes = new Uint8Array(new SharedArrayBuffer(text.length))
  bytes.set(Buffer.from(text))
  return bytes
}
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

test('digests that are made at the same time are each their own', async () => {
  await using thread = new DigestThread()
  const [one, other] = [thread.start(), thread.start()]
  await Promise.all([one.update(shared('ab')), other.update(shared('x')), one.update(shared('c'))])
  expect(await Promise.all([other.end(), one.end(), thread.start().end()])).toEqual([md5('x'), md5('abc'), md5('')])
})

test('what is under way when the thread ends fails, and a new one is started afterwards', async () => {
  await using thread = new DigestThread()
  const cut = thread.start().update(shared('lost'))
  const failed = expect(cut).rejects.toThrow('has ended')
  await thread[Symbol.asyncDispose]()
  await failed
  expect(await thread.start().end()).toBe(md5(''))
})
