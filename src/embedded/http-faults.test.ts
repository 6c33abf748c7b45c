import { expect, test } from 'vitest'
import { ManualClock } from '../lib/clock.ts'
import { type HttpFault, withHttpFaults } from './http-faults.ts'

const connection = () => {
  const outgoing = {
    destroyed: false,
    destroy: () => {
      outgoing.destroyed = true
    },
  }
  return { outgoing }
}

const bench = (faults: readonly HttpFault[]) => {
  const done: string[] = []
  const clock = new ManualClock()
  const work = (request: Request) => {
    done.push(`${request.method} ${new URL(request.url).pathname}`)
    return new Response('done')
  }
  const handler = withHttpFaults(work, faults, clock)
  /** The status, or `closed` when the connection was closed instead of an answer. */
  const ask = async (method: string, path: string) => {
    const at = connection()
    const answer = await handler(new Request(`http://cloud.test${path}`, { method }), at as never)
    return at.outgoing.destroyed ? 'closed' : answer.status
  }
  return { ask, done, clock }
}

test('each kind goes wrong at its own call, and the other calls go through', async () => {
  const { ask, done, clock } = bench([
    { method: 'POST', path: '/servers', call: 1, kind: 'error' },
    { method: 'POST', path: '/servers', call: 2, kind: 'rate_limit', afterMs: 1200 },
    { method: 'POST', path: '/servers', call: 3, kind: 'lost_answer' },
    { method: 'POST', path: '/servers', call: 4, kind: 'timeout', afterMs: 50 },
  ])
  expect(await ask('POST', '/compute/v2.1/servers')).toBe(503)
  expect(await ask('POST', '/compute/v2.1/servers')).toBe(429)
  expect(done).toEqual([])
  expect(await ask('POST', '/compute/v2.1/servers')).toBe('closed')
  expect(done).toEqual(['POST /compute/v2.1/servers'])
  const late = ask('POST', '/compute/v2.1/servers')
  await clock.advance(50)
  expect(await late).toBe('closed')
  expect(done).toHaveLength(1)
  expect(await ask('POST', '/compute/v2.1/servers')).toBe(200)
  expect(await ask('GET', '/compute/v2.1/servers')).toBe(200)
})

test('a star is any one segment, and every pattern counts for itself', async () => {
  const { ask } = bench([
    { method: 'GET', path: '/servers/*', call: 2, kind: 'error' },
    { method: 'GET', path: '/servers/b', call: 2, kind: 'rate_limit' },
  ])
  expect(await ask('GET', '/servers/a')).toBe(200)
  expect(await ask('GET', '/servers/b')).toBe(503)
  expect(await ask('GET', '/servers/a/action')).toBe(200)
  expect(await ask('GET', '/servers')).toBe(200)
  expect(await ask('GET', '/servers/b')).toBe(429)
  expect(await ask('GET', '/servers/b')).toBe(200)
})
