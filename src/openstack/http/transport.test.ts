import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../lib/clock.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { type ExchangeRoom, exchange } from './exchange.ts'
import { Redactor } from './redactor.ts'
import { openTransport } from './transport.ts'
import { nothingWasSent } from './transport-error.ts'

const signal = new AbortController().signal

const listen = async (listener: RequestListener) => {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const room = (more: Partial<ExchangeRoom> = {}): ExchangeRoom => {
  const transport = openTransport({ connectionsPerOrigin: 2 })
  onTestFinished(() => transport[Symbol.asyncDispose]())
  return {
    send: transport.send,
    clock: systemClock,
    redactor: new Redactor(),
    timeoutMs: 5000,
    bodyLimit: 1_000_000,
    ...more,
  }
}

it('keeps connections, opens no more than allowed, and sends JSON with its length', async () => {
  const sockets = new Set<unknown>()
  const lengths = new Set<string | undefined>()
  const { url } = await listen((request, response) => {
    sockets.add(request.socket)
    lengths.add(request.headers['content-length'])
    request.resume().on('end', () => setTimeout(() => response.end('{}'), 5))
  })
  const shared = room()
  const message = { method: 'POST', url, headers: { 'content-type': 'application/json' }, body: '{"a":1}' }
  const replies = await Promise.all(Array.from({ length: 10 }, () => exchange(shared, message, signal)))
  expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect(sockets.size).toBe(2)
  expect([...lengths]).toEqual(['7'])
})

it('streams a body out and an answer in', async () => {
  const { url } = await listen((request, response) => {
    request.pipe(response)
  })
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let piece = 0; piece < 100; piece += 1) controller.enqueue(new Uint8Array(10_000).fill(piece))
      controller.close()
    },
  })
  const headers = { 'content-type': 'application/octet-stream' }
  const { stream } = await exchange(room(), { method: 'PUT', url, headers, body, streamed: true }, signal)
  let [size, last] = [0, 0]
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    last = chunk.at(-1) ?? 0
  }
  expect({ size, last }).toEqual({ size: 1_000_000, last: 99 })
})

it('tells a refused connection, which saw nothing, from one that broke', async () => {
  const { server, url } = await listen((request) => request.socket.destroy())
  const fails = async () => {
    const error = await exchange(room(), { method: 'POST', url, headers: {} }, signal).catch((thrown) => thrown)
    if (!(error instanceof CloudError)) throw error
    return error
  }
  const broke = await fails()
  expect({ code: broke.code, unsent: nothingWasSent(broke) }).toEqual({ code: 'unavailable', unsent: false })
  await new Promise((resolve) => server.close(resolve))
  const refused = await fails()
  expect({ code: refused.code, unsent: nothingWasSent(refused) }).toEqual({ code: 'unavailable', unsent: true })
  expect(refused.message).toBe(`${url} refuses connections`)
})

it('does not wait longer than told for a server that says nothing', async () => {
  const { url } = await listen(() => {})
  const asked = exchange(room({ timeoutMs: 30 }), { method: 'GET', url, headers: {} }, signal)
  await expect(asked).rejects.toMatchObject({ code: 'timeout' })
})

it('follows no redirection, so that a token goes nowhere else', async () => {
  let visits = 0
  const { url } = await listen((_request, response) => {
    visits += 1
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  const { status } = await exchange(room(), { method: 'GET', url, headers: {} }, signal)
  expect({ status, visits }).toEqual({ status: 302, visits: 1 })
})

it('ends with the reason of whoever stops it, also while the answer is being read', async () => {
  const stop = new AbortController()
  const reason = new Error('no longer wanted')
  const { url } = await listen((_request, response) => {
    response.write('{"half":')
    setImmediate(() => stop.abort(reason))
  })
  const message = { method: 'GET', url, headers: {} }
  await expect(exchange(room(), message, stop.signal)).rejects.toBe(reason)
  const closing = AbortSignal.abort(reason)
  await expect(exchange(room(), message, signal, closing)).rejects.toBe(reason)
})

it('reads a stream no further than its reader, and lets go of the connection with it', async () => {
  const whole = 256
  let written = 0
  let close = () => {}
  const closed = new Promise<void>((resolve) => {
    close = resolve
  })
  const { url } = await listen((_request, response) => {
    function* pieces() {
      for (; written < whole; written += 1) yield new Uint8Array(1_000_000)
    }
    Readable.from(pieces())
      .pipe(response)
      .on('close', () => close())
  })
  const { stream } = await exchange(room(), { method: 'GET', url, headers: {}, streamed: true }, signal)
  const reader = stream?.getReader()
  expect((await reader?.read())?.value?.byteLength).toBeGreaterThan(0)
  await reader?.cancel()
  await closed
  expect(written).toBeLessThan(whole)
})

it('stops a stream on its way in with the reason of whoever stops it', async () => {
  const stop = new AbortController()
  const { url } = await listen((_request, response) => {
    response.write('first')
  })
  const { stream } = await exchange(room(), { method: 'GET', url, headers: {}, streamed: true }, stop.signal)
  const reader = stream?.getReader()
  await reader?.read()
  const reason = new Error('no longer wanted')
  stop.abort(reason)
  await expect(reader?.read()).rejects.toBe(reason)
})

it('takes the answer to a stream that was not heard out, and tells its source', async () => {
  let cancel = () => {}
  const canceled = new Promise<void>((resolve) => {
    cancel = resolve
  })
  const { url } = await listen((_request, response) => {
    response.writeHead(409, { 'content-type': 'application/json', connection: 'close' }).end('{"no":true}')
  })
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
    cancel: () => cancel(),
  })
  const headers = { 'content-type': 'application/octet-stream' }
  const reply = await exchange(room(), { method: 'PUT', url, headers, body }, signal)
  expect(reply).toMatchObject({ status: 409, text: '{"no":true}' })
  await canceled
})

it('reads no answer past its limit', async () => {
  const { url } = await listen((_request, response) => response.end('x'.repeat(2000)))
  const asked = exchange(room({ bodyLimit: 1000 }), { method: 'GET', url, headers: {} }, signal)
  await expect(asked).rejects.toMatchObject({ code: 'internal', reason: 'AnswerTooLarge' })
})
