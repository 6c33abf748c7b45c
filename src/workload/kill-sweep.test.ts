import { describe, expect, it } from 'vitest'
import { Cloud } from '../cloud/cloud.ts'
import { openSimulatedDriver } from '../drivers/simulated/open-simulated-driver.ts'
import { openJournal } from '../journal/open-journal.ts'
import { collect } from '../lib/async-iterable.ts'
import { systemClock } from '../lib/clock.ts'
import { seededRandom } from '../lib/random.ts'
import { applyPlan } from './apply-plan.ts'
import { ownedResources } from './owned-resources.ts'
import type { Plan } from './plan.ts'
import { planDeployment } from './plan-deployment.ts'
import { planRemoval } from './plan-removal.ts'
import { readWorkload } from './read-workload.ts'

const name = 'shop'
const { signal } = new AbortController()
const clock = systemClock
const { workload } = readWorkload({
  file: 'shop.yaml',
  text: `
name: shop
ssh_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGr0Hu3ySzvCQeIYzKHtKLpXhVd4Nz1bFsB7cC3T2QWJ kill@sweep
components:
  web: {expose: [80], requires: {store: db.sql}, files: {/etc/store: "\${requires.store.address}"}}
  db: {provides: {sql: 3306}, volumes: {data: {size: 1 GiB, mount: /srv}}}
`,
})
if (!workload) throw new Error('the workload has mistakes')

/** A cloud and a journal that outlive the process, which dies at the given write: from then on it writes nothing more. */
const setUp = async () => {
  const world = { clock, random: seededRandom(1) }
  const cloud = new Cloud(openSimulatedDriver({ pollIntervalMs: 1 }, world), { name: 'here', ...world })
  let writes = 0
  let diesAt = Number.POSITIVE_INFINITY
  const journal = await openJournal({
    path: ':memory:',
    clock,
    onStep: () => {
      writes += 1
      if (writes >= diesAt) throw new Error('killed')
    },
  })
  const apply = (plan: Plan) => applyPlan({ plan, cloud, journal, ...world, signal, inDoubtMs: 0 })
  const up = async () => apply(await planDeployment({ workload, cloud, journal, clock, signal }))
  const down = async () => (journal.deployment(name) ? apply(planRemoval({ cloud, journal, name })) : undefined)
  /** Runs until the process dies at that write, or to its end; tells how many writes there were. */
  const killedAt = async (write: number, run: () => Promise<unknown>): Promise<number> => {
    writes = 0
    diesAt = write
    await run().catch((error: unknown) => {
      if (!(error instanceof Error && error.message === 'killed')) throw error
    })
    diesAt = Number.POSITIVE_INFINITY
    return writes
  }
  const inventory = async () => {
    const call = { signal }
    const kinds = (await ownedResources(cloud, name, call)).map(({ kind, name: resource }) => `${kind} ${resource}`)
    const groups = await collect(cloud.securityGroups.list(call))
    const rules = groups.filter((group) => group.name.startsWith(`${name}--`)).flatMap((group) => group.rules)
    const floating = (await collect(cloud.floatingIps?.list(call) ?? nothing())).filter(
      ({ portId }) => portId !== undefined,
    )
    return [
      ...kinds.map((kind) => kind.replace(/[0-9a-f-]{36}/g, 'id')).sort(),
      `rules ${rules.length}`,
      `associated ${floating.length}`,
    ]
  }
  return { up, down, killedAt, inventory, journal }
}
async function* nothing(): AsyncGenerator<never> {}

const whole = await setUp()
const writesOfUp = await whole.killedAt(Number.POSITIVE_INFINITY, whole.up)
const wanted = await whole.inventory()
const writesOfDown = await whole.killedAt(Number.POSITIVE_INFINITY, whole.down)
const empty = await whole.inventory()

describe('a process killed at any write of the journal', { timeout: 180_000 }, () => {
  it('has something to be killed at', () => {
    expect(writesOfUp).toBeGreaterThan(90)
    expect(writesOfDown).toBeGreaterThan(60)
    expect(wanted.length).toBeGreaterThan(12)
    expect(empty).toEqual(['rules 0', 'associated 0'])
  })

  it('during an up: up again makes exactly what was wanted, and down leaves nothing', async () => {
    for (let write = 1; write <= writesOfUp; write += 1) {
      const { killedAt, up, down, inventory } = await setUp()
      await killedAt(write, up)
      expect(await up(), `after write ${write}`).toMatchObject({ result: 'done' })
      expect(await inventory(), `after write ${write}`).toEqual(wanted)
      await down()
      expect(await inventory(), `after write ${write}`).toEqual(empty)
    }
  })

  it('during an up: down leaves nothing', async () => {
    for (let write = 1; write <= writesOfUp; write += 1) {
      const { killedAt, up, down, inventory, journal } = await setUp()
      await killedAt(write, up)
      expect((await down())?.failures ?? [], `after write ${write}`).toEqual([])
      expect(await inventory(), `after write ${write}`).toEqual(empty)
      expect(journal.deployments()).toEqual([])
    }
  })

  it('during a down: down again leaves nothing', async () => {
    for (let write = 1; write <= writesOfDown; write += 1) {
      const { killedAt, up, down, inventory, journal } = await setUp()
      await up()
      await killedAt(write, down)
      expect((await down())?.failures ?? [], `after write ${write}`).toEqual([])
      expect(await inventory(), `after write ${write}`).toEqual(empty)
      expect(journal.deployments()).toEqual([])
    }
  })

  it('during a down: up makes it whole again', async () => {
    for (let write = 1; write <= writesOfDown; write += 1) {
      const { killedAt, up, down, inventory } = await setUp()
      await up()
      await killedAt(write, down)
      expect(await up(), `after write ${write}`).toMatchObject({ result: 'done' })
      expect(await inventory(), `after write ${write}`).toEqual(wanted)
    }
  })

  it('twice in a row: the second kill is as harmless as the first', async () => {
    for (let write = 3; write <= writesOfUp; write += 7) {
      const { killedAt, up, down, inventory } = await setUp()
      await killedAt(write, up)
      await killedAt(Math.ceil(write / 2) + 2, up)
      await killedAt(write, down)
      expect((await down())?.failures ?? [], `after write ${write}`).toEqual([])
      expect(await inventory(), `after write ${write}`).toEqual(empty)
    }
  })
})
