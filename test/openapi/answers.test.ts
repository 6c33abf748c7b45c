import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describedServices } from '../../lab/openapi/described-services.ts'
import { descriptionsFolder, readDescription } from '../../lab/openapi/description.ts'
import { type Judgement, judgeExchanges } from '../../lab/openapi/judgement.ts'
import { deviationText } from '../../lab/openapi/judgement-text.ts'
import { knownErrors } from '../../lab/openapi/known-errors.ts'
import type { ObservedExchange } from '../../src/embedded/observed-exchange.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { type JudgedFront, openJudgedFront } from './judged-front.ts'
import { describedVersions, remainingRoutes, wholeSession } from './whole-session.ts'

const folder = descriptionsFolder()

describe.skipIf(folder === undefined)(
  'answers and their descriptions (skipped where ../shared/facts/openapi is not beside the project)',
  () => {
    const exchanges: ObservedExchange[] = []
    let front: JudgedFront
    let judgement: Judgement
    let refusedRoutes: readonly string[]

    beforeAll(async () => {
      front = await openJudgedFront(classic, (exchange) => exchanges.push(exchange))
      await wholeSession(front, {
        compute: versionsOf('compute', '2.1', '2.96'),
        volume: versionsOf('block-storage', '3.0', '3.71'),
        placement: versionsOf('placement', '1.0', '1.39'),
      })
      refusedRoutes = await remainingRoutes(
        front,
        new Set(exchanges.map(({ method, path }) => `${method} ${path.split('?')[0]}`)),
      )
      judgement = judgeExchanges(exchanges, folder ?? '')
    })
    afterAll(() => front?.[Symbol.asyncDispose]())

    it('every answer of a session over every service fits, at every microversion that changes something', () => {
      expect(judgement.deviations.map(deviationText)).toEqual([])
      expect(front.unexpected).toEqual([])
    })

    it('each known error of a description was met: what upstream corrected is taken off the list', () => {
      const met = new Set(judgement.excused.map(({ known }) => known))
      expect(knownErrors.filter((known) => !met.has(known)).map(({ upstream }) => upstream)).toEqual([])
    })

    it('every route of the front is asked for, and what the sessions do not use is refused', () => {
      expect(front.routes.length).toBeGreaterThan(300)
      const refused = new Set(refusedRoutes.map((route) => route.replaceAll(/:\w+/g, '*')))
      expect(refused.size).toBeLessThan(200)
    })
  },
)

const versionsOf = (type: string, lowest: string, newest: string): readonly string[] => {
  const file = describedServices.find((service) => service.type === type)?.file
  if (folder === undefined || file === undefined) return []
  return describedVersions(readDescription(folder, file), lowest, newest)
}
