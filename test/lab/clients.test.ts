import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabProject, openLabProject } from '../../lab/openstack/open-lab-project.ts'
import { openOpenStackDriver } from '../../src/drivers/openstack/open-openstack-driver.ts'
import { startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { collect } from '../../src/lib/async-iterable.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { type CloudsFile, entriesOf, writeCloudsFile } from '../clients/clouds-file.ts'
import { clientSessions } from '../clients/sessions/all-sessions.ts'
import type { Seen } from '../clients/sessions/session.ts'
import { SessionRecord } from '../clients/sessions/session-record.ts'

const command = 'RECORD_FIDELITY=1 npx vitest run --project lab test/lab/clients.test.ts'

/** Attributes that one of the two shows and the other does not, for what its operator has, and not for how it answers. */
const incidental: Readonly<Record<string, string>> = {
  port_security_enabled: "the lab's Neutron has the extension port-security",
  dns_assignment: 'the extension dns-integration',
  dns_domain: 'the extension dns-integration',
  dns_name: 'the extension dns-integration',
  is_default: 'the extension auto-allocated-topology',
  port_forwardings: 'the extension expose-port-forwarding-in-fip',
  extra_specs: "the lab's flavors have none",
  virtual_size:
    "an image's that is what it says: the session's bytes are a raw image, as the embedded cloud's own, and no qcow2, as the lab's",
}

const withoutIncidental = (seen: Seen): Seen =>
  JSON.parse(JSON.stringify(seen), (_, value) =>
    Array.isArray(value) ? value.filter((each) => !(each in incidental)) : value,
  )

const stepsThatDiffer = (one: Seen, other: Seen): string =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((step) => !isDeepStrictEqual(one[step], other[step]))
    .join(', ')

/** Sessions take the first zone that has servers, and make images of them, which Nova's fake driver never does. */
const refuseFakeServers = async ({ entry }: LabProject): Promise<void> => {
  const driver = await openOpenStackDriver({ values: { ...entry }, clock: systemClock, random: systemRandom })
  const zones = await collect(driver.places.zones({ signal: AbortSignal.timeout(60_000) }))
  await driver[Symbol.asyncDispose]()
  if (zones.some(({ name }) => name === 'fake'))
    throw new Error('the lab has fake computes: npm run lab:openstack -- down --wipe, and up without them')
}

describe('on the lab’s OpenStack', () => {
  const record = new SessionRecord({ cloud: 'lab', simulated: false, clock: systemClock })
  let project: LabProject
  let lab: CloudsFile

  beforeAll(async () => {
    project = await openLabProject()
    await refuseFakeServers(project)
    lab = await writeCloudsFile({ lab: { entry: project.entry } })
  })
  afterAll(async () => {
    await record.write(command)
    await lab?.[Symbol.asyncDispose]()
    await project?.[Symbol.asyncDispose]()
  })

  it.for(clientSessions)(
    '$client sees what it sees of the embedded cloud',
    { timeout: 3_600_000 },
    async (session, context) => {
      const reason = await session.absent?.()
      if (reason !== undefined) {
        record.skip(session, reason)
        context.skip(reason)
      }
      await session.install((line) => process.stderr.write(`${line}\n`))
      // Nova 2.93, Cinder 3.70 and Placement 1.39 are those of the lab's release, Zed.
      const maxMicroversions = { compute: '2.93', volume: '3.70', placement: '1.39' }
      await using twin = await startEmbeddedCloud({
        profile: { ...classic, front: { ...classic.front, maxMicroversions } },
        clock: systemClock,
        random: systemRandom,
        onUnexpected: (error) => expect.fail(String(error)),
      })
      await using clouds = await writeCloudsFile(entriesOf(twin))
      const expected = withoutIncidental(await session.run({ ...clouds, cloud: twin.name }))
      await record.of(session, async () => {
        const seen = await session.run({ ...lab, cloud: 'lab' })
        const shown = withoutIncidental(seen)
        expect(shown, `otherwise on the lab: ${stepsThatDiffer(shown, expected)}`).toEqual(expected)
        return seen
      })
    },
  )
})
