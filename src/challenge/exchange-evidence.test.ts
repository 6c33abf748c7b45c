import { describe, expect, it } from 'vitest'
import type { Exchange } from '../openstack/http/exchange.ts'
import { openExchangeLog } from '../openstack/http/exchange-log.ts'
import { findEvidence } from './exchange-evidence.ts'
import { RoundFailure } from './round-failure.ts'

let time = 0
const said = (method: string, path: string, status: number, body = '', requestId?: string): Exchange => {
  time += 1
  return {
    ...{
      service: 'compute',
      method,
      url: `http://cloud.test${path}`,
      status,
      startedAt: time,
      milliseconds: 1,
      weight: 0,
    },
    ...(requestId === undefined ? {} : { requestId }),
    messages: () => ({
      request: { headers: {}, body: '', length: 0 },
      answer: { headers: {}, body, length: body.length },
    }),
  }
}

const evidence = (failure: RoundFailure, exchanges: readonly Exchange[], since = 0) => {
  const { record, ...log } = openExchangeLog()
  for (const exchange of exchanges) record(exchange)
  return findEvidence(failure, log, since, (text) => text.replaceAll('hush', '***')).map(({ shows, url, answer }) => [
    shows,
    new URL(url).pathname,
    answer.body,
  ])
}

describe('what shows a failure', () => {
  it('is the request that failed, by its id, before all else', () => {
    const failure = new RoundFailure('no', 'failed', { requestIds: ['req-1'], ids: ['s1'] })
    const exchanges = [said('POST', '/servers', 403, 'no', 'req-1'), said('GET', '/servers/s1', 200, 's1', 'req-2')]
    expect(evidence(failure, exchanges)).toEqual([['failed', '/servers', 'no']])
  })

  it('is else what was said of the resource alone, and the lists that name it where there is no such', () => {
    const failure = new RoundFailure('left behind', 'failed', { ids: ['s1'] })
    const lists = [said('GET', '/servers', 200, 's1 s2'), said('GET', '/ports', 200, 'p1')]
    expect(evidence(failure, lists)).toEqual([['names', '/servers', 's1 s2']])
    expect(evidence(failure, [...lists, said('GET', '/servers/s1', 200, 's1')])).toEqual([
      ['names', '/servers/s1', 's1'],
    ])
  })

  it('is else the last errors, but not that what was deleted is gone', () => {
    const exchanges = [
      said('POST', '/servers', 500, 'oh'),
      said('GET', '/servers/s1', 404),
      said('GET', '/images', 200),
    ]
    expect(evidence(new RoundFailure('no'), exchanges)).toEqual([['error', '/servers', 'oh']])
  })

  it('is else the last that was said, since the phase began', () => {
    const [early, late] = [said('POST', '/servers', 500), said('GET', '/images', 200, 'hush')]
    expect(evidence(new RoundFailure('no'), [early, late], late.startedAt)).toEqual([['last', '/images', '***']])
  })

  it('is nothing where nobody listened', () => {
    expect(findEvidence(new RoundFailure('no'), undefined, 0, (text) => text)).toEqual([])
  })
})
