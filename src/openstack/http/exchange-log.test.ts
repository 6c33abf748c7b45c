import { expect, it } from 'vitest'
import type { Exchange } from './exchange.ts'
import { openExchangeLog } from './exchange-log.ts'

const exchange = (startedAt: number, status = 200, weight = 0): Exchange => ({
  method: 'GET',
  url: 'http://cloud.test/',
  status,
  startedAt,
  milliseconds: 1,
  weight,
  messages: () => {
    throw new Error('nobody asked')
  },
})

it('gives what began at a time or later, in that order', () => {
  const log = openExchangeLog()
  for (const at of [3, 1, 2]) log.record(exchange(at))
  expect(log.since(2).map(({ startedAt }) => startedAt)).toEqual([2, 3])
})

it('keeps what went wrong although much that went well came after it', () => {
  const log = openExchangeLog()
  log.record(exchange(1, 409))
  for (let at = 2; at < 1000; at += 1) log.record(exchange(at))
  const kept = log.since(0)
  expect(kept[0]?.status).toBe(409)
  expect(kept.length).toBeLessThan(100)
})

it('keeps fewer when they are large', () => {
  const log = openExchangeLog()
  for (let at = 0; at < 40; at += 1) log.record(exchange(at, 200, 100_000))
  const total = log.since(0).reduce((sum, { weight }) => sum + weight, 0)
  expect(total).toBeGreaterThan(0)
  expect(total).toBeLessThanOrEqual(786_432)
})
