import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { descriptionsFolder } from '../../lab/openapi/description.ts'
import { deviationText } from '../../lab/openapi/judgement-text.ts'
import { knownErrors } from '../../lab/openapi/known-errors.ts'
import { type JudgedSession, judgedSession } from '../../lab/openapi/session/judged-session.ts'

const folder = descriptionsFolder()

describe.skipIf(folder === undefined)(
  'answers and their descriptions (skipped where ../shared/facts/openapi is not beside the project)',
  () => {
    let session: JudgedSession

    beforeAll(async () => {
      session = await judgedSession(folder ?? '', 4)
    }, 900_000)
    afterAll(() => session?.front[Symbol.asyncDispose]())

    it('every answer of a session over every service fits, at microversions all along', () => {
      expect(session.judgement.deviations.map(deviationText)).toEqual([])
      expect(session.front.unexpected).toEqual([])
    })

    it('each known error of a description was met: what upstream corrected comes off the list', () => {
      const met = new Set(session.judgement.excused.map(({ known }) => known))
      expect(knownErrors.filter((known) => !met.has(known)).map(({ upstream }) => upstream)).toEqual([])
    })

    it('most routes of the front are used, and every other one was asked for and answered in its service’s way', () => {
      const routes = new Set(session.front.routes)
      expect(routes.size).toBeGreaterThan(300)
      expect(session.remaining.length).toBeLessThan(routes.size / 4)
    })
  },
)
