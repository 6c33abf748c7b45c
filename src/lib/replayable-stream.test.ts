import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { replayableStream } from './replayable-stream.ts'

const words = ['one ', 'two ', 'three ', 'four']
const source = () => ReadableStream.from(words.map((word) => new TextEncoder().encode(word)))

test.each([0, 1, 2, 4])('what was read of it comes again, with the rest behind it, after %i pieces', async (pieces) => {
  const { stream, again } = replayableStream(source(), 100)
  const reader = stream.getReader()
  for (let piece = 0; piece < pieces; piece += 1) await reader.read()
  const whole = await again()
  expect(whole && (await text(whole))).toBe('one two three four')
  expect(await reader.read()).toEqual({ done: true, value: undefined })
})

test('it cannot be read again once more than the limit was read', async () => {
  const { stream, again } = replayableStream(source(), 10)
  expect(await text(stream)).toBe('one two three four')
  expect(await again()).toBeUndefined()
})

test('a piece that is on its way when it is read again is not lost', async () => {
  let give = (_: Uint8Array) => {}
  const slow = new ReadableStream<Uint8Array>({
    start(controller) {
      give = (chunk) => {
        controller.enqueue(chunk)
        controller.close()
      }
    },
  })
  const { stream, again } = replayableStream(slow, 100)
  void stream.getReader().read()
  const second = again()
  give(new TextEncoder().encode('late'))
  const whole = await second
  expect(whole && (await text(whole))).toBe('late')
})
