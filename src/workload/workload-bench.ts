import { readFileSync } from 'node:fs'
import { Cloud } from '../cloud/cloud.ts'
import { openDriver } from '../drivers/registry.ts'
import { openEmbeddedFront } from '../embedded/embedded-front.ts'
import type { EmbeddedProfile } from '../embedded/embedded-profile.ts'
import { cloudsYamlEntry } from '../fronts/openstack/clouds-yaml-entry.ts'
import { openJournal } from '../journal/open-journal.ts'
import { systemClock } from '../lib/clock.ts'
import { Disposal } from '../lib/disposal.ts'
import { seededRandom } from '../lib/random.ts'
import { type ApplyPlan, applyPlan } from './apply-plan.ts'
import { ownedResources } from './owned-resources.ts'
import type { Plan } from './plan.ts'
import { planDeployment } from './plan-deployment.ts'
import { planRemoval } from './plan-removal.ts'
import { probeDeployment } from './probe-deployment.ts'
import { networkReach } from './reach.ts'
import { readWorkload } from './read-workload.ts'
import { secretSource } from './secret-source.ts'
import type { Workload } from './workload.ts'

const secrets = secretSource({ env: {}, readFile: () => undefined, key: new Uint8Array(32).fill(7) })

/** A workload from its text. Throws with its diagnostics. */
export const parseWorkload = (text: string): Workload => {
  const { workload, diagnostics } = readWorkload({ file: 'workload', text, secrets })
  if (!workload) throw new Error(JSON.stringify(diagnostics, undefined, 1))
  return workload
}

/** One of the project's examples, by its file's name without ending. */
export const exampleWorkload = (name: string): Workload =>
  parseWorkload(readFileSync(new URL(`../../examples/${name}.yaml`, import.meta.url), 'utf8'))

export interface WorkloadBenchOptions {
  readonly cloud?: EmbeddedProfile['cloud']
  readonly front?: EmbeddedProfile['front']
  /** What stands in the cloud's entry of clouds.yaml beside how to reach it. */
  readonly settings?: Readonly<Record<string, unknown>>
}

/**
 * For this folder's tests: one embedded cloud with its OpenStack APIs in memory, the client on them that a user would have, and all that is done to a deployment. The member of
 * one project is logged in, with nothing set by hand but what `settings` says.
 */
export const workloadBench = async ({ cloud: below = {}, front = {}, settings = {} }: WorkloadBenchOptions = {}) => {
  const world = { clock: systemClock, random: seededRandom(1) }
  const { signal } = new AbortController()
  const resources = new Disposal()
  const unexpected: unknown[] = []
  const profile: EmbeddedProfile = {
    name: 'bench',
    description: 'a cloud for tests',
    sources: [],
    cloud: { pollIntervalMs: 5, ...below },
    front,
    tls: 'none',
  }
  const opened = resources.use(
    await openEmbeddedFront({ profile, ...world, onUnexpected: (error) => unexpected.push(error) }),
  )
  const origin = 'http://bench.test'
  const entry = cloudsYamlEntry(
    { origin, domainName: opened.users.domainName, ...(front.region === undefined ? {} : { region: front.region }) },
    opened.users.member,
  )
  const driver = await openDriver({
    kind: 'openstack',
    options: {
      values: { ...entry, ...settings },
      fetch: (request) => opened.front.fetch(request),
      ...world,
      pollIntervalMs: 5,
    },
  })
  const cloud = resources.use(new Cloud(driver, { name: 'bench', ...world }))
  const journal = await openJournal({ path: ':memory:', clock: world.clock })
  const plan = (workload: Workload, name?: string) =>
    planDeployment({ workload, cloud, journal, clock: world.clock, signal, ...(name === undefined ? {} : { name }) })
  const apply = (planned: Plan, more: Partial<ApplyPlan> = {}) =>
    applyPlan({ plan: planned, cloud, journal, ...world, secrets, signal, inDoubtMs: 0, ...more })
  return {
    cloud,
    journal,
    unexpected,
    call: { signal },
    plan,
    apply,
    up: async (workload: Workload, name?: string) => apply(await plan(workload, name)),
    down: (name: string) => apply(planRemoval({ cloud, journal, name })),
    /** Those probes that did not pass. */
    failedProbes: async (workload: Workload, name?: string) => {
      const reach = networkReach(fetch)
      const wanted = name === undefined ? {} : { name }
      const options = { workload, cloud, journal, clock: world.clock, signal, reach, timeoutMs: 3000, ...wanted }
      return (await probeDeployment(options)).filter(({ result }) => result !== 'passed')
    },
    owned: (name: string) => ownedResources(cloud, name, { signal }),
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  }
}
