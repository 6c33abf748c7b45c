import { connect } from 'node:net'

/** One request as it goes over the wire, and the status that answers it. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly status: number
}

const connections = 16

/**
 * Asks the same again and again on sixteen connections, each sending its next request when it has its answer whole, while `more` says so; gives the answers per
 * second. Connections are kept where the server keeps them. It parses no more than it must, so that its own work hardly counts: it takes answers with a
 * `Content-Length` alone. Rejects for an answer of another kind or status.
 */
export const answersPerSecond = async (request: LoadRequest, more: () => boolean): Promise<number> => {
  const startedAt = performance.now()
  const answered = await Promise.all(Array.from({ length: connections }, () => askWhile(request, more)))
  return answered.reduce((sum, count) => sum + count) / ((performance.now() - startedAt) / 1000)
}

/** Resolves to how many answers there were. */
const askWhile = ({ method, url, headers, body = '', status }: LoadRequest, more: () => boolean): Promise<number> => {
  const { hostname, port, pathname, host } = new URL(url)
  const sent = { host, ...headers, ...(body ? { 'content-length': String(Buffer.byteLength(body)) } : {}) }
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`)
  const bytes = Buffer.from(`${method} ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
  return new Promise((resolve, reject) => {
    let answered = 0
    const open = () => {
      const socket = connect(Number(port), hostname).setNoDelay()
      const closed = () => reject(new Error('the server closed the connection before it had answered'))
      let [missing, head, isLast] = [0, '', false]
      const next = () => {
        answered += 1
        const asksOn = more()
        if (asksOn && !isLast) return void socket.write(bytes)
        socket.off('close', closed).destroy()
        if (asksOn) open()
        else resolve(answered)
      }
      socket.on('error', reject)
      socket.on('close', closed)
      socket.on('data', (chunk) => {
        if (missing > 0) missing -= chunk.length
        else {
          head += chunk.toString('latin1')
          const end = head.indexOf('\r\n\r\n')
          if (end < 0) return
          const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
          if (!head.startsWith(`HTTP/1.1 ${status} `) || length === undefined)
            return reject(new Error(`${method} ${url}: not the answer that was measured: ${head.slice(0, 200)}`))
          isLast = /\r\nconnection: close\r\n/i.test(head)
          missing = Number(length) - (head.length - end - 4)
          head = ''
        }
        if (missing === 0) next()
      })
      socket.write(bytes)
    }
    if (more()) open()
    else resolve(0)
  })
}
