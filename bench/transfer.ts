import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import type { Target } from './serve-both.ts'

const block = randomBytes(1024 * 1024)

/** Sends so many MiB to the target by PUT; the seconds that it took until the answer was there. */
export const sendTo = (target: Target, mebibytes: number): Promise<number> =>
  exchange(target, 'PUT', mebibytes, (sending) => {
    let sent = 0
    const send = () => {
      while (sent < mebibytes) {
        sent += 1
        if (!sending.write(block)) return
      }
      sending.end()
    }
    sending.on('drain', send)
    send()
  })

/** Reads so many MiB from the target by GET; the seconds that it took. Rejects when others come. */
export const readFrom = (target: Target, mebibytes: number): Promise<number> =>
  exchange(target, 'GET', mebibytes, (sending) => sending.end())

const exchange = (
  { url, headers }: Target,
  method: 'PUT' | 'GET',
  mebibytes: number,
  send: (sending: ReturnType<typeof request>) => void,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const length = mebibytes * block.length
    const sending = request(url, {
      method,
      headers: { ...headers, ...(method === 'PUT' ? { 'content-length': length } : {}) },
    })
    sending.on('error', reject)
    sending.on('response', (answer) => {
      let received = 0
      answer.on('data', (piece: Buffer) => {
        received += piece.length
      })
      answer.on('error', reject)
      answer.on('end', () => {
        const isWhole = method === 'PUT' || received === length
        const isGood = answer.statusCode === (method === 'PUT' ? 201 : 200)
        if (isWhole && isGood) resolve((performance.now() - startedAt) / 1000)
        else reject(new Error(`${method} ${url}: status ${answer.statusCode} and ${received} bytes`))
      })
    })
    send(sending)
  })
