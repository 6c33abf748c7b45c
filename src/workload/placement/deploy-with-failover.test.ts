import { describe, expect, it } from 'vitest'
import { Cloud } from '../../cloud/cloud.ts'
import { openSimulatedDriver } from '../../drivers/simulated/open-simulated-driver.ts'
import type { SimulatedOptions } from '../../drivers/simulated/simulated-options.ts'
import { openJournal } from '../../journal/open-journal.ts'
import { collect } from '../../lib/async-iterable.ts'
import { systemClock } from '../../lib/clock.ts'
import { seededRandom } from '../../lib/random.ts'
import { applyPlan } from '../apply-plan.ts'
import { ownedResources } from '../owned-resources.ts'
import { planDeployment } from '../plan-deployment.ts'
import { planRemoval } from '../plan-removal.ts'
import { readWorkload } from '../read-workload.ts'
import type { RunEvent } from '../run-event.ts'
import { deployWithFailover } from './deploy-with-failover.ts'
import type { FailoverEvent } from './failover-event.ts'

const { signal } = new AbortController()
const clock = systemClock
const name = 'shop'

const workloadOf = (placement: string, extra = '') => {
  const { workload, diagnostics } = readWorkload({
    file: 'shop.yaml',
    text: `
name: shop
placement: ${placement}
components:
  web: {count: 2, expose: [80], requires: {store: db.sql}${extra}}
  db: {provides: {sql: 3306}, volumes: {data: {size: 1 GiB, mount: /srv}}}
`,
  })
  if (!workload) throw new Error(JSON.stringify(diagnostics))
  return workload
}

/** Clouds that outlive the process, which dies at the given write: from then on it writes nothing more. */
const setUp = async (clouds: Readonly<Record<string, SimulatedOptions>>, workload: ReturnType<typeof workloadOf>) => {
  const world = { clock, random: seededRandom(1) }
  const opened = Object.entries(clouds).map(
    ([called, options]) =>
      new Cloud(openSimulatedDriver({ pollIntervalMs: 1, region: called, ...options }, world), {
        name: called,
        ...world,
      }),
  )
  const [first] = opened
  if (!first) throw new Error('no cloud')
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
  const events: Array<RunEvent | FailoverEvent> = []
  const cloudOf = (called: string | undefined) => opened.find((cloud) => cloud.name === called)
  const common = { journal, ...world, signal, inDoubtMs: 0 }
  const up = async (given = workload, alone = false) => {
    const cloud = cloudOf(journal.deployment(name)?.cloud.name) ?? first
    return deployWithFailover({
      ...common,
      workload: given,
      cloud,
      plan: await planDeployment({ workload: given, cloud, journal, clock, signal }),
      onEvent: (event) => events.push(event),
      ...(alone ? {} : { further: async () => opened }),
    })
  }
  const down = async () => {
    const cloud = cloudOf(journal.deployment(name)?.cloud.name)
    return cloud && applyPlan({ ...common, cloud, plan: planRemoval({ cloud, journal, name }) })
  }
  const killedAt = async (write: number, run: () => Promise<unknown>): Promise<number> => {
    writes = 0
    diesAt = write
    await run().catch((error: unknown) => {
      if (!(error instanceof Error && error.message === 'killed')) throw error
    })
    diesAt = Number.POSITIVE_INFINITY
    return writes
  }
  /** How many resources each cloud has of the deployment. */
  const inventory = async () =>
    Object.fromEntries(
      await Promise.all(
        opened.map(async (cloud) => [cloud.name, (await ownedResources(cloud, name, { signal })).length] as const),
      ),
    )
  const zones = async (called: string) => {
    const servers = await collect((cloudOf(called) ?? first).servers.list({ signal }))
    return Object.fromEntries(servers.map((server) => [server.name.replace('shop--', ''), server.zoneId]).sort())
  }
  const told = () => events.flatMap((event) => (event.type.startsWith('failover.') ? [event.type] : []))
  return { up, down, killedAt, inventory, zones, journal, events, told }
}

const anywhere = workloadOf('{any_of: [{cloud: "*"}]}')

describe('a deployment whose cloud has no room', () => {
  it.each<[string, SimulatedOptions]>([
    ['refuses a server', { capacity: { vcpus: 2 } }],
    ['accepts a server and finds no host for it', { capacity: { vcpus: 2, toldLate: true } }],
    ['has no room for a volume', { capacity: { volumeGiB: 0 } }],
  ])('goes on to the next when it %s, and leaves nothing there', async (_, full) => {
    const { up, inventory, journal, told } = await setUp({ full, small: {} }, anywhere)
    expect(await up()).toMatchObject({
      result: 'done',
      place: { cloud: 'small', region: 'small' },
      left: [{ cloud: 'full', region: 'full', reasons: [expect.stringMatching(/^(server|volume)\//)] }],
    })
    expect(await inventory()).toEqual({ full: 0, small: expect.any(Number) })
    expect(journal.deployment(name)?.cloud.name).toBe('small')
    expect(told()).toEqual(['failover.leaving', 'failover.left', 'failover.moving'])
  })

  it('goes on when a quota ends that its plan could not see, also past a cloud whose quota is known to end', async () => {
    const { up, inventory, told } = await setUp(
      { full: { capacity: { vcpus: 0 } }, narrow: { quotas: { servers: 2 } }, wide: {} },
      anywhere,
    )
    expect(await up()).toMatchObject({
      result: 'done',
      place: { cloud: 'wide' },
      left: [{ cloud: 'full' }, { cloud: 'narrow', reasons: [expect.stringContaining('quota servers')] }],
    })
    expect(await inventory()).toMatchObject({ full: 0, narrow: 0 })
    expect(told()).toEqual(['failover.leaving', 'failover.left', 'failover.passed', 'failover.moving'])
  })

  it('fails when none is left, with every reason and nothing left behind', async () => {
    const { up, inventory, journal, told } = await setUp(
      { one: { capacity: { vcpus: 0 } }, other: { capacity: { memoryMiB: 1 } } },
      anywhere,
    )
    expect(await up()).toMatchObject({
      result: 'failed',
      exhausted: true,
      left: [{ cloud: 'one' }, { cloud: 'other' }],
    })
    expect(await inventory()).toEqual({ one: 0, other: 0 })
    expect(journal.deployments()).toEqual([])
    expect(told().at(-1)).toBe('failover.exhausted')
  })

  it('stays when it is to be there and nowhere else', async () => {
    const { up, journal, told } = await setUp({ full: { capacity: { vcpus: 2 } }, small: {} }, anywhere)
    expect(await up(anywhere, true)).toMatchObject({ result: 'failed', exhausted: false, place: { cloud: 'full' } })
    expect(journal.deployment(name)?.cloud.name).toBe('full')
    expect(told()).toEqual([])
  })

  it('stays once it was complete: its data is there', async () => {
    const { up, inventory, told } = await setUp({ full: { capacity: { vcpus: 3 } }, small: {} }, anywhere)
    expect(await up()).toMatchObject({ result: 'done', place: { cloud: 'full' } })
    const grown = { ...anywhere, document: structuredClone(anywhere.document) }
    Object.assign(grown.document.components.web ?? {}, { count: 3 })
    expect(await up(grown)).toMatchObject({ result: 'failed', exhausted: false, place: { cloud: 'full' } })
    expect(await inventory()).toMatchObject({ small: 0 })
    expect(told()).toEqual([])
  })

  it('does not move for a failure of another sort', async () => {
    const { up, told } = await setUp({ full: { quotas: {}, flavors: [] }, small: {} }, anywhere)
    await expect(up()).rejects.toMatchObject({ code: 'unsupported' })
    expect(told()).toEqual([])
  })
})

describe('a deployment whose zone has no room', () => {
  const zones = { zones: ['a', 'b', 'c'], volumesStayInZone: true }

  it('makes only what failed anew, in the next zone that is admitted', async () => {
    const {
      up,
      zones: placed,
      told,
      events,
      inventory,
    } = await setUp(
      { here: { ...zones, capacity: { zones: { a: { vcpus: 2 } } } }, there: {} },
      workloadOf('{ordered: [{cloud: here, zone: a}, {cloud: here, zone: c}, {cloud: there}]}'),
    )
    expect(await up()).toMatchObject({ result: 'done', place: { cloud: 'here' }, left: [] })
    expect(Object.values(await placed('here')).sort()).toEqual(['a', 'a', 'c'])
    expect(await inventory()).toMatchObject({ there: 0 })
    expect(told()).toEqual(['failover.zones'])
    const deleted = events.flatMap((event) =>
      event.type === 'node.done' && event.action === 'delete' ? [event.kind] : [],
    )
    expect(deleted.filter((kind) => kind !== 'server' && kind !== 'volume')).toEqual([])
    expect(deleted.filter((kind) => kind === 'server')).toHaveLength(1)
  })

  it('stays in the zone that it found, however often it is looked at', async () => {
    const { up, zones: placed } = await setUp(
      { here: { ...zones, zoneRequired: true, capacity: { toldLate: true, zones: { a: { vcpus: 0 } } } } },
      workloadOf('{any_of: [{cloud: here}]}'),
    )
    expect(await up()).toMatchObject({ result: 'done' })
    const where = await placed('here')
    expect(where).toEqual({ 'web-1': 'b', 'web-2': 'b', 'db-1': 'b' })
    expect(await up()).toMatchObject({ result: 'done', done: 0 })
    expect(await placed('here')).toEqual(where)
  })

  it('goes to another cloud once all its zones are full', async () => {
    const full = { a: { vcpus: 0 }, b: { vcpus: 0 }, c: { vcpus: 0 } }
    const { up, told, inventory } = await setUp({ here: { ...zones, capacity: { zones: full } }, there: {} }, anywhere)
    expect(await up()).toMatchObject({ result: 'done', place: { cloud: 'there' } })
    expect(await inventory()).toMatchObject({ here: 0 })
    expect(new Set(told())).toEqual(new Set(['failover.zones', 'failover.leaving', 'failover.left', 'failover.moving']))
  })
})

describe('a process killed at any write of the journal while it looks for a place', { timeout: 240_000 }, () => {
  const { workload: small } = readWorkload({
    file: 'shop.yaml',
    text: `
name: shop
placement: {any_of: [{cloud: "*"}]}
components:
  web: {requires: {store: db.sql}}
  db: {provides: {sql: 3306}, volumes: {data: {size: 1 GiB, mount: /srv}}}
`,
  })
  const zones = { zones: ['a', 'b'], zoneRequired: true, volumesStayInZone: true }
  const clouds = {
    full: { ...zones, capacity: { vcpus: 1, toldLate: true, zones: { a: { vcpus: 0 } } } },
    roomy: {},
  }

  it('up again finds it, and down leaves nothing', async () => {
    if (!small) throw new Error('the workload has mistakes')
    const whole = await setUp(clouds, small)
    const writes = await whole.killedAt(Number.POSITIVE_INFINITY, whole.up)
    const wanted = await whole.inventory()
    expect(whole.told()).toEqual(expect.arrayContaining(['failover.zones', 'failover.left', 'failover.moving']))
    expect(wanted).toMatchObject({ full: 0 })
    expect(writes).toBeGreaterThan(100)

    const killed = async (
      { killedAt, up, down, inventory, journal }: Awaited<ReturnType<typeof setUp>>,
      write: number,
    ): Promise<void> => {
      const about = `after write ${write}`
      await killedAt(write, up)
      // Whatever there is then is on the one cloud that the journal names.
      const { [journal.deployment(name)?.cloud.name ?? '']: _, ...elsewhere } = await inventory()
      expect(new Set(Object.values(elsewhere)), about).toEqual(new Set([0]))
      if (write % 2 === 0) {
        expect(await up(), about).toMatchObject({ result: 'done', place: { cloud: 'roomy' } })
        expect(await inventory(), about).toEqual(wanted)
      }
      expect((await down())?.failures ?? [], about).toEqual([])
      expect(await inventory(), about).toEqual({ full: 0, roomy: 0 })
      expect(journal.deployments(), about).toEqual([])
    }
    const left = Array.from({ length: writes }, (_, index) => index + 1)
    const lane = async () => {
      const world = await setUp(clouds, small)
      for (let write = left.shift(); write !== undefined; write = left.shift()) await killed(world, write)
    }
    await Promise.all(Array.from({ length: 4 }, lane))
  })
})
