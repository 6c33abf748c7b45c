import { readFileSync } from 'node:fs'
import { Cloud } from '../../src/cloud/cloud.ts'
import { openJournal } from '../../src/journal/open-journal.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { Disposal } from '../../src/lib/disposal.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { type ApplyPlan, applyPlan } from '../../src/workload/apply-plan.ts'
import { ownedResources } from '../../src/workload/owned-resources.ts'
import type { Plan } from '../../src/workload/plan.ts'
import { planDeployment } from '../../src/workload/plan-deployment.ts'
import { planRemoval } from '../../src/workload/plan-removal.ts'
import { probeDeployment } from '../../src/workload/probe-deployment.ts'
import { networkReach } from '../../src/workload/reach.ts'
import { readWorkload } from '../../src/workload/read-workload.ts'
import { secretSource } from '../../src/workload/secret-source.ts'
import type { Workload } from '../../src/workload/workload.ts'
import { driverOverFront, type Peculiarity } from './driver-over-front.ts'

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

/**
 * For the workload folder's tests: one embedded cloud with its OpenStack APIs in memory, the client on them that a user would have, and all that is
 * done to a deployment. The member of one project is logged in, with nothing set by hand but what `settings` says.
 */
export const workloadBench = async (peculiarity: Peculiarity = {}) => {
  const world = { clock: systemClock, random: seededRandom(1) }
  const { signal }: { readonly signal: AbortSignal } = new AbortController()
  const resources = new Disposal()
  const { driver, unexpected } = resources.use(await driverOverFront(peculiarity))
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
