import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { descriptionsFolder } from '../../lab/openapi/description.ts'
import { judgeExchanges } from '../../lab/openapi/judgement.ts'
import { deviationText } from '../../lab/openapi/judgement-text.ts'
import { startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import type { EmbeddedProfile } from '../../src/embedded/embedded-profile.ts'
import type { ObservedExchange } from '../../src/embedded/observed-exchange.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { otc } from '../../src/embedded/profiles/otc.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { entriesOf, writeCloudsFile } from './clouds-file.ts'
import { clientSessions } from './sessions/all-sessions.ts'
import { newestOpenstacksdk } from './sessions/openstacksdk.ts'
import type { ClientSession, Seen } from './sessions/session.ts'
import { SessionRecord } from './sessions/session-record.ts'

/** The openstack command starts anew for each of its seventy steps, and OpenTofu is built from nothing. */
const [patience, patienceToInstall] = [900_000, 1_800_000]

const say = (line: string) => process.stderr.write(`${line}\n`)

const descriptions = descriptionsFolder()

/**
 * Runs a session on an embedded cloud of its own, in which nothing may fail and every answer must fit OpenStack's description of it, as far as the
 * descriptions are beside the project; `test/openapi` says when they are not.
 */
const sessionOn = async (profile: EmbeddedProfile, session: ClientSession): Promise<Seen> => {
  const unexpected: unknown[] = []
  const exchanges: ObservedExchange[] = []
  await using cloud = await startEmbeddedCloud({
    profile,
    clock: systemClock,
    random: systemRandom,
    onUnexpected: (error) => unexpected.push(error),
    ...(descriptions === undefined ? {} : { observe: (exchange) => exchanges.push(exchange) }),
  })
  await using clouds = await writeCloudsFile(entriesOf(cloud))
  const seen = await session.run({ ...clouds, cloud: cloud.name })
  expect(unexpected).toEqual([])
  if (descriptions !== undefined) {
    expect(exchanges.length).toBeGreaterThan(0)
    expect(judgeExchanges(exchanges, descriptions).deviations.map(deviationText)).toEqual([])
  }
  return seen
}

describe('on the embedded cloud classic', () => {
  const record = new SessionRecord({ cloud: 'embedded classic', simulated: true, clock: systemClock })
  afterAll(() => record.write('RECORD_FIDELITY=1 npx vitest run --project end-to-end test/clients/sessions.test.ts'))

  describe.each(clientSessions)('$client', (session) => {
    let reason: string | undefined
    beforeAll(async () => {
      reason = await session.absent?.()
      if (reason === undefined) await session.install(say)
    }, patienceToInstall)

    it(
      'does its whole session, and sees what it sees of every OpenStack',
      async (context) => {
        if (reason !== undefined) {
          record.skip(session, reason)
          context.skip(reason)
        }
        await record.of(session, async () => {
          const seen = await sessionOn(classic, session)
          expect(seen).toMatchSnapshot()
          return seen
        })
      },
      patience,
    )
  })
})

it('openstacksdk sees the same on clouds that differ in zones, names, formats and certificates', async () => {
  await newestOpenstacksdk.install(say)
  const [onClassic, onOtc] = [await sessionOn(classic, newestOpenstacksdk), await sessionOn(otc, newestOpenstacksdk)]
  expect(onOtc).toEqual(onClassic)
})
