import { expect, it } from 'vitest'
import { sendBy } from './send-by.ts'

const reason = new Error('no longer wanted')

it('does not wait for a fetch that does not heed the signal', async () => {
  const stop = new AbortController()
  const send = sendBy(() => new Promise(() => {}))
  const sent = send({ method: 'GET', url: 'http://cloud.test/', headers: {}, signal: stop.signal })
  stop.abort(reason)
  await expect(sent).rejects.toBe(reason)
})

it('does not wait for the body of an answer that does not heed it either, and tells its source', async () => {
  const stop = new AbortController()
  let canceled = false
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(3)),
    cancel: () => {
      canceled = true
    },
  })
  const send = sendBy(() => new Response(body))
  const answer = await send({ method: 'GET', url: 'http://cloud.test/', headers: {}, signal: stop.signal })
  const sizes: number[] = []
  const read = async () => {
    for await (const chunk of answer.body ?? []) {
      sizes.push(chunk.byteLength)
      stop.abort(reason)
    }
  }
  await expect(read()).rejects.toBe(reason)
  expect({ sizes, canceled }).toEqual({ sizes: [3], canceled: true })
})

it('lets go of a body that nobody began to read', async () => {
  let canceled = false
  const body = new ReadableStream<Uint8Array>({
    cancel: () => {
      canceled = true
    },
  })
  const send = sendBy(() => new Response(body))
  const { signal } = new AbortController()
  const answer = await send({ method: 'GET', url: 'http://cloud.test/', headers: {}, signal })
  await answer.body?.[Symbol.asyncIterator]().return?.()
  expect(canceled).toBe(true)
})
