import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChallengeCloud, ChallengeWorkload } from '../../src/challenge/challenge-cloud.ts'
import type { ChallengeReport } from '../../src/challenge/challenge-report.ts'
import { runChallenge } from '../../src/challenge/run-challenge.ts'
import { Cloud } from '../../src/cloud/cloud.ts'
import { openDriver } from '../../src/drivers/registry.ts'
import { type EmbeddedCloud, startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import type { EmbeddedProfile } from '../../src/embedded/embedded-profile.ts'
import { openJournal } from '../../src/journal/open-journal.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { Disposal } from '../../src/lib/disposal.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { openExchangeLog } from '../../src/openstack/http/exchange-log.ts'
import { networkReach } from '../../src/workload/reach.ts'
import { readWorkload } from '../../src/workload/read-workload.ts'
import { secretSource } from '../../src/workload/secret-source.ts'

const never = new AbortController().signal

/** The workloads that come with the package. */
export const shippedWorkloads = (): Promise<readonly ChallengeWorkload[]> =>
  Promise.all(
    ['lamp', 'swarm'].map(async (name) => {
      const file = new URL(`../../examples/${name}.yaml`, import.meta.url)
      const { workload, diagnostics } = readWorkload({ file: `${name}.yaml`, text: await readFile(file, 'utf8') })
      if (!workload) throw new Error(JSON.stringify(diagnostics))
      return { name, workload }
    }),
  )

export interface ChallengeOn {
  readonly profiles: readonly EmbeddedProfile[]
  readonly workloads: readonly ChallengeWorkload[]
  readonly patienceMs?: number
}

/** A challenge on embedded clouds of those profiles, over HTTP on loopback, within this process. */
export const challengeOn = async ({
  profiles,
  workloads,
  patienceMs = 60_000,
}: ChallengeOn): Promise<ChallengeReport> => {
  await using running = new Disposal()
  const folder = await mkdtemp(join(tmpdir(), 'portolan-liars-'))
  running.use({ [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) })
  const clouds = await Promise.all(
    profiles.map(async (profile) =>
      running.use(
        await startEmbeddedCloud({
          profile,
          clock: systemClock,
          random: systemRandom,
          onUnexpected: (error) => {
            throw error
          },
        }),
      ),
    ),
  )
  using journal = await openJournal({ path: ':memory:', clock: systemClock })
  return await runChallenge({
    workloads,
    clouds: await Promise.all(clouds.map((cloud) => contender(cloud, folder))),
    patienceMs,
    journal,
    secrets: secretSource({ env: {}, readFile: () => undefined, key: new Uint8Array(32) }),
    reach: networkReach(fetch),
    clock: systemClock,
    random: systemRandom,
    drain: never,
    stop: never,
  })
}

const contender = async ({ name, entry, certificate }: EmbeddedCloud, folder: string): Promise<ChallengeCloud> => {
  const cacert = join(folder, `${name}.pem`)
  if (certificate !== undefined) await writeFile(cacert, certificate)
  const values = { ...entry, ...(certificate === undefined ? {} : { cacert }) }
  const exchanges = openExchangeLog()
  return {
    name,
    exclusive: true,
    exchanges,
    enter: async () => {
      const options = { values, clock: systemClock, random: systemRandom, onExchange: exchanges.record }
      const cloud = new Cloud(await openDriver({ kind: 'openstack', options }), {
        name,
        clock: systemClock,
        random: systemRandom,
      })
      return { cloud, writtenSettings: [], [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose]() }
    },
  }
}
