import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exampleWorkload } from '../../lab/embedded/workload-bench.ts'
import { Cloud } from '../cloud/cloud.ts'
import { openDriver } from '../drivers/registry.ts'
import { startEmbeddedCloud } from '../embedded/embedded-cloud.ts'
import { embeddedProfiles } from '../embedded/embedded-profiles.ts'
import { classic } from '../embedded/profiles/classic.ts'
import { openJournal } from '../journal/open-journal.ts'
import { systemClock } from '../lib/clock.ts'
import { systemRandom } from '../lib/random.ts'
import { planDeployment } from './plan-deployment.ts'

const world = { clock: systemClock, random: systemRandom }

it.each([classic, ...embeddedProfiles].map((profile) => [profile.name, profile] as const))(
  'lamp and swarm can be made on %s, reached as its customers reach it',
  async (name, profile) => {
    const unexpected: unknown[] = []
    const folder = await mkdtemp(join(tmpdir(), 'portolan-profile-'))
    try {
      await using embedded = await startEmbeddedCloud({ profile, ...world, onUnexpected: (e) => unexpected.push(e) })
      const { entry, certificate = '' } = embedded
      const cacert = join(folder, 'ca.pem')
      await writeFile(cacert, certificate)
      const values = { ...entry, ...(certificate === '' ? {} : { cacert }) }
      await using cloud = new Cloud(await openDriver({ kind: 'openstack', options: { values, ...world } }), {
        name,
        ...world,
      })
      const journal = await openJournal({ path: ':memory:', clock: world.clock })
      const { signal } = new AbortController()
      for (const workload of [exampleWorkload('lamp'), exampleWorkload('swarm')]) {
        const plan = await planDeployment({ workload, cloud, journal, clock: world.clock, signal })
        expect(plan.refusals).toEqual([])
        expect(plan.changes.length).toBeGreaterThan(5)
      }
      expect(cloud.traits.simulated).toBe(true)
      expect(unexpected).toEqual([])
    } finally {
      await rm(folder, { recursive: true })
    }
  },
)
