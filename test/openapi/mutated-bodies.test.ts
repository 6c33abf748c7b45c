import { describe, expect, it } from 'vitest'
import { descriptionsFolder } from '../../lab/openapi/description.ts'
import { mutatedSession } from '../../lab/openapi/session/judged-session.ts'

const folder = descriptionsFolder()

describe.skipIf(folder === undefined)(
  'bodies that their description refuses (skipped where ../shared/facts/openapi is not beside the project)',
  () => {
    it('are refused with the fault of their service and change nothing', { timeout: 900_000 }, async () => {
      const { front, session, broken } = await mutatedSession(folder ?? '', 60)
      await using _open = front
      expect([...session.failures.values()]).toEqual([])
      expect(broken).toBeUndefined()
      expect(front.unexpected).toEqual([])
      for (const type of ['identity', 'image', 'network', 'block-storage', 'compute'])
        expect(session.refusals.get(type)?.refused, type).toBeGreaterThan(50)
    })
  },
)
