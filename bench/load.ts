import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Target } from './serve-both.ts'

const connections = 16

/**
 * Asks the same again and again on kept connections, each sending its next request when it has its answer whole, and gives the answers per second. It
 * parses no more than it must, so that its own work hardly counts. Throws for anything but a 200.
 */
export const requestsPerSecond = async ({ url, headers }: Target, count: number): Promise<number> => {
  const { hostname, port, pathname, host } = new URL(url)
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  const request = Buffer.from(`GET ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n`)
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname).setNoDelay()
      await once(socket, 'connect')
      return socket
    }),
  )
  let left = count
  const startedAt = performance.now()
  await Promise.all(sockets.map((socket) => askWhile(socket, request, () => left-- > 0)))
  const seconds = (performance.now() - startedAt) / 1000
  for (const socket of sockets) socket.destroy()
  return count / seconds
}

const askWhile = (socket: Socket, request: Buffer, more: () => boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    let [missing, head] = [0, '']
    const next = () => (more() ? socket.write(request) : resolve())
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server closed the connection')))
    socket.on('data', (chunk) => {
      if (missing > 0) missing -= chunk.length
      else {
        head += chunk.toString('latin1')
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
        if (!head.startsWith('HTTP/1.1 200 ') || length === undefined)
          return reject(new Error(`not the answer that was measured: ${head.slice(0, 40)}`))
        missing = Number(length) - (head.length - end - 4)
        head = ''
      }
      if (missing === 0) next()
    })
    next()
  })
