import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { networkReach } from './reach.ts'

const server = createServer((request, response) => {
  response.statusCode = request.url === '/missing' ? 404 : 200
  response.end('Served by web-1')
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())))

const { signal } = new AbortController()
const reach = networkReach(fetch)
const url = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`

describe('networkReach', () => {
  it('reaches what listens and says what is in the way of what does not', async () => {
    const { port } = server.address() as AddressInfo
    expect(await reach.tcp('127.0.0.1', port, signal)).toBeUndefined()
    expect(await reach.tcp('127.0.0.1', 1, signal)).toContain('ECONNREFUSED')
  })

  it('asks for the status and the text that a probe wants', async () => {
    expect(await reach.http(url('/'), { status: 200, contains: 'Served by' }, signal)).toBeUndefined()
    expect(await reach.http(url('/missing'), { status: 200 }, signal)).toBe('it answers 404, not 200')
    expect(await reach.http(url('/'), { status: 200, contains: 'lamp' }, signal)).toContain('does not contain "lamp"')
    expect(await reach.http('http://127.0.0.1:1/', { status: 200 }, signal)).toMatch(/ECONNREFUSED|bad port/)
  })
})
