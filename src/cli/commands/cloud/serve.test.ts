import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { run } from '../../run.ts'
import { testWorld } from '../../test-world.ts'

test('cloud serve prints a clouds.yaml that is true until it is stopped', async () => {
  const world = testWorld(['cloud', 'serve', '--profile', 'classic,otc', '--state', '/state'])
  const ended = run(world)
  await expect.poll(() => world.out(), { timeout: 10_000 }).toContain('otc:')
  const { clouds } = parse(world.out())
  const answer = await fetch(clouds.classic.auth.auth_url)
  expect(answer.status).toBe(200)
  expect(world.written.get('/state/clouds.yaml')).toBe(world.out())
  expect(world.written.get(clouds.otc.cacert)).toContain('BEGIN CERTIFICATE')
  world.interrupt()
  expect(await ended).toBe(0)
  await expect(fetch(clouds.classic.auth.auth_url)).rejects.toThrow()
})

test('a port in use is said plainly', async () => {
  const first = testWorld(['cloud', 'serve', '--state', '/state'])
  const ended = run(first)
  await expect.poll(() => first.out(), { timeout: 10_000 }).toContain('auth_url')
  const { port } = new URL(parse(first.out()).clouds.classic.auth.auth_url)
  const second = testWorld(['cloud', 'serve', '--state', '/state', '--port', port])
  expect(await run(second)).toBe(1)
  expect(second.err()).toBe(`error: port ${port}: the port is in use\n`)
  first.interrupt()
  await ended
})

test('--record writes what the clouds are asked and answer, a line each', async () => {
  const world = testWorld(['cloud', 'serve', '--state', '/state', '--record', 'exchanges.jsonl'])
  const ended = run(world)
  await expect.poll(() => world.out(), { timeout: 10_000 }).toContain('auth_url')
  const { clouds } = parse(world.out())
  await fetch(clouds.classic.auth.auth_url)
  await fetch(`${clouds.classic.auth.auth_url}/users`)
  world.interrupt()
  expect(await ended).toBe(0)
  const lines = (world.written.get('/here/exchanges.jsonl') ?? '').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { cloud: 'classic', method: 'GET', path: '/identity/v3', answer: { status: 200 } },
    { cloud: 'classic', method: 'GET', path: '/identity/v3/users', answer: { status: 401 } },
  ])
})
