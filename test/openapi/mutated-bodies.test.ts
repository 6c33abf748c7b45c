import { afterAll, describe, expect, it } from 'vitest'
import { descriptionsFolder } from '../../lab/openapi/description.ts'
import { ExchangeJudge } from '../../lab/openapi/exchange-judge.ts'
import type { ObservedExchange } from '../../src/embedded/observed-exchange.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { type JudgedFront, openJudgedFront } from './judged-front.ts'
import { MutatedSession } from './mutated-session.ts'
import { wholeSession } from './whole-session.ts'

const folder = descriptionsFolder()

describe.skipIf(folder === undefined)(
  'bodies that their description refuses (skipped where ../shared/facts/openapi is not beside the project)',
  () => {
    let front: JudgedFront | undefined
    afterAll(() => front?.[Symbol.asyncDispose]())

    it('are refused with the fault of their service and change nothing', async () => {
      let last: ObservedExchange | undefined
      front = await openJudgedFront(classic, (exchange) => {
        last = exchange
      })
      const session = new MutatedSession(front, new ExchangeJudge(folder ?? ''), () => last, 120)
      const versions = { compute: ['2.1', '2.60', '2.96'], volume: ['3.0', '3.71'], placement: [] }
      const broken = await wholeSession(front, versions, (asked) => session.before(asked)).catch(String)
      expect([...session.failures.values()]).toEqual([])
      expect(broken).toBeUndefined()
      expect(front.unexpected).toEqual([])
      for (const type of ['identity', 'image', 'network', 'block-storage', 'compute'])
        expect(session.refusals.get(type)?.refused, type).toBeGreaterThan(100)
    })
  },
)
