import { expect, it } from 'vitest'
import { driverOverFront } from '../../lab/embedded/driver-over-front.ts'
import { exampleWorkload, parseWorkload, workloadBench } from '../../lab/embedded/workload-bench.ts'
import { Cloud } from '../cloud/cloud.ts'
import { openJournal } from '../journal/open-journal.ts'
import { systemClock } from '../lib/clock.ts'
import { seededRandom } from '../lib/random.ts'
import { applyPlan } from './apply-plan.ts'
import { ownedResources } from './owned-resources.ts'
import { planDeployment } from './plan-deployment.ts'
import { planRemoval } from './plan-removal.ts'

const front = { lateReadsMs: 1000 }
const workload = exampleWorkload('lamp')
const { name } = workload.document

it.concurrent('a workload lives its whole life on a cloud that finds and lists late what was made', async () => {
  await using bench = await workloadBench({ front })
  expect((await bench.up(workload)).failures).toEqual([])
  expect(await bench.failedProbes(workload)).toEqual([])
  const again = await bench.plan(workload)
  expect(again.changes.filter(({ action }) => action !== 'unchanged')).toEqual([])
  expect((await bench.down(name)).failures).toEqual([])
  expect(await bench.owned(name)).toEqual([])
})

const shop = parseWorkload(`
name: shop
components:
  web: {expose: [80], requires: {store: db.sql}, files: {/etc/store: "\${requires.store.address}"}}
  db: {provides: {sql: 3306}, volumes: {data: {size: 1 GiB, mount: /srv}}}
`)

/** A cloud and a journal that outlive every process; a process that dies at a write of the journal writes nothing more. */
const setUp = async () => {
  const world = { clock: systemClock, random: seededRandom(1) }
  const { signal } = new AbortController()
  const opened = await driverOverFront({ front })
  let [writes, diesAt] = [0, Number.POSITIVE_INFINITY]
  const journal = await openJournal({
    path: ':memory:',
    clock: world.clock,
    onStep: () => {
      writes += 1
      if (writes >= diesAt) throw new Error('killed')
    },
  })
  const inProcess = async <Result>(work: (cloud: Cloud) => Promise<Result>, write = Number.POSITIVE_INFINITY) => {
    await using cloud = new Cloud(await opened.anotherDriver(), { name: 'late', ...world })
    ;[writes, diesAt] = [0, write]
    try {
      return await work(cloud)
    } catch (error) {
      if (!(error instanceof Error && error.message === 'killed')) throw error
      return undefined
    } finally {
      diesAt = Number.POSITIVE_INFINITY
    }
  }
  const common = { journal, ...world, signal, inDoubtMs: 0 }
  const up = async (cloud: Cloud) =>
    applyPlan({ ...common, cloud, plan: await planDeployment({ ...common, workload: shop, cloud }) })
  const down = async (cloud: Cloud) =>
    journal.deployment('shop')
      ? applyPlan({ ...common, cloud, plan: planRemoval({ cloud, journal, name: 'shop' }) })
      : undefined
  const inventory = async (cloud: Cloud) =>
    (await ownedResources(cloud, 'shop', { signal }))
      .map(({ kind, name }) => `${kind} ${name.replace(/[0-9a-f-]{36}/g, 'id')}`)
      .sort()
  /** What is there once everything that was made is shown. */
  const left = async () => {
    await systemClock.sleep(front.lateReadsMs, signal)
    return inProcess(inventory)
  }
  const close = () => opened[Symbol.asyncDispose]()
  return { inProcess, up, down, left, writes: () => writes, close }
}

const whole = await setUp()
await whole.inProcess(whole.up)
const writesOfUp = whole.writes()
const wanted = await whole.left()
await whole.close()

/** Some writes from the first to the last. */
const sample = Array.from({ length: 10 }, (_, index) => 1 + Math.round((index * (writesOfUp - 1)) / 9))

it('has something to be killed at', () => {
  expect(writesOfUp).toBeGreaterThan(90)
  expect(wanted?.length).toBeGreaterThan(10)
})

it.concurrent('a run that was killed and started again at once makes nothing twice there, and down leaves nothing', async () => {
  const seen = await Promise.all(
    sample.map(async (write) => {
      const { inProcess, up, down, left, close } = await setUp()
      await inProcess(up, write)
      const result = (await inProcess(up))?.result
      const there = await left()
      await inProcess(down)
      const after = await left()
      await close()
      return { write, result, there, after }
    }),
  )
  expect(seen).toEqual(sample.map((write) => ({ write, result: 'done', there: wanted, after: [] })))
}, 60_000)

it.concurrent('a run that was killed is taken away at once there, and nothing shows up afterwards', async () => {
  const seen = await Promise.all(
    sample.map(async (write) => {
      const { inProcess, up, down, left, close } = await setUp()
      await inProcess(up, write)
      const failures = (await inProcess(down))?.failures ?? []
      const after = await left()
      await close()
      return { write, failures, after }
    }),
  )
  expect(seen).toEqual(sample.map((write) => ({ write, failures: [], after: [] })))
}, 60_000)
