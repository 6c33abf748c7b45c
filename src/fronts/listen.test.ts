import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { type Handler, listen } from './listen.ts'

/** Sends a head that waits to be told to go on, and the body once it is; gives everything that was answered. */
const converse = async (handler: Handler): Promise<string> => {
  await using listener = await listen(handler, { host: '127.0.0.1', port: 0 })
  const { port } = new URL(listener.origin)
  return await new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    let heard = ''
    socket.on('data', (chunk) => {
      const wasTold = heard.includes('100 Continue')
      heard += chunk
      if (!wasTold && heard.includes('100 Continue')) socket.write('hello')
      if (/HTTP\/1\.1 [2-5]\d\d[\s\S]*\r\n\r\n/.test(heard)) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(heard))
    socket.write('PUT / HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n')
  })
}

it('asks for a body that waits to be asked for when it is read', async () => {
  const heard = await converse(
    async (request) => new Response(null, { status: (await request.text()) === 'hello' ? 201 : 400 }),
  )
  expect(heard).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 Created/)
})

it('asks for no body that a refusal leaves unread', async () => {
  expect(await converse(() => new Response(null, { status: 401 }))).toMatch(/^HTTP\/1\.1 401/)
})
